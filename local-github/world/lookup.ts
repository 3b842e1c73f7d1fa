import { noCommit } from "../git/git-store.ts";
import type { CheckConclusion, CheckRun, PullRequest, Repository, Totals } from "./model.ts";
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
    (name === "HEAD" ? repository.branches.get(repository.defaultBranch) : undefined);
  if (named !== undefined) return named;
  const tagged = repository.tags.get(short.replace(/^tags\//, ""));
  if (tagged === undefined && (!/^[0-9a-f]{4,40}$/i.test(name) || name === noCommit)) return null;
  const sha = (await repository.git.commit(tagged ?? name.toLowerCase()))?.sha;
  return sha === undefined || repository.goneCommits.has(sha) ? null : sha;
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

/** Which of a branch's required checks a commit lacks: a check and a status of one name must both succeed. */
export function missingChecks(
  repository: Repository,
  branch: string,
  sha: string,
): readonly string[] {
  const runs = checkRunsOn(repository, sha, "latest");
  return [...(repository.requiredChecks.get(branch) ?? [])].filter((name) => {
    const named = runs.filter((run) => run.name === name);
    const status = repository.statuses.find((each) => each.sha === sha && each.context === name);
    const allPass =
      named.every(({ conclusion }) => conclusion !== null && passing.has(conclusion)) &&
      (status === undefined || status.state === "success");
    return !allPass || (named.length === 0 && status === undefined);
  });
}

const passing: ReadonlySet<CheckConclusion> = new Set(["success", "neutral", "skipped"]);

/**
 * The pull requests that GitHub associates with a commit. On the default branch: the merged ones that brought it;
 * elsewhere: the open and merged ones that hold it.
 * https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit
 */
export async function pullRequestsWith(
  repository: Repository,
  sha: string,
): Promise<readonly PullRequest[]> {
  const { git, branches, defaultBranch, associationsLag } = repository;
  const pulls = pullRequestsOf(repository);
  if (associationsLag || pulls.length === 0) return [];
  const tip = branches.get(defaultBranch);
  const shipped = tip !== undefined && (await git.mergeBase(sha, tip)) === sha;
  const found: PullRequest[] = [];
  for (const pull of pulls) {
    const { merged, base, head, state } = pull;
    const brought = merged ? await git.commitsBetween(merged.baseSha, merged.commitSha) : [];
    const held = shipped ? [] : await git.commitsBetween(base.sha, head.sha);
    const known = merged !== null || state === "open";
    if (brought.includes(sha) || (known && held.includes(sha))) found.push(pull);
  }
  return found;
}
