import type { MergedPullRequest, RangeCommit } from "./change-set.ts";
import { orderCommits } from "./order-commits.ts";

/** Commits, and the merged pull requests that GitHub associates with them. */
export type AssociatedCommits = {
  readonly commits: readonly RangeCommit[];
  readonly pullRequests: readonly AssociatedPullRequest[];
  /** The pull requests' numbers by commit. */
  readonly associated: ReadonlyMap<string, readonly number[]>;
};

export type AssociatedPullRequest = MergedPullRequest & {
  readonly baseBranch: string;
  readonly headSha: string;
  /** Whether it is certain that GitHub made the merge commit. One that was pushed may hold more than the pull request. */
  readonly mergedByGitHub: boolean;
  /** How many commits it has. */
  readonly commitCount: number;
};

/**
 * Which commits are whose, of the pull requests into the branches that count: what `collectChanges` can be given.
 *
 * GitHub associates with a pull request whatever was pushed together with it. So that nothing hides beside one, its own commits are what
 * GitHub's merge commit brought, what its head holds, or (rebased) no more than it has.
 */
export function claimCommits(
  content: AssociatedCommits,
  isInto: (branch: string) => boolean,
): {
  readonly pullRequests: readonly AssociatedPullRequest[];
  readonly associated: ReadonlyMap<string, readonly number[]>;
} {
  const associated = new Map<string, readonly number[]>();
  const pullRequests = content.pullRequests
    .filter(({ baseBranch }) => isInto(baseBranch))
    .map((pullRequest) => {
      const { number, mergeCommitSha, own } = findOwn(pullRequest, content);
      for (const sha of own) associated.set(sha, [...(associated.get(sha) ?? []), number]);
      return { ...pullRequest, mergeCommitSha };
    });
  return { pullRequests, associated };
}

/** The commit with which the branch received the pull request, and which other commits are its own. */
function findOwn(
  { number, mergeCommitSha, mergedByGitHub, headSha, commitCount }: AssociatedPullRequest,
  { commits, associated }: AssociatedCommits,
) {
  const merge = commits.find(({ sha }) => sha === mergeCommitSha);
  if (mergedByGitHub && merge !== undefined && merge.parents.length > 1) {
    return { number, mergeCommitSha, own: [] };
  }
  // Only a pull request that was pushed into its base came with its own head.
  if (mergeCommitSha === headSha || commits.some(({ sha }) => sha === headSha)) {
    const own = orderCommits(commits, headSha).map(({ commit }) => commit.sha);
    return { number, mergeCommitSha: headSha, own };
  }
  const told = commits.filter(({ sha }) => associated.get(sha)?.includes(number));
  const own = told.length <= commitCount ? told.map(({ sha }) => sha) : [];
  return { number, mergeCommitSha, own };
}
