import { formatMoment } from "#core/calendar/wall-time.ts";
import type { PolicyOrigin } from "#core/policy/policy-source.ts";
import type { Policy } from "#core/policy/schema.ts";
import { capitalised, counted, listed } from "#core/text/words.ts";
import type { ChangeType, Reason } from "./change-decision.ts";
import type { OwedReview, RecordedFacts } from "./recorded-facts.ts";
import type { Remedies } from "./remedies.ts";

/** The retrospective reviews that are due and not given. */
export function findOverdue(
  { owedReviews }: Pick<RecordedFacts, "owedReviews">,
  nowMs: number,
): readonly OwedReview[] {
  return owedReviews.filter(({ dueMs }) => dueMs <= nowMs);
}

/** When the next of the owed reviews become overdue, milliseconds since the epoch. */
export function nextDues(
  { owedReviews }: Pick<RecordedFacts, "owedReviews">,
  nowMs: number,
): readonly number[] {
  return owedReviews.map(({ dueMs }) => dueMs).filter((dueMs) => dueMs > nowMs);
}

/**
 * Why one policy lets a normal change wait for overdue reviews. `types` are the change's, by the policy alone and by those that
 * decide with it: where either calls it normal it waits, so no other policy frees it by calling it something else.
 */
export function explainOverdue(
  { origin, policy }: { readonly origin: PolicyOrigin; readonly policy: Policy },
  types: readonly ChangeType[],
  overdue: readonly OwedReview[],
  { changeManager, command }: Remedies,
): readonly Reason[] {
  if (policy.emergency?.overdue !== "hold-normal" || !types.includes("normal")) return [];
  return overdue.map(({ number, because, dueMs, issueNumber }) => ({
    origin,
    kind: "overdue-review",
    missing: `the review of #${number}, overdue since ${formatMoment(dueMs, "UTC")}`,
    whoCanResolve: `#${number} was merged ${describeCause(because)}${issueNumber === null ? "" : ` (issue #${issueNumber})`}. Until it is reviewed, normal changes wait. ${capitalised(changeManager)} who is not its author can settle it with ${command("review")} on #${number}.`,
  }));
}

/** A warning of overdue reviews, where they hold nothing; null where none is. */
export function warnOfOverdue(
  overdue: readonly OwedReview[],
  { changeManager, command }: Remedies,
): string | null {
  if (overdue.length === 0) return null;
  const which = listed(
    overdue.map(({ number, issueNumber }) =>
      issueNumber === null ? `#${number}` : `#${number} (issue #${issueNumber})`,
    ),
    { limit: 5 },
  );
  const subject = counted(overdue.length, "retrospective review is", "retrospective reviews are");
  return `${subject} overdue: ${which}. ${capitalised(changeManager)} who is not the author can settle each with ${command("review")} on that pull request.`;
}

function describeCause(because: OwedReview["because"]): string {
  switch (because) {
    case "emergency":
      return "as an emergency";
    case "override":
      return "by an override";
  }
}
