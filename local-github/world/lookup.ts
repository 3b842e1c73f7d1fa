import { noCommit } from "../git/git-store.ts";
import type { CheckRun, PullRequest, Repository, Totals } from "./model.ts";
import { pullRequestsOf } from "./world.ts";

/** The open pull requests of one repository whose head branch is in another (or the same) repository. */
export function openPullRequestsFrom(
  repository: Repository,
  headRepository: Repository,
): readonly PullRequest[] {
  return pullRequestsOf(repository).filter(
    ({ state, head }) => state === "open" && head.repository === headRepository,
  );
}

/** A pull request's commits and files, and the size that GitHub states for it. */
export async function totalsOf({ repository, base, head }: PullRequest): Promise<Totals> {
  const { git } = repository;
  const mergeBase = await git.mergeBase(base.sha, head.sha);
  const files = await git.diff(mergeBase, head.sha);
  return {
    files,
    commits: await git.commitsBetween(base.sha, head.sha),
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
  };
}

/**
 * What a name means as a commit: a branch, a tag, `heads/…`, `tags/…`, `refs/…`, or a SHA or its beginning.
 * Null when it names no commit.
 */
export async function resolveCommit(repository: Repository, name: string): Promise<string | null> {
  const short = name.replace(/^refs\//, "");
  const named =
    repository.branches.get(short.replace(/^heads\//, "")) ??
    repository.tags.get(short.replace(/^tags\//, "")) ??
    (name === "HEAD" ? repository.branches.get(repository.defaultBranch) : undefined);
  if (named !== undefined) return named;
  if (!/^[0-9a-f]{4,40}$/i.test(name) || name === noCommit) return null;
  return (await repository.git.commit(name.toLowerCase()))?.sha ?? null;
}

/** The check runs on a commit; with `latest`, only the newest of each app and name. */
export function checkRunsOn(
  repository: Repository,
  sha: string,
  filter: "latest" | "all",
): readonly CheckRun[] {
  const runs = repository.checkSuites
    .filter(({ headSha }) => headSha === sha)
    .flatMap((suite) => suite.runs);
  if (filter === "all") return runs;
  const newest = new Map(runs.map((run) => [`${run.suite.app.id} ${run.name}`, run]));
  return [...newest.values()];
}
