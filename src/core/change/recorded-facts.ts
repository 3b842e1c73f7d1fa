import type { GivenCommand } from "#core/command/given-command.ts";
import type { RiskLevel } from "#core/risk/level.ts";
import type { Account } from "./facts.ts";

/** What Sluice itself keeps and a decision depends on. */
export type RecordedFacts = {
  /** The commands that took effect on the change, in the order in which they did. */
  readonly commands: readonly GivenCommand[];
  /** The repository's ad hoc freezes that have not ended. */
  readonly adHocFreezes: readonly AdHocFreeze[];
  /** The retrospective reviews that the repository owes. */
  readonly owedReviews: readonly OwedReview[];
  /** The change's head commits that were decided, also the one of now. */
  readonly earlierHeads: readonly EarlierHead[];
};

/** A freeze that a release-manager declared with `/freeze`. */
export type AdHocFreeze = {
  /** An environment or a branch. */
  readonly target: string;
  /** Milliseconds since the epoch. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly reason: string;
  readonly by: Account;
};

/** The review that an emergency or an override owes once it has been merged. */
export type OwedReview = {
  /** The pull request. */
  readonly number: number;
  readonly because: "emergency" | "override";
  /** Milliseconds since the epoch. */
  readonly dueMs: number;
  /** The issue that asks for it; null before it is opened. */
  readonly issueNumber: number | null;
};

/** A head commit: its content and its risk, as they were decided. Of several levels it is the lowest. */
export type EarlierHead = {
  readonly headSha: string;
  /** See `digestDiff`; null where the diff was not known whole, or not the same each time. */
  readonly diffDigest: string | null;
  readonly level: RiskLevel;
};

/** Where Sluice keeps nothing of a change. */
export const nothingRecorded: RecordedFacts = {
  commands: [],
  adHocFreezes: [],
  owedReviews: [],
  earlierHeads: [],
};
