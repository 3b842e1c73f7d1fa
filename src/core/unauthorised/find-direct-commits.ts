import type { RangeCommit } from "#core/change-set/change-set.ts";
import { type AssociatedCommits, claimCommits } from "#core/change-set/claim-commits.ts";
import { collectChanges } from "#core/change-set/collect-changes.ts";
import { clipped } from "#core/text/words.ts";
import type { PushedCommit } from "./unauthorised-change.ts";

/** What a push brought to a branch and took off it, as GitHub tells. */
export type PushContent = AssociatedCommits & {
  /** Commits that the branch had before and has no more. */
  readonly removed: number;
};

/**
 * The commits of a push that no pull request into the branch brought, oldest first. Those of a squash, a merge, a rebase and a merge queue
 * belong to their pull requests; a commit that a pull request brought to another branch does not.
 */
export function findDirectCommits(
  content: PushContent,
  { headSha, isInto }: { readonly headSha: string; readonly isInto: (branch: string) => boolean },
): readonly PushedCommit[] {
  const { commits } = content;
  const changes = collectChanges({ headSha, commits, ...claimCommits(content, isInto) });
  return changes.flatMap((change) =>
    change.kind === "direct-push" ? [describe(change.commit)] : [],
  );
}

const longestSubject = 200;

function describe({ sha, message, author }: RangeCommit): PushedCommit {
  const subject = clipped(message.split("\n", 1)[0]?.trim() ?? "", longestSubject);
  return { sha, subject, author: { name: author.name, account: author.account } };
}
