import type { Account, CommitFacts } from "#core/change/facts.ts";

/** One commit of a range, as GitHub's comparison or a local git history tells it. */
export type RangeCommit = Pick<CommitFacts, "sha" | "parents" | "message" | "author"> & {
  /** What it changes against its first parent, both names of a rename; null where that was not asked. */
  readonly paths: readonly string[] | null;
};

/** A merged pull request, known to the ledger, to GitHub or by a commit's message. */
export type MergedPullRequest = {
  readonly number: number;
  readonly title: string;
  readonly author: Account;
  readonly labels: readonly string[];
  /** The commit with which its base branch received it: a merge, the squashed commit, or the last of the rebased ones. */
  readonly mergeCommitSha: string;
  /** What it changes, both names of a rename; null where that was not asked. */
  readonly paths: readonly string[] | null;
};

/** One change of a set, and the commits that brought it, oldest first. */
export type SetChange =
  | {
      readonly kind: "pull-request";
      readonly pullRequest: MergedPullRequest;
      readonly commits: readonly RangeCommit[];
    }
  | { readonly kind: "direct-push"; readonly commit: RangeCommit };

/** The commits that brought a change, oldest first; a direct push is one. */
export function commitsOf(change: SetChange): readonly RangeCommit[] {
  return change.kind === "direct-push" ? [change.commit] : change.commits;
}
