import { formatMoment } from "#core/calendar/wall-time.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import { fitSections, type Section } from "#core/text/fit-sections.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { listed, shortSha } from "#core/text/words.ts";
import type { ChangeDecision } from "./change-decision.ts";
import { findUpcoming } from "./freezes.ts";
import type { ObservedChange } from "./observed-change.ts";
import { findRemedies } from "./remedies.ts";
import { renderDeclarations } from "./render-declarations.ts";
import { renderPolicyProblems } from "./render-policy-problems.ts";
import { renderReasons } from "./render-reasons.ts";
import { renderRecord } from "./render-record.ts";
import { renderOtherReviews, renderRequirements } from "./render-requirements.ts";
import { renderRisk } from "./render-risk.ts";
import type { Surroundings } from "./surroundings.ts";

/** GitHub's limit for a check run's summary: https://docs.github.com/rest/checks/runs */
const longestSummary = 65_535;

/**
 * A check run's summary: what is missing, who can give it, why the risk is what it is, in that order; then the record.
 * Markdown of at most 65,535 bytes: the last sections are folded first, what is missing never.
 */
export function renderSummary(
  observed: ObservedChange,
  decision: ChangeDecision,
  ledger: LedgerPosition,
  { webUrl, preview }: Required<Pick<Surroundings, "webUrl" | "preview">>,
): string {
  const body: readonly Section[] = [
    { markdown: renderOutcome(observed, decision), standIn: null },
    cuttable(renderDeclarations(decision), "the emergency and the override"),
    cuttable(renderPolicyProblems(decision), "the policy's problems"),
    cuttable(renderRequirements(decision), "the requirements"),
    cuttable(renderOtherReviews(decision), "what does not count"),
    cuttable(renderWarnings(decision), "the warnings"),
    cuttable(preview?.markdown ?? "", "the preview of the policy"),
    ...renderRisk(decision).flatMap(({ explanation, factors, zeroFactors }) => [
      cuttable(explanation, "the floors of the risk"),
      cuttable(factors, "the factors of the risk"),
      cuttable(zeroFactors, "the factors without points"),
    ]),
  ];
  const record = `\n\n${renderRecord(observed, decision, ledger, webUrl)}`;
  return fitSections(body, longestSummary - Buffer.byteLength(record)) + record;
}

function cuttable(markdown: string, what: string): Section {
  return { markdown, standIn: `_Too long to show here: ${what}._` };
}

/** The first lines: what is missing and who can give it, or that nothing is. */
function renderOutcome(observed: ObservedChange, decision: ChangeDecision): string {
  const observes = decision.mode === "observe";
  switch (decision.verdict) {
    case "approved":
      return [
        renderApproval(decision),
        ...(observes ? ["The policy only observes: this check would succeed in any case."] : []),
        ...announceFreeze(decision),
      ].join(" ");
    case "waiting":
    case "rejected":
      return [
        ...(observes ? ["**Observed only: this check holds nothing.** Enforced, it would."] : []),
        renderReasons(decision),
        ...(decision.reasons.some(({ kind }) => kind === "approvals")
          ? [explainApproving(observed)]
          : []),
      ].join("\n\n");
    case "invalid":
      return [
        renderReasons(decision),
        "Until then nothing can be approved, and the risk counts as critical: a policy that can't be used can't say that it is lower.",
      ].join("\n\n");
  }
}

function explainApproving(observed: ObservedChange): string {
  const head = asCode(shortSha(observed.headSha));
  const policies = controllingPolicies(observed).map(({ policy }) => policy);
  const { command } = findRemedies(policies);
  const keeps = policies.every(({ approvers }) => approvers.keepApprovals !== "never");
  const push = keeps ? "A later push that changes the diff" : "A later push";
  return `To approve, submit an approving review of the head commit ${head}, or comment ${asProse(command("approve"))}. ${push} needs a new approval.`;
}

function renderApproval(decision: ChangeDecision): string {
  const { policies, type, level, mode, override } = decision;
  if (override !== null) {
    return "**Approved by override.** What the policy asks is not held against this head commit.";
  }
  if (policies.some(({ requirements }) => requirements.length > 0)) {
    const approved = type === "emergency" ? "Approved as an emergency" : "Approved";
    return policies.some((policy) => policy.mode !== mode)
      ? `**${approved}.** Every requirement of the policy that is enforced is met.`
      : `**${approved}.** Every requirement is met.`;
  }
  if (type !== "standard") {
    return `**Nothing to approve.** No approval is asked of a change of ${level} risk.`;
  }
  const rules = new Set(policies.flatMap(({ standardRule }) => standardRule ?? []));
  return `**Nothing to approve.** This is a standard change: ${asProse(listed([...rules]))}.`;
}

/** Whoever means to merge later should know that this check will not stay as it is. */
function announceFreeze({ policies, mode }: ChangeDecision): readonly string[] {
  const next = findUpcoming(policies.filter((policy) => policy.mode === mode));
  if (next === null) return [];
  const { name, beginsMs, timeZone } = next;
  const begins = formatMoment(beginsMs, timeZone);
  return [asProse(`The freeze "${name}" begins on ${begins}: what is not merged by then waits.`)];
}

function renderWarnings({ warnings }: ChangeDecision): string {
  if (warnings.length === 0) return "";
  return `### Worth knowing\n\n${warnings.map((warning) => `- ${asProse(warning)}`).join("\n")}`;
}
