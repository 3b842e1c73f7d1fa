import { findHeadContent } from "#core/approval/earlier-approvals.ts";
import { findInvolvements } from "#core/approval/segregation.ts";
import { findOwnership } from "#core/code-owners/ownership.ts";
import { type ControllingPolicy, controllingPolicies } from "#core/policy/controlling-policies.ts";
import { assessRisk } from "#core/risk/assess-risk.ts";
import { findGaps } from "#core/risk/facts-completeness.ts";
import { setLevel } from "#core/risk/set-level.ts";
import { adHocFreezeChanges, findAdHocFreezes } from "./ad-hoc-freezes.ts";
import type {
  ChangeDecision,
  NotControlled,
  PolicyDecision,
  PolicyProblems,
  Reason,
  Verdict,
} from "./change-decision.ts";
import {
  type AssessedPolicy,
  decidePolicy,
  type Evidence,
  highestOf,
  typeOf,
} from "./decide-policy.ts";
import { explainOwedInReview, explainReasons } from "./explain-reasons.ts";
import { freezeChanges } from "./freezes.ts";
import { findInForce } from "./in-force.ts";
import { explainInvalidPolicy, findInvalidPolicies } from "./invalid-policies.ts";
import type { ObservedChange } from "./observed-change.ts";
import { nextDues } from "./overdue-reviews.ts";
import { findRemedies } from "./remedies.ts";
import { findWarnings } from "./warnings.ts";

/**
 * Decides a change. Each policy is evaluated by itself, and all that enforce must be satisfied; where none enforces, the
 * decision says what they would have held. A policy that can't be used makes it invalid: no approval mends that.
 *
 * `nowMs` (milliseconds since the epoch) is when: freezes come and go by the clock.
 */
export function decideChange(
  observed: ObservedChange,
  nowMs: number,
): ChangeDecision | NotControlled {
  if (observed.state !== "open") return { kind: "not-controlled", because: "not-open" };
  if (observed.policies.length === 0) return { kind: "not-controlled", because: "no-policy" };

  const problems = findInvalidPolicies(observed);
  if (problems.length > 0) return decideInvalid(observed, problems);

  const controlling = controllingPolicies(observed);
  if (controlling.length === 0) return { kind: "not-controlled", because: "branch" };

  return decideControlled(observed, controlling, nowMs);
}

function decideControlled(
  observed: ObservedChange,
  controlling: readonly ControllingPolicy[],
  nowMs: number,
): ChangeDecision {
  const known = gatherEvidence(observed, controlling, nowMs);
  const { inForce } = known;
  const assessed = controlling.map(({ source: { origin }, policy }): AssessedPolicy => {
    const risk = assessRisk(observed.facts, policy, known.subject);
    return { origin, policy, risk: setLevel(risk, inForce), assessedLevel: risk.level };
  });
  const enforcing = assessed.filter(({ policy }) => policy.mode === "enforce");
  const deciding = enforcing.length > 0 ? enforcing : assessed;
  const level = highestOf(deciding);
  const evidence: Evidence = { ...known, level };
  const policies = assessed.map((policy) => {
    const together = deciding.includes(policy) ? deciding : [...deciding, policy];
    return { policy, together, decision: decidePolicy(policy, together, evidence) };
  });
  const binding = policies.filter(({ policy }) => deciding.includes(policy));
  const remedies = findRemedies(controlling.map(({ policy }) => policy));
  const reasons = explainReasons(binding, evidence, remedies);
  const decisions = policies.map(({ decision }) => decision);
  const type = typeOf(deciding, evidence);
  return {
    kind: "decided",
    verdict: judge(reasons),
    mode: enforcing.length > 0 ? "enforce" : "observe",
    type,
    level,
    score: Math.max(...deciding.map(({ risk }) => risk.score)),
    policies: decisions,
    reasons,
    emergency: type === "emergency" ? inForce.emergency : null,
    override: inForce.override,
    rejections: inForce.rejections,
    holds: inForce.holds,
    owedInReview: binding.flatMap(explainOwedInReview),
    warnings: findWarnings({ evidence, decisions, level, reasons, remedies }),
    policyVersions: versionsOf(observed),
    policyProblems: [],
    decideAgainAt: findNextMoment(decisions, observed, nowMs),
  };
}

function gatherEvidence(
  observed: ObservedChange,
  controlling: readonly ControllingPolicy[],
  nowMs: number,
): Omit<Evidence, "level"> {
  const inForce = findInForce(
    observed,
    controlling.map(({ policy }) => policy),
  );
  return {
    observed,
    subject: {
      facts: observed.facts,
      factsComplete: findGaps(observed.facts).length === 0,
      teams: observed.eligibility.teams,
    },
    inForce,
    content: findHeadContent(observed),
    involvements: findInvolvements(observed, inForce.emergency?.by),
    ownership: findOwnership(observed),
    nowMs,
  };
}

function judge(reasons: readonly Reason[]): Verdict {
  if (reasons.length === 0) return "approved";
  return reasons.some(({ kind }) => kind === "rejection") ? "rejected" : "waiting";
}
/** What can't be read can't say how little is at stake: the risk is critical, and every policy counts as enforcing. */
function decideInvalid(
  observed: ObservedChange,
  problems: readonly PolicyProblems[],
): ChangeDecision {
  return {
    kind: "decided",
    verdict: "invalid",
    mode: "enforce",
    type: "normal",
    level: "critical",
    score: 0,
    policies: [],
    reasons: problems.map((file) => explainInvalidPolicy(file, observed.facts.baseBranch)),
    emergency: null,
    override: null,
    rejections: [],
    holds: [],
    owedInReview: [],
    warnings: [],
    policyVersions: versionsOf(observed),
    policyProblems: problems,
    decideAgainAt: null,
  };
}

/** When the clock alone may change the decision; ISO 8601 UTC, null when it does not. */
function findNextMoment(
  policies: readonly PolicyDecision[],
  { recorded, facts }: ObservedChange,
  nowMs: number,
): string | null {
  const moments = [
    ...freezeChanges(policies),
    ...adHocFreezeChanges(findAdHocFreezes(recorded, facts.baseBranch, nowMs), nowMs),
    ...nextDues(recorded, nowMs),
  ];
  return moments.length === 0 ? null : new Date(Math.min(...moments)).toISOString();
}

function versionsOf({ policies }: ObservedChange): ChangeDecision["policyVersions"] {
  return policies.map(({ origin, repository, blobSha }) => ({ origin, repository, blobSha }));
}
