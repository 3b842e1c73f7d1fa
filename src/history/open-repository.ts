import { basename, resolve } from "node:path";
import { UserError } from "#core/errors.ts";
import { GitFailure, type GitRepository, readGit } from "./git.ts";

/** A repository with its whole history at hand. */
export type OpenRepository = GitRepository & {
  /** What people call it: the end of its origin's address, else of its folder. */
  readonly name: string;
  /** The SHA of the commit in which the mainline ends. */
  readonly head: string;
  /** The branch that is checked out, or that the bare repository's HEAD names. */
  readonly branch: string;
};

/**
 * Opens a repository, bare or not, and makes sure that its whole history is there: a shallow or partial clone would give
 * wrong figures, or fetch the content of every commit one by one.
 *
 * @throws {UserError} when it is no repository, has no commit, or lacks a part of its history
 */
export async function openRepository(dir: string, env: NodeJS.ProcessEnv): Promise<OpenRepository> {
  const repository = { dir, env };
  await assertWhole(repository);
  const [head, remotes, branch] = await Promise.all([
    tryGit(repository, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]),
    tryGit(repository, ["config", "--get-regexp", remoteSettings]),
    branchOf(repository),
  ]);
  if (head === undefined) {
    throw new UserError(
      `${dir} has no commits: its HEAD names ${branch}, which is empty.`,
      "Name a repository with a history, or check out a branch that has commits.",
    );
  }
  assertComplete(dir, remotes ?? "");
  return { ...repository, name: nameOf(dir, remotes ?? ""), head, branch };
}

/**
 * The SHA of the commit that a revision names.
 *
 * @throws {UserError} when it names none
 */
export async function findCommit(repository: GitRepository, revision: string): Promise<string> {
  const question = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const sha = await tryGit(repository, question);
  if (sha !== undefined) return sha;
  throw new UserError(
    `${revision} names no commit of ${repository.dir}.`,
    "Name a commit by its SHA, branch or tag: sluice explain HEAD~1",
  );
}

/** The content of a file in a commit; undefined when there is none. */
export async function readFileAt(
  repository: GitRepository,
  commit: string,
  path: string,
): Promise<string | undefined> {
  return tryGit(repository, ["cat-file", "blob", `${commit}:${path}`]);
}

/** The address that the clone came from; undefined when it has none. */
export async function readOriginUrl(repository: GitRepository): Promise<string | undefined> {
  return tryGit(repository, ["config", "--get", "remote.origin.url"]);
}

/** Fails for what is no repository, and for a shallow clone. */
async function assertWhole(repository: GitRepository): Promise<void> {
  const { dir } = repository;
  let shallow: string;
  try {
    shallow = await readGit(repository, ["rev-parse", "--is-shallow-repository"]);
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    const foreign = /dubious ownership/.test(error.message);
    throw new UserError(
      foreign
        ? `git refuses to read ${dir}: another user owns it.`
        : `${dir} is no git repository.`,
      foreign
        ? `If you trust it: git config --global --add safe.directory ${dir}`
        : "Run the command in a clone, or name one: sluice backtest ~/src/shop",
      { cause: error },
    );
  }
  if (shallow !== "true") return;
  const count = await readGit(repository, ["rev-list", "--first-parent", "--count", "HEAD"]);
  throw new UserError(
    `${dir} is a shallow clone: only its last ${count} changes are there, and the past is needed.`,
    "Get the rest with: git fetch --unshallow (in GitHub Actions: fetch-depth: 0 for actions/checkout)",
  );
}

const remoteSettings =
  "^(extensions\\.partialclone|remote\\..*\\.(promisor|partialclonefilter)|remote\\.origin\\.url)$";

/** Fails for a partial clone: git would fetch each missing file by itself, thousands of them. */
function assertComplete(dir: string, settings: string): void {
  if (
    !/^(?:extensions|remote\..*)\.(?:partialclone|promisor|partialclonefilter) (?!false$)/m.test(
      settings,
    )
  ) {
    return;
  }
  throw new UserError(
    `${dir} is a partial clone: the content of most commits is not there.`,
    "Clone it anew without --filter; bare is enough: git clone --bare <url>",
  );
}

async function branchOf(repository: GitRepository): Promise<string> {
  const checkedOut = await tryGit(repository, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
  if (checkedOut !== undefined) return checkedOut;
  const cloned = await tryGit(repository, [
    "symbolic-ref",
    "--quiet",
    "--short",
    "refs/remotes/origin/HEAD",
  ]);
  return cloned?.replace(/^origin\//, "") ?? "HEAD";
}

function nameOf(dir: string, settings: string): string {
  const url = /^remote\.origin\.url (.*)$/m.exec(settings)?.[1] ?? "";
  const [owner, name] = url
    .replace(/(?:\.git)?\/?$/, "")
    .split(/[/:]/)
    .slice(-2);
  if (owner !== undefined && name !== undefined) return `${owner}/${name}`;
  return basename(resolve(dir)).replace(/\.git$/, "");
}

/** What git answers; undefined when it says no. */
async function tryGit(
  repository: GitRepository,
  args: readonly string[],
): Promise<string | undefined> {
  try {
    return await readGit(repository, args);
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}
