import type { IssueComment, StandingIssue } from "#core/issue.ts";
import { renderOverdue, renderReminder, renderReopened, renderSettled } from "./render-review.ts";
import type { RecordedReview } from "./review.ts";
import { reminderOf } from "./review-times.ts";

/** What is to be done about a review's issue now. */
export type ReviewPlan = {
  /** In this order. */
  readonly comments: readonly IssueComment[];
  /** The state that the issue should have; null: as it is. */
  readonly state: StandingIssue["state"] | null;
  /** What will have been said when it is done, and was not noted before. */
  readonly reminds: boolean;
  readonly saysOverdue: boolean;
  /** When to look again, milliseconds since the epoch; null when only an event can change it. */
  readonly againAtMs: number | null;
};

/**
 * Compares a review with its issue: a reminder and the word that it is overdue are each said once, what somebody closed by hand is open
 * again while the review is owed, and a settled one is closed with its outcome.
 *
 * `holds`: whether normal changes wait for an overdue review.
 */
export function planReview(
  { subject, remindedAtMs, overdueSaidAtMs, settlement }: RecordedReview,
  issue: StandingIssue,
  {
    nowMs,
    webUrl,
    holds,
  }: { readonly nowMs: number; readonly webUrl: string; readonly holds: boolean },
): ReviewPlan {
  const stands = ({ marker }: IssueComment) =>
    issue.comments.some((body) => body.startsWith(marker));
  if (settlement !== null) {
    const settled = renderSettled(settlement);
    return {
      comments: stands(settled) ? [] : [settled],
      state: issue.state === "open" ? "closed" : null,
      ...{ reminds: false, saysOverdue: false, againAtMs: null },
    };
  }
  const reminderMs = reminderOf(subject);
  const saysOverdue = nowMs >= subject.dueMs && overdueSaidAtMs === null;
  const reminds = nowMs >= reminderMs && nowMs < subject.dueMs && remindedAtMs === null;
  const said = [
    ...(reminds ? [renderReminder(subject, webUrl)] : []),
    ...(saysOverdue ? [renderOverdue(subject, webUrl, { holds })] : []),
  ];
  const reopened = issue.comments.filter((body) => body.startsWith(reopenedMarker)).length;
  const isClosed = issue.state === "closed";
  return {
    comments: [
      ...(isClosed ? [renderReopened(subject, webUrl, reopened)] : []),
      ...said.filter((comment) => !stands(comment)),
    ],
    state: isClosed ? "open" : null,
    reminds,
    saysOverdue,
    againAtMs: [reminderMs, subject.dueMs].find((moment) => moment > nowMs) ?? null,
  };
}

const reopenedMarker = "<!-- sluice:review:reopened ";
