import type { MergedPullRequest, RangeCommit } from "#core/change-set/change-set.ts";
import { collectChanges } from "#core/change-set/collect-changes.ts";
import { orderCommits } from "#core/change-set/order-commits.ts";
import { clipped } from "#core/text/words.ts";
import type { PushedCommit } from "./unauthorised-change.ts";

/** What a push brought to a branch and took off it, as GitHub tells. */
export type PushContent = {
  readonly commits: readonly RangeCommit[];
  /** Commits that the branch had before and has no more. */
  readonly removed: number;
  /** The merged pull requests that GitHub associates with the commits, and with which of them. */
  readonly pullRequests: readonly PushedPullRequest[];
  readonly associated: ReadonlyMap<string, readonly number[]>;
};

export type PushedPullRequest = MergedPullRequest & {
  readonly baseBranch: string;
  readonly headSha: string;
  /** How many commits it has. */
  readonly commitCount: number;
};

/**
 * The commits of a push that no pull request into the branch brought, oldest first. Those of a squash, a merge, a rebase and a merge queue
 * belong to their pull requests; a commit that a pull request brought to another branch does not.
 *
 * GitHub associates with a pull request whatever was pushed together with it. So that nothing hides beside one, its own commits are what
 * its merge commit brought, what its head holds, or (rebased) no more than it has.
 */
export function findDirectCommits(
  content: PushContent,
  { headSha, isInto }: { readonly headSha: string; readonly isInto: (branch: string) => boolean },
): readonly PushedCommit[] {
  const { commits } = content;
  const pullRequests = content.pullRequests.filter(({ baseBranch }) => isInto(baseBranch));
  const associated = new Map<string, readonly number[]>();
  const owners = pullRequests.map((pullRequest) => {
    const { number, mergeCommitSha, own } = findOwn(pullRequest, content);
    for (const sha of own) associated.set(sha, [...(associated.get(sha) ?? []), number]);
    return { ...pullRequest, mergeCommitSha };
  });
  const changes = collectChanges({ headSha, commits, pullRequests: owners, associated });
  return changes.flatMap((change) =>
    change.kind === "direct-push" ? [describe(change.commit)] : [],
  );
}

/** The commit with which the branch received the pull request, and which other commits are its own. */
function findOwn(
  { number, mergeCommitSha, headSha, commitCount }: PushedPullRequest,
  { commits, associated }: PushContent,
) {
  const merge = commits.find(({ sha }) => sha === mergeCommitSha);
  if (merge !== undefined && merge.parents.length > 1) return { number, mergeCommitSha, own: [] };
  if (commits.some(({ sha }) => sha === headSha)) {
    const own = orderCommits(commits, headSha).map(({ commit }) => commit.sha);
    return { number, mergeCommitSha: headSha, own };
  }
  const told = commits.filter(({ sha }) => associated.get(sha)?.includes(number));
  const own = told.length <= commitCount ? told.map(({ sha }) => sha) : [];
  return { number, mergeCommitSha, own };
}

const longestSubject = 200;

function describe({ sha, message, author }: RangeCommit): PushedCommit {
  const subject = clipped(message.split("\n", 1)[0]?.trim() ?? "", longestSubject);
  return { sha, subject, author: { name: author.name, account: author.account } };
}
