import { findStandings } from "#core/approval/count-approvals.ts";
import { explainRequirements } from "#core/approval/explain-requirements.ts";
import { findInvolvements } from "#core/approval/segregation.ts";
import { findOwnership } from "#core/code-owners/ownership.ts";
import { type ControllingPolicy, controllingPolicies } from "#core/policy/controlling-policies.ts";
import { assessRisk } from "#core/risk/assess-risk.ts";
import { findGaps } from "#core/risk/facts-completeness.ts";
import type { ChangeDecision, NotControlled, PolicyProblems } from "./change-decision.ts";
import {
  type AssessedPolicy,
  decidePolicy,
  type Evidence,
  highestOf,
  isStandard,
} from "./decide-policy.ts";
import { explainFreezes, nextFreezeChange } from "./freezes.ts";
import { explainInvalidPolicy, findInvalidPolicies } from "./invalid-policies.ts";
import type { ObservedChange } from "./observed-change.ts";
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
  const evidence: Evidence = {
    observed,
    subject: {
      facts: observed.facts,
      factsComplete: findGaps(observed.facts).length === 0,
      teams: observed.eligibility.teams,
    },
    standings: findStandings(observed.reviews),
    involvements: findInvolvements(observed.facts, observed.lastPusher),
    ownership: findOwnership(observed),
    nowMs,
  };
  const assessed = controlling.map(({ source: { origin }, policy }): AssessedPolicy => {
    return { origin, policy, risk: assessRisk(observed.facts, policy, evidence.subject) };
  });
  const enforcing = assessed.filter(({ policy }) => policy.mode === "enforce");
  const deciding = enforcing.length > 0 ? enforcing : assessed;
  const policies = assessed.map((policy) => {
    const together = deciding.includes(policy) ? deciding : [...deciding, policy];
    return {
      decides: deciding.includes(policy),
      decision: decidePolicy(policy, together, evidence),
    };
  });
  const binding = policies.filter(({ decides }) => decides).map(({ decision }) => decision);
  const reasons = [...binding.flatMap(explainRequirements), ...binding.flatMap(explainFreezes)];
  const level = highestOf(deciding);
  const decisions = policies.map(({ decision }) => decision);
  return {
    kind: "decided",
    verdict: reasons.length === 0 ? "approved" : "waiting",
    mode: enforcing.length > 0 ? "enforce" : "observe",
    type: isStandard(deciding, evidence) ? "standard" : "normal",
    level,
    score: Math.max(...deciding.map(({ risk }) => risk.score)),
    policies: decisions,
    reasons,
    warnings: findWarnings(observed, decisions, level),
    policyVersions: versionsOf(observed),
    policyProblems: [],
    decideAgainAt: nextFreezeChange(decisions),
  };
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
    warnings: [],
    policyVersions: versionsOf(observed),
    policyProblems: problems,
    decideAgainAt: null,
  };
}

function versionsOf({ policies }: ObservedChange): ChangeDecision["policyVersions"] {
  return policies.map(({ origin, repository, blobSha }) => ({ origin, repository, blobSha }));
}
