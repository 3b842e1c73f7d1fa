import type { ObservedChange } from "#core/change/observed-change.ts";
import type { StandingIssue } from "#core/issue.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import { planReview } from "#core/review/plan-review.ts";
import { renderReview } from "#core/review/render-review.ts";
import type { RecordedReview } from "#core/review/review.ts";
import type { AfterMergePorts } from "./after-merge-ports.ts";

/**
 * Brings the issue of a retrospective review to what it should be: opened, reminding, overdue, closed with its outcome. Two calls open it,
 * one looks at it, and each comment or change of state costs one; without a review there is none.
 *
 * @returns when to look again by the clock alone, or null
 */
export async function followReview(
  ports: AfterMergePorts,
  installationId: number,
  observed: ObservedChange,
  nowMs: number,
): Promise<number | null> {
  const { reviews, webUrl } = ports;
  const { repository, number } = observed;
  const before = await reviews.find(repository, number);
  if (before === null || before.isClosed) return null;
  const review = await settle(ports, installationId, before, { observed, nowMs });
  const issue = await findIssue(ports, installationId, review);
  if (issue !== null) {
    const plan = planReview(review, issue.standing, {
      nowMs,
      webUrl,
      holds: holdsNormal(observed),
    });
    await ports.github.changeIssue(installationId, repository, issue.number, plan);
    if (plan.reminds) await reviews.noteReminded(observed);
    if (plan.saysOverdue) {
      await reviews.noteOverdue(review.subject);
      await markOpenChanges(ports, installationId, { observed, nowMs });
    }
    if (review.settlement === null) return plan.againAtMs;
  }
  await reviews.noteClosed(observed);
  return null;
}

type Moment = { readonly observed: ObservedChange; readonly nowMs: number };

/** Settles the review if somebody gave it. */
async function settle(
  ports: AfterMergePorts,
  installationId: number,
  review: RecordedReview,
  moment: Moment,
): Promise<RecordedReview> {
  if (review.settlement !== null) return review;
  for (const { effect, by, atMs } of moment.observed.recorded.commands) {
    if (effect.kind !== "review") continue;
    const { outcome, notes } = effect;
    const settlement = { by, atMs, outcome, notes };
    await ports.reviews.settle(review.subject, settlement);
    await markOpenChanges(ports, installationId, moment);
    return { ...review, settlement };
  }
  return review;
}

/** The issue, opened where it is not there (any more); null for a settled review that has none. */
async function findIssue(
  { github, reviews, webUrl }: AfterMergePorts,
  installationId: number,
  { subject, ledger, issueNumber, settlement }: RecordedReview,
): Promise<{ readonly number: number; readonly standing: StandingIssue } | null> {
  const { repository } = subject;
  if (issueNumber !== null) {
    const standing = await github.lookAtIssue(installationId, repository, issueNumber);
    if (standing !== null) return { number: issueNumber, standing };
  }
  if (settlement !== null) return null;
  const issue = renderReview(subject, ledger, webUrl);
  const number = await github.openIssue(installationId, repository, issue);
  await reviews.noteIssue(subject, number);
  const standing = await github.lookAtIssue(installationId, repository, number);
  return standing && { number, standing };
}

/** Normal changes wait for an overdue review, or are free again. */
async function markOpenChanges(
  { markDirty }: AfterMergePorts,
  installationId: number,
  { observed: { repository }, nowMs }: Moment,
): Promise<void> {
  await markDirty([{ installationId, key: { kind: "repository", repository } }], nowMs);
}

function holdsNormal(observed: ObservedChange): boolean {
  return controllingPolicies(observed).some(
    ({ policy }) => policy.mode === "enforce" && policy.emergency?.overdue === "hold-normal",
  );
}
