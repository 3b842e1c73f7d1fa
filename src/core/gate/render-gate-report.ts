import { fitSections } from "#core/text/fit-sections.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { capitalised, counted, listed, shortSha } from "#core/text/words.ts";
import type { GateDecision, GateReason } from "./gate-decision.ts";
import type { GateChange, ObservedGate } from "./observed-gate.ts";
import { nameChange } from "./unapproved-changes.ts";
import { listWaiting } from "./waiting-words.ts";

/** GitHub's limit for a status report on a waiting job. */
const longestReport = 1_024;

/** The first line is what people read: it leaves room for the rest. */
const longestHeadline = 420;

/**
 * The status report for a waiting run, Markdown of at most 1,024 characters. Its first line says what is missing and who can give it, or
 * what was answered.
 * See https://docs.github.com/en/rest/actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run
 */
export function renderGateReport(
  observed: Pick<ObservedGate, "sha" | "environment">,
  decision: GateDecision,
): string {
  const details = decision.state === "released" ? decision.wouldHold : decision.reasons;
  return fitSections(
    [
      { markdown: `**${renderHeadline(observed, decision)}**`, standIn: null },
      { markdown: renderDetails(details), standIn: null },
      { markdown: renderSet(observed, decision), standIn: "" },
    ],
    longestReport,
  );
}

function renderHeadline(
  { sha, environment }: Pick<ObservedGate, "sha" | "environment">,
  { state, mode, deployment, reasons, wouldHold }: GateDecision,
): string {
  if (state === "released") {
    if (mode === "observe" && wouldHold.length > 0) {
      return `Released, since the policy only observes. It would wait for ${listWaiting(wouldHold, longestHeadline, asProse)}.`;
    }
    return deployment === "rollback"
      ? `Released: a rollback to ${asCode(shortSha(sha))}, which succeeded in ${asCode(environment)} before.`
      : `Released to ${asCode(environment)}.`;
  }
  const waits = `waits for ${listWaiting(reasons, longestHeadline, asProse)}.`;
  return state === "waiting" ? capitalised(waits) : `${capitalised(state)}: it ${waits}`;
}

/** Who can resolve each thing; where there is but one, its name need not be said again. */
function renderDetails(reasons: readonly GateReason[]): string {
  const [first, ...others] = reasons;
  if (first === undefined) return "";
  if (others.length === 0) return asProse(first.whoCanResolve);
  return reasons
    .map(
      ({ missing, whoCanResolve }) =>
        `- **${asProse(capitalised(missing))}.** ${asProse(whoCanResolve)}`,
    )
    .join("\n");
}

/** What the deployment brings and takes away, and who answers for what nobody approved. */
function renderSet(
  { sha, environment }: Pick<ObservedGate, "sha" | "environment">,
  { deployment, added, removed, overridden }: GateDecision,
): string {
  const commit = asCode(shortSha(sha));
  const lines = [
    ...(deployment === "sideways"
      ? [`${commit} stands beside what runs in ${asCode(environment)}, not after it.`]
      : []),
    ...(deployment === "redeploy" ? [`${commit} runs in ${asCode(environment)} already.`] : []),
    ...(added.length > 0 ? [`${commit} brings ${nameChanges(added)}.`] : []),
    ...(removed.length > 0 ? [`${commit} takes away ${nameChanges(removed)}.`] : []),
    ...overridden.map(
      ({ change, by }) =>
        `${listed(by.map(({ login }) => asCode(`@${login}`)))} answers for ${asCode(nameChange(change))}.`,
    ),
  ];
  return lines.join(" ");
}

/** "5 changes: #12, #13 and 3 more". */
function nameChanges(changes: readonly GateChange[]): string {
  const names = changes.map((one) =>
    one.change.kind === "pull-request" ? nameChange(one) : asCode(nameChange(one)),
  );
  return `${counted(changes.length, "change")}: ${listed(names, { limit: 10 })}`;
}
