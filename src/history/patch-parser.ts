import type { FileEdit } from "#core/history/past-change.ts";
import { isManifest } from "#core/risk/major-bump.ts";
import { decodePath, unquotePath } from "./decode-bytes.ts";

/** What one commit changed against its first parent. */
export type CommitDiff = { readonly sha: string; readonly files: readonly FileEdit[] };

/** A file's name, one object for all its occurrences: histories name the same files over and over. */
type FileName = { readonly path: string; readonly isManifest: boolean };

type OpenFile = {
  name: FileName;
  previousName: FileName | undefined;
  status: FileEdit["status"];
  kind: FileEdit["kind"];
  additions: number;
  deletions: number;
  readonly hunks: number[];
  /** The hunks' text, where the risk model reads it. */
  lines: Buffer[] | undefined;
};

const newline = 0x0a;
const backslash = 0x5c;
const quote = 0x22;
const noName = Buffer.alloc(0);

/**
 * Reads what `git log -p -U0` prints, in chunks cut anywhere. Each commit starts with a line of a NUL and its SHA, which
 * no other line can start with: inside a hunk lines are counted, not read.
 */
export class PatchParser {
  readonly #names = new Map<string, FileName>();
  #rest: Buffer = noName;
  #sha: string | undefined;
  #files: FileEdit[] = [];
  #file: OpenFile | undefined;
  /** Lines of the current hunk that are still to come. */
  #hunkLines = 0;
  #insideLine = false;

  /** Takes the next bytes; returns the commits that they completed. */
  push(chunk: Buffer): readonly CommitDiff[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const done: CommitDiff[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (this.#insideLine || this.#hunkLines > 0) {
        at = this.#skipHunk(bytes, at);
        continue;
      }
      const end = bytes.indexOf(newline, at);
      if (end === -1) break;
      if (bytes[at] === 0) done.push(...this.#startCommit(bytes.toString("latin1", at + 1, end)));
      else if (end > at) this.#readLine(bytes, at, end);
      at = end + 1;
    }
    this.#rest = bytes.subarray(at);
    return done;
  }

  /** Says that all bytes were given; returns the last commit. */
  finish(): readonly CommitDiff[] {
    return this.#startCommit(undefined);
  }

  #startCommit(sha: string | undefined): CommitDiff[] {
    this.#closeFile();
    const finished = this.#sha === undefined ? [] : [{ sha: this.#sha, files: this.#files }];
    this.#sha = sha;
    this.#files = [];
    return finished;
  }

