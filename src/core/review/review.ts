import type { DecidedSummary } from "#core/change/decided-summary.ts";
import type { Account } from "#core/change/facts.ts";
import type { ReviewOutcome } from "#core/command/given-command.ts";
import type { RepositoryName } from "#core/key.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";

/** What a retrospective review is about: a change that was merged ahead of what it would else have needed. */
export type ReviewSubject = {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly title: string;
  readonly author: Account;
  readonly branch: string;
  /** The commit with which the branch received it. */
  readonly sha: string;
  /** Who merged it; null when GitHub does not tell. */
  readonly mergedBy: Account | null;
  /** Milliseconds since the epoch. */
  readonly mergedAtMs: number;
  readonly because: "emergency" | "override";
  /** Who declared it, when (ISO 8601) and why. */
  readonly declared: NonNullable<DecidedSummary["override"]>;
  readonly approvals: readonly { readonly login: string; readonly commit: string | null }[];
  /** What was not asked before the merge, e.g. "1 approval from @acme/dba". */
  readonly leftOut: readonly string[];
  /** Milliseconds since the epoch. */
  readonly dueMs: number;
  /** The word before commands here; empty for none. */
  readonly commandPrefix: string;
};

/** How a review was settled. */
export type ReviewSettlement = {
  readonly by: Account;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly outcome: ReviewOutcome;
  readonly notes: string;
};

/** A retrospective review on record. */
export type RecordedReview = {
  readonly subject: ReviewSubject;
  /** The entry that says that it is owed. */
  readonly ledger: LedgerPosition;
  /** The issue that asks for it; null before it is opened. */
  readonly issueNumber: number | null;
  /** When people were reminded, and told that it is overdue; milliseconds since the epoch, null before. */
  readonly remindedAtMs: number | null;
  readonly overdueSaidAtMs: number | null;
  /** Null while it is owed. */
  readonly settlement: ReviewSettlement | null;
  /** Whether all is said and done, the issue closed. */
  readonly isClosed: boolean;
};
