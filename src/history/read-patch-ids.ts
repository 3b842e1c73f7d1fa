import { digestFiles } from "#core/approval/digest-diff.ts";
import type { FileChange } from "#core/change/facts.ts";
import { type GitRepository, readGit } from "./git.ts";
import { patchOptions, patchSettings } from "./read-mainline-diffs.ts";

/** Commits whose patches are read at once: a command line has a limit, and so has memory. */
const batchSize = 200;

/** What each of these commits does, see {@link digestFiles}; those of which that can't be told are left out. */
export async function readPatchIds(
  repository: GitRepository,
  shas: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let start = 0; start < shas.length; start += batchSize) {
    const batch = shas.slice(start, start + batchSize);
    const options = ["--diff-merges=first-parent", "--no-show-signature", "--format=%x00%H"];
    const args = [...patchSettings, "show", ...options, ...patchOptions];
    // As much as GitHub shows: three lines around each change, and whole SHAs.
    const text = await readGit(repository, [
      ...args,
      "--unified=3",
      "--full-index",
      ...batch,
      "--",
    ]);
    for (const commit of text.split(/(?:^|\n)\0/).slice(1)) {
      const [sha = "", ...lines] = commit.split("\n");
      const files = readFiles(lines);
      const id = files.length === 0 ? null : digestFiles(files);
      if (id !== null) ids.set(sha, id);
    }
  }
  return ids;
}

/** The files of one commit's diff. A line of content starts with a space, `+` or `-`, so that no header is mistaken. */
function readFiles(lines: readonly string[]): readonly FileChange[] {
  const files: { readonly header: string[]; readonly hunks: string[] }[] = [];
  for (const line of lines) {
    const file = files.at(-1);
    if (line.startsWith("diff --git ")) files.push({ header: [line], hunks: [] });
    else if (file !== undefined) {
      const isHunk = file.hunks.length > 0 || line.startsWith("@@ ");
      (isHunk ? file.hunks : file.header).push(line);
    }
  }
  return files.map(({ header, hunks }) => toFileChange(header, hunks));
}

function toFileChange(header: readonly string[], hunks: readonly string[]): FileChange {
  const count = (sign: string) => hunks.filter((line) => line.startsWith(sign)).length;
  const has = (start: string) => header.some((line) => line.startsWith(start));
  const blobSha = header.map((line) => /^index \w+\.\.(\w+)/.exec(line)?.[1]).find(Boolean);
  return {
    // Both names, as git writes them: enough to tell files apart.
    path: header[0] ?? "",
    status: has("new file mode ") ? "added" : has("deleted file mode ") ? "removed" : "modified",
    additions: count("+"),
    deletions: count("-"),
    ...(hunks.length === 0 ? {} : { patch: hunks.join("\n") }),
    ...(blobSha === undefined ? {} : { blobSha }),
  };
}
