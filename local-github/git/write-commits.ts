import type { Signature } from "./commit.ts";
import { runGit } from "./run-git.ts";

/** A file's new content by path; null removes it. */
export type FileEdits = Readonly<Record<string, string | Buffer | null>>;

export type NewCommit = {
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
  /** SHAs, or marks such as `:2` for the second commit of the same run. */
  readonly parents: readonly string[];
  readonly files?: FileEdits;
  /** A whole tree in place of edits to the first parent's: what a merge produced. */
  readonly tree?: string;
};

let importsInThisProcess = 0;

/** Writes commits one after the other through one `git fast-import`; a commit without parents follows the one before it. */
export async function writeCommits(
  gitDirectory: string,
  commits: readonly NewCommit[],
): Promise<readonly string[]> {
  importsInThisProcess += 1;
  const ref = `refs/imports/${process.pid}-${importsInThisProcess}`;
  const stream = commits.map((commit, index) => importCommand(ref, commit, index + 1));
  const marks = commits.map((_, index) => `get-mark :${index + 1}\n`).join("");
  const input = Buffer.concat([...stream, Buffer.from(`${marks}done\n`)]);
  const output = await runGit(
    gitDirectory,
    ["fast-import", "--quiet", "--done", "--date-format=raw"],
    input,
  );
  return output.toString("utf8").trim().split("\n");
}

function importCommand(ref: string, commit: NewCommit, mark: number): Buffer {
  const [from, ...merged] = commit.parents;
  const message = Buffer.from(commit.message);
  return Buffer.concat([
    Buffer.from(`commit ${ref}\nmark :${mark}\n`),
    Buffer.from(`author ${signatureLine(commit.author)}\n`),
    Buffer.from(`committer ${signatureLine(commit.committer)}\n`),
    data(message),
    Buffer.from(from === undefined ? "" : `from ${from}\n`),
    Buffer.from(merged.map((sha) => `merge ${sha}\n`).join("")),
    Buffer.from(commit.tree === undefined ? "" : `M 040000 ${commit.tree} ""\n`),
    ...Object.entries(commit.files ?? {}).map(([path, content]) =>
      content === null
        ? Buffer.from(`D ${quotePath(path)}\n`)
        : Buffer.concat([Buffer.from(`M 100644 inline ${quotePath(path)}\n`), data(content)]),
    ),
    Buffer.from("\n"),
  ]);
}

function data(content: string | Buffer): Buffer {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from("\n")]);
}

function signatureLine({ name, email, date }: Signature): string {
  return `${name} <${email}> ${Math.floor(date.getTime() / 1000)} +0000`;
}

function quotePath(path: string): string {
  return `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
