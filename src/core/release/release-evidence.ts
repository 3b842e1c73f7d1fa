import type { Account } from "#core/change/facts.ts";
import type { MergedChange } from "#core/change-set/merged-change.ts";
import type { ReviewOutcome } from "#core/command/given-command.ts";
import type { ChangeEvidence, RetrospectiveReview } from "./observed-release.ts";

/** The retrospective review of a merged change as it is on record. */
export type RecordedReview = {
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly dueMs: number;
  readonly issueNumber: number | null;
  readonly settlement: { readonly outcome: ReviewOutcome; readonly by: Account } | null;
};

/** What is on record of merged changes, by pull request. */
export function evidenceOf(
  merged: readonly MergedChange[],
  reviews: readonly RecordedReview[],
  nowMs: number,
): ReadonlyMap<number, ChangeEvidence> {
  const reviewOf = new Map(reviews.map((review) => [review.number, review]));
  return new Map(
    merged.map((change) => {
      const { pullRequest, decision, approvals } = change;
      const review = stateOf(reviewOf.get(pullRequest.number) ?? unrecorded(change), nowMs);
      const exceptions = change.exceptions.map((exception) => ({ ...exception, review }));
      return [pullRequest.number, { decision, approvals, exceptions }];
    }),
  );
}

/** As long as a review may take where nothing is on record. */
const reviewWithinMs = 3 * 24 * 3_600_000;

function unrecorded({ pullRequest, mergedAtMs }: MergedChange): RecordedReview {
  const { number } = pullRequest;
  return { number, dueMs: mergedAtMs + reviewWithinMs, issueNumber: null, settlement: null };
}

function stateOf(
  { settlement, dueMs, issueNumber }: RecordedReview,
  nowMs: number,
): RetrospectiveReview {
  if (settlement !== null) {
    return { kind: "done", outcome: settlement.outcome, by: settlement.by };
  }
  return { kind: dueMs <= nowMs ? "overdue" : "owed", dueMs, issueNumber };
}
