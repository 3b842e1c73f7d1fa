import type { RequirementStatus } from "#core/change/change-decision.ts";
import { formatPrincipal } from "#core/policy/principal.ts";
import type { Condition, Policy, Requirement } from "#core/policy/schema.ts";
import type { RiskLevel } from "#core/risk/level.ts";

/** A requirement, what people call it, and why it is asked, as in {@link RequirementStatus}. */
export type AskedRequirement = Pick<RequirementStatus, "requirement" | "because" | "label">;

/** What decides which of a policy's requirements a change meets. */
export type Asking = {
  /** Whether the change is of type standard. */
  readonly standard: boolean;
  /** The level that this policy gives the change, before somebody raised it. */
  readonly ownLevel: RiskLevel;
  /** The level of the decision: the highest of all policies that count, and of what somebody raised it to. */
  readonly level: RiskLevel;
  /** Whether the change meets the condition of an `also` rule. */
  readonly matches: (when: Condition) => boolean;
};

/**
 * Which requirements one policy asks of a change: its level's, and the decision's level's where somebody or another policy raised
 * it; none of them for a standard change. `also` rules are asked on top, of standard changes too: "whatever the level".
 */
export function findRequirements(policy: Policy, asking: Asking): readonly AskedRequirement[] {
  const { approvals } = policy;
  if (approvals === undefined) return [];
  const own = asking.standard ? [] : approvals[asking.ownLevel];
  const raised = asking.standard || asking.level === asking.ownLevel ? [] : approvals[asking.level];
  const ownKeys = new Set(own.map(identify));
  return [
    ...own.map((requirement) => askFor(requirement, `${asking.ownLevel} risk`)),
    ...raised
      .filter((requirement) => !ownKeys.has(identify(requirement)))
      .map((requirement) => askFor(requirement, `${asking.level} risk`)),
    ...findAlsoRequirements(policy, asking),
  ];
}

/** What a policy's `also` rules ask of a change. */
export function findAlsoRequirements(
  { approvals }: Pick<Policy, "approvals">,
  { matches }: Pick<Asking, "matches">,
): readonly AskedRequirement[] {
  const rules = approvals?.also.filter(({ when }) => matches(when)) ?? [];
  return rules.flatMap(({ name, require }) =>
    require.map((requirement) => askFor(requirement, name, name)),
  );
}

/** What a policy asks of an emergency in place of its level's requirements. */
export function findEmergencyRequirements({
  emergency,
}: Pick<Policy, "emergency">): readonly AskedRequirement[] {
  return emergency?.approvals.map((requirement) => askFor(requirement, "emergency")) ?? [];
}

function askFor(
  requirement: Requirement,
  because: string,
  ruleName: string | null = null,
): AskedRequirement {
  return { requirement, because, label: requirement.name ?? ruleName };
}

/** Every requirement that a policy could ask of some change. */
export function findAllRequirements(policy: Policy): readonly Requirement[] {
  const { approvals } = policy;
  if (approvals === undefined) return [];
  const { low, medium, high, critical, also } = approvals;
  return [low, medium, high, critical, ...also.map(({ require }) => require)].flat();
}

/** Two requirements of one policy with the same identity ask for the same approvals. */
function identify({ name, from, count }: Requirement): string {
  return JSON.stringify([name, count, from.map(formatPrincipal).sort()]);
}
