import { asksCodeOwners } from "#core/approval/asked-principals.ts";
import { isMet } from "#core/approval/meet-requirements.ts";
import { warnOfUnknownPusher } from "#core/approval/obstacles.ts";
import { warnOfUnknownAddresses } from "#core/approval/segregation.ts";
import { findGaps } from "#core/risk/facts-completeness.ts";
import type { RiskLevel } from "#core/risk/level.ts";
import { counted, listed } from "#core/text/words.ts";
import type { PolicyDecision, Reason } from "./change-decision.ts";
import type { Evidence } from "./decide-policy.ts";
import { findHolding } from "./freezes.ts";
import type { ObservedChange } from "./observed-change.ts";
import { findOverdue, warnOfOverdue } from "./overdue-reviews.ts";
import type { Remedies } from "./remedies.ts";

/** Longer lists are cut: nobody reads on. */
const mostLines = 10;

/** What a reader of the decision should know though it holds nothing, each once. Plain text. */
export function findWarnings({
  evidence: { observed, inForce, nowMs },
  decisions: policies,
  level,
  reasons,
  remedies,
}: {
  readonly evidence: Evidence;
  readonly decisions: readonly PolicyDecision[];
  readonly level: RiskLevel;
  readonly reasons: readonly Reason[];
  readonly remedies: Remedies;
}): readonly string[] {
  const overdue = reasons.some(({ kind }) => kind === "overdue-review")
    ? []
    : findOverdue(observed.recorded, nowMs);
  const asking = policies.filter(({ requirements }) => requirements.length > 0);
  const warnings = [
    warnOfGaps(observed),
    ...inForce.lapsed,
    warnOfUnknownAddresses(observed.facts.commits),
    ...asking.map(({ approvers: { mayNotBe } }) =>
      warnOfUnknownPusher({ level, lastPusherKnown: observed.lastPusher !== null, mayNotBe }),
    ),
    ...(asksCodeOwners(policies) ? warnOfCodeOwners(observed) : []),
    ...asking.slice(0, 1).map(() => warnOfGhosts(observed)),
    ...policies.map((policy) => warnOfObserver(policy, policies)),
    warnOfOverdue(overdue, remedies),
  ];
  return [...new Set(warnings.filter((warning) => warning !== null))];
}

function warnOfGaps({ facts }: ObservedChange): string | null {
  const gaps = findGaps(facts);
  return gaps.length === 0
    ? null
    : `GitHub did not give the whole change (${gaps.join("; ")}). What is not seen can't be assessed, so the risk is critical. Split the change into smaller ones to have each assessed.`;
}

/** GitHub goes on showing the approval of an account that is gone, so somebody will ask why it does not count. */
function warnOfGhosts({ reviews, headSha }: ObservedChange): string | null {
  const ghosts = reviews.filter(
    ({ reviewer, state, commitSha }) =>
      reviewer === null && state === "approved" && commitSha === headSha,
  );
  return ghosts.length === 0
    ? null
    : `${counted(ghosts.length, "approval")} by accounts that are gone: nobody can tell whose they were, so they do not count.`;
}

/** Lines that are skipped, as GitHub skips them: a file can have other owners than the line's author thinks. */
function warnOfCodeOwners({ codeOwners }: ObservedChange): readonly string[] {
  if (codeOwners?.content.kind !== "read") return [];
  const { path, content } = codeOwners;
  const shown = content.problems.slice(0, mostLines);
  const left = content.problems.length - shown.length;
  return [
    ...shown.map(({ line, message }) => `Line ${line} of ${path} has no effect: ${message}.`),
    ...(left > 0 ? [`Neither have ${counted(left, "more line")} of ${path}.`] : []),
  ];
}

/** A policy that only observes, beside one that enforces, still says what it would hold. */
function warnOfObserver(
  { origin, mode, requirements, freezes }: PolicyDecision,
  policies: readonly PolicyDecision[],
): string | null {
  const isOverruled = mode === "observe" && policies.some((policy) => policy.mode === "enforce");
  const unmet = requirements.filter((status) => !isMet(status));
  const held = [
    ...(unmet.length > 0 ? [`${counted(unmet.length, "requirement")} of its own`] : []),
    ...findHolding({ freezes }).map(({ name }) => `the freeze "${name}"`),
  ];
  return isOverruled && held.length > 0
    ? `The ${origin}'s policy only observes. Enforced, it would hold this change for ${listed(held)}.`
    : null;
}
