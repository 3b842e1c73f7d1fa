import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Commit, parseCommit } from "./commit.ts";
import { diffOptions, type FileDiff, parseDiff } from "./diff.ts";
import { type GitObject, ObjectReader } from "./object-reader.ts";
import { runGit, tryGit } from "./run-git.ts";
import { parseTag, type Tag, writeTag } from "./tag.ts";
import { type NewCommit, writeCommits } from "./write-commits.ts";

/** The SHA that stands for "no commit" in pushes. */
export const noCommit = "0".repeat(40);

const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** Longer ones are left to git, which walks faster than we ask. */
const longestLinearPath = 50;

/**
 * The objects of one repository and its forks in a real bare repository. Answers about SHAs never change, so they are
 * remembered; branches are not kept here.
 */
export class GitStore {
  readonly directory: string;
  readonly #reader: ObjectReader;
  readonly #remembered = new Map<string, Promise<unknown>>();

  private constructor(directory: string) {
    this.directory = directory;
    this.#reader = new ObjectReader(directory);
  }

  /** Makes an empty bare repository; with `borrowFrom` it reads another's objects and never writes there. */
  static async create(parentDirectory: string, borrowFrom?: string): Promise<GitStore> {
    await mkdir(parentDirectory, { recursive: true });
    const directory = await mkdtemp(join(parentDirectory, "repository-"));
    await runGit(directory, ["init", "--bare", "--quiet", "--template="]);
    if (borrowFrom !== undefined) {
      const alternates = join(directory, "objects", "info");
      await mkdir(alternates, { recursive: true });
      await writeFile(join(alternates, "alternates"), `${join(borrowFrom, "objects")}\n`);
    }
    return new GitStore(directory);
  }

  read(name: string): Promise<GitObject | null> {
    return this.#reader.read(name);
  }

  commit(sha: string): Promise<Commit | null> {
    return this.#remember(`commit ${sha}`, async () => {
      const object = await this.#reader.read(`${sha}^{commit}`);
      if (object?.type === "commit") return parseCommit(object.sha, object.bytes);
      this.#remembered.delete(`commit ${sha}`); // it may be written later
      return null;
    });
  }

  /** Commits that ought to exist because a branch or another commit names them. */
  async commitOf(sha: string): Promise<Commit> {
    const commit = await this.commit(sha);
    if (!commit) throw new Error(`no commit ${sha} in ${this.directory}`);
    return commit;
  }

  /** The best common ancestor; null for unrelated histories. */
  mergeBase(a: string, b: string): Promise<string | null> {
    return this.#remember(`merge-base ${[a, b].toSorted().join(" ")}`, async () => {
      if (await this.#linearPath(a, b)) return a;
      const { code, stdout } = await tryGit(this.directory, ["merge-base", a, b]);
      return code === 0 ? stdout.toString("utf8").trim() : null;
    });
  }

  /** The commits that `to` has and `from` lacks, oldest first. */
  commitsBetween(from: string, to: string): Promise<readonly string[]> {
    return this.#remember(`commits ${from} ${to}`, async () => {
      if (await this.#linearPath(to, from)) return [];
      const path = await this.#linearPath(from, to);
      return path ?? this.revisions(["--reverse", "--topo-order", `${from}..${to}`]);
    });
  }

  async revisions(options: readonly string[]): Promise<readonly string[]> {
    const output = await runGit(this.directory, ["rev-list", ...options]);
    return output.toString("utf8").split("\n").filter(Boolean);
  }

  /** What turns one commit's tree into another's; null as `from` means the empty tree. */
  async diff(from: string | null, to: string): Promise<readonly FileDiff[]> {
    const before = from === null ? emptyTree : (await this.commitOf(from)).tree;
    const after = (await this.commitOf(to)).tree;
    return this.#remember(`diff ${before} ${after}`, async () =>
      parseDiff(await runGit(this.directory, ["diff-tree", ...diffOptions, before, after])),
    );
  }

  /** The tree that merging gives; null when it conflicts. */
  async mergedTree(ours: string, theirs: string): Promise<string | null> {
    const merge = ["merge-tree", "--write-tree", "--no-messages", ours, theirs];
    const { code, stdout } = await tryGit(this.directory, merge);
    return code === 0 ? stdout.toString("utf8").trim() : null;
  }

  /** An annotated tag; null when the SHA is a commit's, as a lightweight tag's is. */
  tag(sha: string): Promise<Tag | null> {
    return this.#remember(`tag ${sha}`, async () => {
      const object = await this.#reader.read(sha);
      return object?.type === "tag" ? parseTag(object.sha, object.bytes) : null;
    });
  }

  writeTag(tag: Parameters<typeof writeTag>[1]): Promise<string> {
    return writeTag(this.directory, tag);
  }

  write(commits: readonly NewCommit[]): Promise<readonly string[]> {
    return writeCommits(this.directory, commits);
  }

  close(): void {
    this.#reader.close();
  }

  /** The commits after one up to another where nothing was merged on the way, oldest first: the usual case, without a process. */
  async #linearPath(from: string, to: string): Promise<readonly string[] | null> {
    const path: string[] = [];
    for (let sha = to; path.length <= longestLinearPath; ) {
      if (sha === from) return path.toReversed();
      const commit = await this.commit(sha);
      const [parent, ...others] = commit?.parents ?? [];
      if (parent === undefined || others.length > 0) return null;
      path.push(sha);
      sha = parent;
    }
    return null;
  }

  #remember<Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#remembered.get(question);
    if (known) return known as Promise<Answer>;
    const answer = ask();
    this.#remembered.set(question, answer);
    answer.catch(() => this.#remembered.delete(question));
    return answer;
  }
}
