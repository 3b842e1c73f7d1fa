import { isSameAccount } from "#core/change/account.ts";
import type { ApprovalStatus, RequirementStatus } from "#core/change/change-decision.ts";
import type { Account } from "#core/change/facts.ts";
import type { Eligibility } from "#core/change/observed-change.ts";
import { type ResolvedPrincipal, resolvePrincipals } from "#core/policy/role.ts";
import type { Policy } from "#core/policy/schema.ts";
import { isEligible } from "./eligibility.ts";
import { matchApprovers } from "./match-approvers.ts";
import { type Circumstances, findObstacle } from "./obstacles.ts";
import type { AskedRequirement } from "./requirements.ts";

/** Why an approval that is good in itself does not count: this policy asks others. */
export const namedByNone = "approved, but no requirement names them";

/**
 * How far one policy's requirements are met by the approvals, and which approvals it counts: one by somebody whom no
 * requirement names is refused here.
 */
export function meetRequirements(
  policy: Pick<Policy, "roles" | "approvers">,
  asked: readonly AskedRequirement[],
  approvals: readonly ApprovalStatus[],
  eligibility: Eligibility,
  circumstances: Circumstances,
): {
  readonly requirements: readonly RequirementStatus[];
  readonly approvals: readonly ApprovalStatus[];
} {
  const approvers = approvals.filter(({ counts }) => counts).map(({ approver }) => approver);
  const named = asked.map((requirement) => {
    const from = resolvePrincipals(policy, requirement.requirement.from);
    return { ...requirement, from, eligible: findEligible(approvers, from, eligibility) };
  });
  const matched = matchApprovers(
    named.map(({ requirement, eligible }) => ({ count: requirement.count, eligible })),
    policy.approvers,
  );
  const requirements = named.map(({ eligible: _, ...status }, index): RequirementStatus => {
    const approvedBy = (matched[index] ?? []).flatMap((approver) => approvers[approver] ?? []);
    const missing = status.requirement.count - approvedBy.length;
    const obstacle = findObstacle(status.requirement, status.from, missing, circumstances);
    return { ...status, approvedBy, missing, obstacle };
  });
  const isNamed = (account: Account) =>
    named.some(({ eligible }) =>
      eligible.some((index) => isSameAccount(approvers[index] ?? account, account)),
    );
  return {
    requirements,
    approvals: approvals.map((approval) =>
      approval.counts && asked.length > 0 && !isNamed(approval.approver)
        ? { ...approval, counts: false, refusal: namedByNone }
        : approval,
    ),
  };
}

/** The approvers (by index) whom one of the principals names now. */
function findEligible(
  approvers: readonly Account[],
  from: readonly ResolvedPrincipal[],
  eligibility: Eligibility,
): readonly number[] {
  return [...approvers.keys()].filter((index) =>
    from.some((principal) => {
      const approver = approvers[index];
      return approver !== undefined && isEligible(principal, approver, eligibility);
    }),
  );
}

/** Whether a requirement is met: nothing is missing, and nothing stands in the way. */
export function isMet({ missing, obstacle }: RequirementStatus): boolean {
  return missing === 0 && obstacle === null;
}
