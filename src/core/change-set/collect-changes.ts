import type { MergedPullRequest, RangeCommit, SetChange } from "./change-set.ts";
import { type OrderedCommit, orderCommits } from "./order-commits.ts";

/** A range of commits, and what is known of the pull requests behind them. */
export type CommitRange = {
  /** Where the range ends: the tag's or the deployment's commit. */
  readonly headSha: string;
  /** All commits that the head has and the baseline has not, in any order, merge commits included. */
  readonly commits: readonly RangeCommit[];
  /**
   * Merged pull requests. The caller leaves out those into other branches than the controlled ones: their commits then
   * belong to the pull request that brought them further.
   */
  readonly pullRequests: readonly MergedPullRequest[];
  /**
   * Numbers of pull requests that GitHub associates with a commit (`GET /commits/{sha}/pulls`), by the commit's SHA. Asked
   * only for commits that {@link collectChanges} otherwise reports as direct pushes, such as those of a rebased one.
   */
  readonly associated?: ReadonlyMap<string, readonly number[]>;
};

/**
 * The changes of a range, in the order in which they came, oldest first. Gates and release drafts call this one.
 *
 * Every commit that the head reaches, merge commits too, belongs to exactly one change. A pull request owns its merge
 * commit and what that brought (squash, merge, merge queue); pull requests inside it, of a release branch that was merged
 * back, keep what is theirs. Other commits go to the pull request that GitHub associates with them, if it is among the
 * given ones. What is left is a direct push, one change a commit.
 *
 * Use it in two rounds where GitHub must be asked: first without `associated`, then with the answers for the direct pushes.
 */
export function collectChanges(range: CommitRange): readonly SetChange[] {
  const ordered = orderCommits(range.commits, range.headSha);
  const owners = findOwners(ordered, range);
  const changes: SetChange[] = [];
  const commitsOfNumber = new Map<number, RangeCommit[]>();
  for (const { commit } of ordered) {
    const pullRequest = owners.get(commit.sha);
    if (pullRequest === undefined) {
      changes.push({ kind: "direct-push", commit });
      continue;
    }
    const known = commitsOfNumber.get(pullRequest.number);
    if (known !== undefined) known.push(commit);
    else {
      const commits = [commit];
      commitsOfNumber.set(pullRequest.number, commits);
      changes.push({ kind: "pull-request", pullRequest, commits });
    }
  }
  return changes;
}

function findOwners(
  ordered: readonly OrderedCommit[],
  { pullRequests, associated = new Map() }: CommitRange,
): ReadonlyMap<string, MergedPullRequest> {
  const owners = new Map<string, MergedPullRequest>();
  const byMergeCommit = new Map(pullRequests.map((one) => [one.mergeCommitSha, one]));
  ordered.forEach(({ commit, firstBrought }, index) => {
    const pullRequest = byMergeCommit.get(commit.sha);
    if (pullRequest === undefined) return;
    // Parents stand before children: a pull request inside this one already has what is its own.
    for (const { commit: brought } of ordered.slice(firstBrought, index + 1)) {
      if (!owners.has(brought.sha)) owners.set(brought.sha, pullRequest);
    }
  });
  const byNumber = new Map(pullRequests.map((one) => [one.number, one]));
  for (const { commit } of ordered) {
    if (owners.has(commit.sha)) continue;
    const numbers = [...(associated.get(commit.sha) ?? [])].sort((a, b) => a - b);
    const known = numbers.map((number) => byNumber.get(number)).find((one) => one !== undefined);
    if (known !== undefined) owners.set(commit.sha, known);
  }
  return owners;
}
