import type { MergedChange } from "#core/change-set/merged-change.ts";
import type { RecordedReview } from "#core/review/review.ts";
import type { ChangeEvidence, RetrospectiveReview } from "./observed-release.ts";

/** What is on record of merged changes, by pull request. */
export function evidenceOf(
  merged: readonly MergedChange[],
  reviews: readonly RecordedReview[],
  nowMs: number,
): ReadonlyMap<number, ChangeEvidence> {
  const reviewOf = new Map(reviews.map((review) => [review.subject.number, review]));
  return new Map(
    merged.map((change) => {
      const { pullRequest, decision, approvals } = change;
      const review = stateOf(reviewOf.get(pullRequest.number) ?? null, change, nowMs);
      const exceptions = change.exceptions.map((exception) => ({ ...exception, review }));
      return [pullRequest.number, { decision, approvals, exceptions }];
    }),
  );
}

/** As long as a review may take where none is on record yet. */
const reviewWithinMs = 3 * 24 * 3_600_000;

function stateOf(
  review: RecordedReview | null,
  { mergedAtMs }: MergedChange,
  nowMs: number,
): RetrospectiveReview {
  const settlement = review?.settlement ?? null;
  if (settlement !== null) {
    return { kind: "done", outcome: settlement.outcome, by: settlement.by };
  }
  const dueMs = review?.subject.dueMs ?? mergedAtMs + reviewWithinMs;
  const issueNumber = review?.issueNumber ?? null;
  return { kind: dueMs <= nowMs ? "overdue" : "owed", dueMs, issueNumber };
}
