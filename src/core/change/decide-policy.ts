import { countApprovals, type Standing } from "#core/approval/count-approvals.ts";
import { meetRequirements } from "#core/approval/meet-requirements.ts";
import { findRequirements } from "#core/approval/requirements.ts";
import type { Involvement } from "#core/approval/segregation.ts";
import type { Ownership } from "#core/code-owners/ownership.ts";
import { type ConditionSubject, matchesCondition } from "#core/policy/conditions.ts";
import type { PolicyOrigin } from "#core/policy/policy-source.ts";
import type { Policy } from "#core/policy/schema.ts";
import { highestLevel, type RiskLevel } from "#core/risk/level.ts";
import type { RiskAssessment } from "#core/risk/risk-assessment.ts";
import type { PolicyDecision } from "./change-decision.ts";
import { findFreezes } from "./freezes.ts";
import type { ObservedChange } from "./observed-change.ts";

/** A policy that controls the base branch, with its own assessment of the change. */
export type AssessedPolicy = {
  readonly origin: PolicyOrigin;
  readonly policy: Policy;
  readonly risk: RiskAssessment;
};

/** What every policy's decision on a change is made from. */
export type Evidence = {
  readonly observed: ObservedChange;
  readonly subject: Omit<ConditionSubject, "level">;
  readonly standings: readonly Standing[];
  readonly involvements: readonly Involvement[];
  readonly ownership: Ownership;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
};

/** The highest level of several policies' assessments. */
export function highestOf(policies: readonly AssessedPolicy[]): RiskLevel {
  return policies.map(({ risk }) => risk.level).reduce(highestLevel, "low");
}

/**
 * Whether policies that stand together call the change standard: every one of them that has approval rules does, and at
 * least one has.
 */
export function isStandard(policies: readonly AssessedPolicy[], evidence: Evidence): boolean {
  const level = highestOf(policies);
  const ruling = policies.filter(
    ({ policy }) => policy.approvals !== undefined || policy.standard.length > 0,
  );
  return (
    ruling.length > 0 &&
    ruling.every((policy) => findStandardRule(policy, level, evidence) !== null)
  );
}

/** What one policy asks of the change and what it has got, where `together` (it among them) decide with one another. */
export function decidePolicy(
  assessed: AssessedPolicy,
  together: readonly AssessedPolicy[],
  evidence: Evidence,
): PolicyDecision {
  const { origin, policy, risk } = assessed;
  const { observed, standings, involvements } = evidence;
  const level = highestOf(together);
  const asked = findRequirements(policy, {
    standard: isStandard(together, evidence),
    ownLevel: risk.level,
    level,
    matches: (when) =>
      [risk.level, level].some((at) => {
        const { matches, certain } = matchesCondition(when, { ...evidence.subject, level: at });
        return matches || !certain;
      }),
  });
  const { mayNotBe } = policy.approvers;
  const counted = countApprovals(standings, { headSha: observed.headSha, involvements, mayNotBe });
  return {
    origin,
    mode: policy.mode,
    risk,
    standardRule: findStandardRule(assessed, level, evidence),
    ...meetRequirements(policy, asked, counted, observed.eligibility, {
      level,
      lastPusherKnown: observed.lastPusher !== null,
      involvements,
      mayNotBe,
      ownership: evidence.ownership,
    }),
    approvers: policy.approvers,
    freezes: findFreezes(policy, {
      branch: observed.facts.baseBranch,
      level,
      types: [[assessed], together].map((policies) =>
        isStandard(policies, evidence) ? "standard" : "normal",
      ),
      nowMs: evidence.nowMs,
    }),
  };
}

/**
 * The standard rule that the change matches, or null. It has to match at the policy's own level and at the decision's:
 * so no other policy makes a change standard by raising its level.
 */
function findStandardRule(
  { policy, risk }: AssessedPolicy,
  level: RiskLevel,
  { subject }: Evidence,
): string | null {
  const rule = policy.standard.find(({ when }) =>
    [risk.level, level].every((at) => matchesCondition(when, { ...subject, level: at }).matches),
  );
  return rule?.name ?? null;
}
