import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type TestFile =
  | { readonly kind: "text"; readonly path: string | Buffer; readonly content: string | Buffer }
  | { readonly kind: "submodule"; readonly path: string; readonly sha: string }
  | { readonly kind: "removed"; readonly path: string };

export type TestCommit = {
  readonly message?: string | Buffer;
  /** Name and address. */
  readonly author?: readonly [name: string | Buffer, email: string];
  readonly committer?: readonly [name: string, email: string];
  /** Days since 2024-01-01; by default one day after the commit before. */
  readonly day?: number;
  /** The encoding that the commit claims. */
  readonly encoding?: string;
  /** Indexes of commits: the first is the first parent. By default the commit before; [] for a root. */
  readonly parents?: readonly number[];
  readonly tag?: string;
  /** Content by path; null removes. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** Files that take more words. */
  readonly otherFiles?: readonly TestFile[];
};

const epochSeconds = Date.UTC(2024, 0, 1) / 1_000;
const directories: string[] = [];

/** The moment that {@link TestCommit} calls a day. */
export function dayMs(day: number): number {
  return (epochSeconds + day * 86_400) * 1_000;
}

/** An empty folder, removed with the histories. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "sluice-history-"));
  directories.push(dir);
  return dir;
}

/** A bare repository in a temporary folder with these commits; `main` is the last. One run of `git fast-import`. */
export function createGitHistory(commits: readonly TestCommit[]): string {
  const dir = temporaryFolder();
  git(dir, ["init", "--quiet", "--bare", "--initial-branch=main"]);
  let day = -1;
  const stream = commits.map((commit, index) => {
    day = commit.day ?? day + 1;
    return describeCommit(commit, index, epochSeconds + day * 86_400);
  });
  execFileSync("git", ["-C", dir, "fast-import", "--quiet", "--force"], {
    input: Buffer.concat(stream),
  });
  return dir;
}

/** The output of a git command, trimmed. */
export function git(dir: string, args: readonly string[]): string {
  return execFileSync("git", ["-C", dir, ...args], {
    encoding: "utf8",
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}

/** The SHAs of the mainline, oldest first. */
export function mainlineShas(dir: string): readonly string[] {
  return git(dir, ["rev-list", "--first-parent", "--reverse", "main"]).split("\n");
}

/** Removes every repository that this test file made. */
export function removeGitHistories(): void {
  for (const dir of directories.splice(0)) rmSync(dir, { recursive: true, force: true });
}

function describeCommit(commit: TestCommit, index: number, seconds: number): Buffer {
  const author = commit.author ?? ["Alice", "alice@example.com"];
  const committer = commit.committer ?? author;
  const [first, ...others] = commit.parents ?? (index === 0 ? [] : [index - 1]);
  return concat([
    first === undefined ? "reset refs/heads/main\n" : "",
    `commit refs/heads/main\nmark :${index + 1}\n`,
    concat(["author ", author[0], ` <${author[1]}> ${seconds} +0000\n`]),
    concat(["committer ", committer[0], ` <${committer[1]}> ${seconds} +0000\n`]),
    commit.encoding === undefined ? "" : `encoding ${commit.encoding}\n`,
    data(commit.message ?? `Change ${index}`),
    first === undefined ? "" : `from :${first + 1}\n`,
    ...others.map((parent) => `merge :${parent + 1}\n`),
    ...Object.entries(commit.files ?? {}).map(([path, content]) =>
      describeFile(content === null ? { kind: "removed", path } : { kind: "text", path, content }),
    ),
    ...(commit.otherFiles ?? []).map(describeFile),
    commit.tag === undefined ? "\n" : `\nreset refs/tags/${commit.tag}\nfrom :${index + 1}\n\n`,
  ]);
}

function describeFile(file: TestFile): Buffer {
  switch (file.kind) {
    case "text":
      return concat(["M 100644 inline ", quoted(file.path), "\n", data(file.content)]);
    case "submodule":
      return concat([`M 160000 ${file.sha} `, quoted(file.path), "\n"]);
    case "removed":
      return concat(["D ", quoted(file.path), "\n"]);
  }
}

function data(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return concat([`data ${bytes.length}\n`, bytes, "\n"]);
}

/** Every byte as an octal escape: no name needs thought. */
function quoted(path: string | Buffer): string {
  const escapes = [...Buffer.from(path)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`);
  return `"${escapes.join("")}"`;
}

function concat(parts: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}
