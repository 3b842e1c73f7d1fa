import type { LedgerPosition } from "#core/ledger/entry.ts";
import type { CheckButton, DesiredCheckRun } from "./change-action.ts";
import type { ChangeDecision } from "./change-decision.ts";
import type { ObservedChange } from "./observed-change.ts";
import { annotatePolicyProblems } from "./render-policy-problems.ts";
import { renderSummary } from "./render-summary.ts";
import { renderTitle } from "./render-title.ts";
import type { Surroundings } from "./surroundings.ts";

/** The check's name carries the base branch, so that what was earned against one base can't be used for another. */
function nameCheckRun(baseBranch: string): string {
  return `change control: ${baseBranch}`;
}

/**
 * The check run that says the decision. Where the change brings a new policy file, the notes on its lines are about that one:
 * those about the file that it replaces would stand on wrong lines.
 */
export function renderCheckRun(
  observed: ObservedChange,
  decision: ChangeDecision,
  ledger: LedgerPosition,
  { webUrl, preview }: Required<Pick<Surroundings, "webUrl" | "preview">>,
): DesiredCheckRun {
  return {
    name: nameCheckRun(observed.facts.baseBranch),
    headSha: observed.headSha,
    ...concludeCheckRun(decision),
    externalId: String(ledger.seq),
    title: renderTitle(decision),
    summary: renderSummary(observed, decision, ledger, { webUrl, preview }),
    annotations: preview?.annotations ?? annotatePolicyProblems(observed.repository, decision),
    buttons: offerButtons(observed, decision),
  };
}

/** Where approvals are missing, one may be given from the check. GitHub does not tell of which pull request a press is when it comes from a fork. */
function offerButtons(
  { facts }: ObservedChange,
  { mode, reasons }: ChangeDecision,
): readonly CheckButton[] {
  const isWanted = mode === "enforce" && reasons.some(({ kind }) => kind === "approvals");
  if (!isWanted || facts.fork) return [];
  return [{ label: "Approve", description: "Approve this commit", identifier: "approve" }];
}

/** What a decision means to GitHub: only `success` opens a required check. In observe mode nothing is held. */
export function concludeCheckRun({
  verdict,
  mode,
}: Pick<ChangeDecision, "verdict" | "mode">): Pick<DesiredCheckRun, "status" | "conclusion"> {
  if (mode === "observe") return { status: "completed", conclusion: "success" };
  switch (verdict) {
    case "approved":
      return { status: "completed", conclusion: "success" };
    case "waiting":
      return { status: "in_progress", conclusion: null };
    case "rejected":
    case "invalid":
      return { status: "completed", conclusion: "failure" };
  }
}
