import type { ChangeDecision, Reason } from "#core/change/change-decision.ts";
import type { Account } from "#core/change/facts.ts";
import type { RepositoryName } from "#core/key.ts";
import type { MergedPullRequest } from "./change-set.ts";

/**
 * A merged pull request, and what was decided of its merged content: what gates and release drafts know of it without
 * asking GitHub.
 */
export type MergedChange = {
  readonly repository: RepositoryName;
  /** The branch that received it. */
  readonly branch: string;
  readonly pullRequest: MergedPullRequest;
  /** Its last commit. */
  readonly headSha: string;
  /** Milliseconds since the epoch. */
  readonly mergedAtMs: number;
  /** GitHub's time of the pull request's last change when this was noted, ISO 8601: another one means that something was said since. */
  readonly updatedAt: string;
  /** Null where no policy controls the branch. */
  readonly decision: MergedDecision | null;
  /** Who approved which commit, each person once. */
  readonly approvals: readonly MergedApproval[];
  /** How it was let in ahead of its review. */
  readonly exceptions: readonly MergedException[];
  /** Whoever had a hand in it: authors, committers, co-authors, pushers. */
  readonly involved: readonly Account[];
  /** Whether who pushed it is among them. */
  readonly pusherKnown: boolean;
};

/** As much of a {@link ChangeDecision} as is asked later. */
export type MergedDecision = Pick<ChangeDecision, "verdict" | "type" | "level" | "mode"> & {
  /** Why it is not approved. */
  readonly reasons: readonly Pick<Reason, "missing" | "whoCanResolve">[];
};

export type MergedApproval = { readonly by: Account; readonly commitSha: string };

export type MergedException = {
  readonly kind: "emergency" | "override";
  readonly by: Account;
  readonly reason: string;
};
