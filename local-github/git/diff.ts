/** One file of a comparison, in the words of GitHub's REST API. */
export type FileDiff = {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: "added" | "modified" | "removed" | "renamed" | "changed";
  readonly additions: number;
  readonly deletions: number;
  /** The blob after the change; before it for a removed file. */
  readonly sha: string;
  /** Hunks only; null for binaries, bare renames and diffs that GitHub finds too large to show. */
  readonly patch: string | null;
};

/** `git diff-tree` options whose output {@link parseDiff} reads; renames by half of the content, as on GitHub. */
export const diffOptions = ["-r", "-M50%", "--raw", "--numstat", "-p", "-z", "--no-abbrev"];

// https://docs.github.com/repositories/creating-and-managing-repositories/repository-limits#diff-limits
const longestPatchLines = 20_000;
const longestPatchBytes = 500 * 1024;

/** Reads `git diff-tree -z --raw --numstat -p`: raw records, line counts, an empty field, then the patches in order. */
export function parseDiff(output: Buffer): readonly FileDiff[] {
  const text = output.toString("utf8");
  const endOfCounts = text.indexOf("\0\0");
  const head = endOfCounts < 0 ? text : text.slice(0, endOfCounts + 1);
  const fields = head.split("\0");
  const patches = endOfCounts < 0 ? [] : text.slice(endOfCounts + 2).split(/^(?=diff --git )/m);
  const raw = readRawRecords(fields);
  const counts = readCounts(fields.slice(raw.fieldsRead), raw.records.length);
  let next = 0;
  return raw.records.map((record, index) => {
    const patch = patches[next] ?? "";
    next += record.status === "changed" ? 2 : 1; // git shows a file that becomes a link as removed and added
    return {
      ...record,
      ...(counts[index] ?? { additions: 0, deletions: 0 }),
      patch: hunksOf(patch),
    };
  });
}

type RawRecord = Pick<FileDiff, "path" | "previousPath" | "status" | "sha">;

const statusByLetter: Readonly<Record<string, FileDiff["status"]>> = {
  A: "added",
  D: "removed",
  M: "modified",
  R: "renamed",
  T: "changed",
};

function readRawRecords(fields: readonly string[]): {
  readonly records: readonly RawRecord[];
  readonly fieldsRead: number;
} {
  const records: RawRecord[] = [];
  let at = 0;
  while (fields[at]?.startsWith(":")) {
    const [, , before = "", after = "", letter = "M"] = (fields[at] ?? "").split(" ");
    const status = statusByLetter[letter.slice(0, 1)] ?? "modified";
    const renamed = status === "renamed";
    const first = fields[at + 1] ?? "";
    records.push({
      path: renamed ? (fields[at + 2] ?? "") : first,
      previousPath: renamed ? first : null,
      status,
      sha: status === "removed" ? before : after,
    });
    at += renamed ? 3 : 2;
  }
  return { records, fieldsRead: at };
}

type Counts = Pick<FileDiff, "additions" | "deletions">;

function readCounts(fields: readonly string[], length: number): readonly Counts[] {
  const counts: Counts[] = [];
  let at = 0;
  while (counts.length < length && at < fields.length) {
    const [added = "0", deleted = "0", path = ""] = (fields[at] ?? "").split("\t");
    counts.push({ additions: Number(added) || 0, deletions: Number(deleted) || 0 }); // "-" for binaries
    at += path === "" ? 3 : 1; // a rename's names follow in two fields of their own
  }
  return counts;
}

function hunksOf(patch: string): string | null {
  const start = /^@@ /m.exec(patch)?.index;
  if (start === undefined) return null;
  const hunks = patch.slice(start).replace(/\n$/, "");
  const tooLong =
    Buffer.byteLength(hunks) > longestPatchBytes || hunks.split("\n").length > longestPatchLines;
  return tooLong ? null : hunks;
}
