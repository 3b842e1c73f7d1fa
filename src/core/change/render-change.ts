import type { LedgerPosition } from "#core/ledger/entry.ts";
import type { ChangeDecision } from "./change-decision.ts";
import { chooseReviewers } from "./choose-reviewers.ts";
import type { ObservedChange } from "./observed-change.ts";
import type { DesiredChange } from "./plan-actions.ts";
import { renderCheckRun } from "./render-check-run.ts";
import { renderComment } from "./render-comment.ts";
import { renderLabels } from "./render-labels.ts";
import type { Surroundings } from "./surroundings.ts";

/** How everything that Sluice writes on a change should stand, given the decision and its place in the ledger. */
export function renderChange(
  observed: ObservedChange,
  decision: ChangeDecision,
  ledger: LedgerPosition,
  {
    webUrl = "https://github.com",
    pool = { requestedUsers: [], candidates: {} },
    preview = null,
  }: Surroundings = {},
): DesiredChange {
  return {
    checkRun: renderCheckRun(observed, decision, ledger, { webUrl, preview }),
    comment: renderComment(observed, decision, webUrl),
    labels: renderLabels(decision),
    reviewers: chooseReviewers(observed, decision, pool),
  };
}