  /** Skips lines of the current hunk; a long line may arrive in many chunks. */
  #skipHunk(bytes: Buffer, start: number): number {
    let at = start;
    while (this.#insideLine || this.#hunkLines > 0) {
      if (!this.#insideLine) {
        if (at === bytes.length) break;
        // "\ No newline at end of file" is not counted in the hunk's header
        if (bytes[at] !== backslash) this.#hunkLines--;
      }
      const end = bytes.indexOf(newline, at);
      this.#insideLine = end === -1;
      at = end === -1 ? bytes.length : end + 1;
      if (end === -1) break;
    }
    this.#file?.lines?.push(bytes.subarray(start, at));
    return at;
  }

  #readLine(bytes: Buffer, start: number, end: number): void {
    if (startsWith(bytes, start, "diff --git ")) {
      this.#openFile(bytes.subarray(start + "diff --git ".length, end));
      return;
    }
    const file = this.#file;
    if (file === undefined) return;
    if (startsWith(bytes, start, "@@ -")) {
      const [oldCount, newCount] = readHunkHeader(bytes, start + 4, file.hunks);
      file.deletions += oldCount;
      file.additions += newCount;
      this.#hunkLines = oldCount + newCount;
      file.lines?.push(bytes.subarray(start, end + 1));
    } else if (bytes[start] === backslash) {
      file.lines?.push(bytes.subarray(start, end + 1));
    } else {
      this.#readHeaderLine(file, bytes, start, end);
    }
  }

  #openFile(names: Buffer): void {
    this.#closeFile();
    const name = this.#intern(pathOfBoth(names));
    this.#file = {
      name,
      previousName: undefined,
      status: "modified",
      kind: "text",
      additions: 0,
      deletions: 0,
      hunks: [],
      lines: name.isManifest ? [] : undefined,
    };
  }

  #readHeaderLine(file: OpenFile, bytes: Buffer, start: number, end: number): void {
    const value = (key: string) => bytes.subarray(start + key.length, end);
    const is = (key: string) => startsWith(bytes, start, key);
    if (is("new file mode ")) file.status = "added";
    else if (is("deleted file mode ")) file.status = "removed";
    else if (is("old mode ")) file.status = "changed";
    else if (is("index ") && file.status === "changed") file.status = "modified";
    else if (is("rename from ")) this.#moveFile(file, "renamed", value("rename from "));
    else if (is("copy from ")) this.#moveFile(file, "copied", value("copy from "));
    else if (is("rename to ")) this.#nameFile(file, value("rename to "));
    else if (is("copy to ")) this.#nameFile(file, value("copy to "));
    else if (is("Binary files ")) file.kind = "binary";
    if (isSubmoduleLine(bytes, start, end)) file.kind = "submodule";
  }

  #moveFile(file: OpenFile, status: "renamed" | "copied", from: Buffer): void {
    file.status = status;
    file.previousName = this.#intern(readName(from));
  }

  #nameFile(file: OpenFile, to: Buffer): void {
    file.name = this.#intern(readName(to));
    const keeps = file.name.isManifest || file.previousName?.isManifest === true;
    file.lines = keeps ? [] : undefined;
  }

  #intern(path: string): FileName {
    let name = this.#names.get(path);
    if (name === undefined) {
      name = { path, isManifest: isManifest(path) };
      this.#names.set(path, name);
    }
    return name;
  }

  #closeFile(): void {
    const file = this.#file;
    if (file === undefined) return;
    const { name, previousName, status, kind, additions, deletions, hunks, lines } = file;
    this.#files.push({
      path: name.path,
      ...(previousName === undefined ? {} : { previousPath: previousName.path }),
      status,
      kind,
      additions,
      deletions,
      hunks,
      ...(lines === undefined ? {} : { patch: Buffer.concat(lines).toString("utf8") }),
    });
    this.#file = undefined;
  }
}

function startsWith(bytes: Buffer, start: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (bytes[start + i] !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** A submodule's entry has the mode 160000, in whichever header line names a mode. */
function isSubmoduleLine(bytes: Buffer, start: number, end: number): boolean {
  if (!startsWith(bytes, end - 7, " 160000")) return false;
  return (
    startsWith(bytes, start, "index ") ||
    startsWith(bytes, start, "new file mode ") ||
    startsWith(bytes, start, "deleted file mode ")
  );
}

/** Reads `12,3 +14 @@` after `@@ -`, appends four numbers to `hunks`, returns both counts. */
function readHunkHeader(bytes: Buffer, start: number, hunks: number[]): [number, number] {
  let at = start;
  const number = () => {
    let value = 0;
    for (let byte = bytes[at]; byte !== undefined && byte >= 48 && byte <= 57; byte = bytes[++at]) {
      value = value * 10 + byte - 48;
    }
    return value;
  };
  const range = (): [number, number] => {
    const first = number();
    if (bytes[at] !== 0x2c) return [first, 1];
    at++;
    return [first, number()];
  };
  const [oldStart, oldCount] = range();
  at += 2; // " +"
  const [newStart, newCount] = range();
  hunks.push(oldStart, oldCount, newStart, newCount);
  return [oldCount, newCount];
}

/**
 * The name in `a/NAME b/NAME`. Where both differ, lines of their own ("rename from") follow, so that only equal names are
 * read here, by length: a name may contain ` b/`.
 */
function pathOfBoth(names: Buffer): string {
  const separator = (names.length - 1) / 2;
  const first = names.subarray(0, Math.trunc(separator));
  const bytes = first[0] === quote ? unquotePath(first) : first;
  return decodePath(bytes.subarray("a/".length));
}

function readName(bytes: Buffer): string {
  return decodePath(bytes[0] === quote ? unquotePath(bytes) : bytes);
}
