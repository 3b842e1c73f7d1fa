import { countApprovals } from "#core/approval/count-approvals.ts";
import type { HeadContent } from "#core/approval/earlier-approvals.ts";
import { meetRequirements } from "#core/approval/meet-requirements.ts";
import {
  type Asking,
  findAlsoRequirements,
  findEmergencyRequirements,
  findRequirements,
} from "#core/approval/requirements.ts";
import type { Involvement } from "#core/approval/segregation.ts";
import type { Ownership } from "#core/code-owners/ownership.ts";
import { type ConditionSubject, matchesCondition } from "#core/policy/conditions.ts";
import type { PolicyOrigin } from "#core/policy/policy-source.ts";
import type { Policy } from "#core/policy/schema.ts";
import { highestLevel, type RiskLevel } from "#core/risk/level.ts";
import type { RiskAssessment } from "#core/risk/risk-assessment.ts";
import type { ChangeType, PolicyDecision } from "./change-decision.ts";
import { findFreezes } from "./freezes.ts";
import { type InForce, isHonoured } from "./in-force.ts";
import type { ObservedChange } from "./observed-change.ts";

/** A policy that controls the base branch, with its own assessment of the change. */
export type AssessedPolicy = {
  readonly origin: PolicyOrigin;
  readonly policy: Policy;
  /** With the level that people set by command. */
  readonly risk: RiskAssessment;
  /** The level before. */
  readonly assessedLevel: RiskLevel;
};

/** What every policy's decision on a change is made from. */
export type Evidence = {
  readonly observed: ObservedChange;
  readonly subject: Omit<ConditionSubject, "level">;
  /** The highest level of the policies that decide. */
  readonly level: RiskLevel;
  readonly inForce: InForce;
  readonly content: HeadContent;
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
 * What kind of change policies that stand together call it: an emergency where one was declared and one of them honours it;
 * standard where every one of them that has approval rules says so, and at least one has.
 */
export function typeOf(policies: readonly AssessedPolicy[], evidence: Evidence): ChangeType {
  const { inForce, observed } = evidence;
  const isEmergency = policies.some(({ policy }) =>
    isHonoured(inForce.emergency, policy, observed),
  );
  if (isEmergency) return "emergency";
  return isStandard(policies, evidence) ? "standard" : "normal";
}

function isStandard(policies: readonly AssessedPolicy[], evidence: Evidence): boolean {
  const ruling = policies.filter(
    ({ policy }) => policy.approvals !== undefined || policy.standard.length > 0,
  );
  return (
    ruling.length > 0 &&
    ruling.every((policy) => findStandardRule(policy, policies, evidence) !== null)
  );
}

/** What one policy asks of the change and what it has got, where `together` (it among them) decide with one another. */
export function decidePolicy(
  assessed: AssessedPolicy,
  together: readonly AssessedPolicy[],
  evidence: Evidence,
): PolicyDecision {
  const { origin, policy, risk } = assessed;
  const { observed, inForce, involvements } = evidence;
  const level = highestOf(together);
  const { before, later } = findAsked(assessed, together, evidence);
  const { mayNotBe, keepApprovals } = policy.approvers;
  const counted = countApprovals(inForce.standings, {
    content: evidence.content,
    level: evidence.level,
    involvements,
    mayNotBe,
    keepApprovals,
  });
  const meet = (asked: typeof before) =>
    meetRequirements(policy, asked, counted, observed.eligibility, {
      level,
      lastPusherKnown: observed.lastPusher !== null,
      involvements,
      mayNotBe,
      ownership: evidence.ownership,
    });
  return {
    origin,
    mode: policy.mode,
    risk,
    standardRule: findStandardRule(assessed, together, evidence),
    ...meet(before),
    owedInReview: meet(later).requirements,
    approvers: policy.approvers,
    freezes: findFreezes(policy, {
      branch: observed.facts.baseBranch,
      level,
      types: typesOf(assessed, together, evidence),
      nowMs: evidence.nowMs,
    }),
  };
}

/** The change's types, by the policy alone and by those that decide with it. */
export function typesOf(
  assessed: AssessedPolicy,
  together: readonly AssessedPolicy[],
  evidence: Evidence,
): readonly ChangeType[] {
  return [[assessed], together].map((policies) => typeOf(policies, evidence));
}

/** What a policy asks before the merge, and what only in the review that an emergency owes. */
function findAsked(
  { policy, risk, assessedLevel }: AssessedPolicy,
  together: readonly AssessedPolicy[],
  evidence: Evidence,
) {
  const level = highestOf(together);
  const ownLevel = risk.lowered === undefined ? assessedLevel : risk.level;
  const asking: Asking = {
    standard: isStandard(together, evidence),
    ownLevel,
    level,
    matches: (when) =>
      [ownLevel, level].some((at) => {
        const { matches, certain } = matchesCondition(when, { ...evidence.subject, level: at });
        return matches || !certain;
      }),
  };
  return isHonoured(evidence.inForce.emergency, policy, evidence.observed)
    ? { before: findEmergencyRequirements(policy), later: findAlsoRequirements(policy, asking) }
    : { before: findRequirements(policy, asking), later: [] };
}

/**
 * The standard rule that the change matches, or null. It has to match at the policy's own level and at the decision's:
 * so no other policy makes a change standard by raising its level. And at both as they were assessed: nor does a person.
 */
function findStandardRule(
  { policy, risk, assessedLevel }: AssessedPolicy,
  together: readonly AssessedPolicy[],
  { subject }: Evidence,
): string | null {
  const assessed = together.map((other) => other.assessedLevel).reduce(highestLevel, "low");
  const levels = new Set([risk.level, assessedLevel, highestOf(together), assessed]);
  const rule = policy.standard.find(({ when }) =>
    [...levels].every((at) => matchesCondition(when, { ...subject, level: at }).matches),
  );
  return rule?.name ?? null;
}
