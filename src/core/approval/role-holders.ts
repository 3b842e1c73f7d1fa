import type { Account } from "#core/change/facts.ts";
import type { Eligibility } from "#core/change/observed-change.ts";
import {
  type BuiltInRole,
  resolveStanding,
  roleHolders,
  type StandingPrincipal,
} from "#core/policy/role.ts";
import { type Duty, duties, type Policy } from "#core/policy/schema.ts";
import { isEligible } from "./eligibility.ts";

/** Whether every one of the policies has the account as a change-manager now. Without a policy nobody is one. */
export function isChangeManager(
  account: Account,
  policies: readonly Pick<Policy, "roles">[],
  eligibility: Eligibility,
): boolean {
  return holdsRole("change-manager", account, policies, eligibility);
}

/** Whether every one of the policies gives the account a role now. Without a policy nobody has one. */
export function holdsRole(
  role: BuiltInRole,
  account: Account,
  policies: readonly Pick<Policy, "roles">[],
  eligibility: Eligibility,
): boolean {
  return (
    policies.length > 0 &&
    policies.every((policy) => isAmong(roleHolders(policy, role), account, eligibility))
  );
}

/** Which duties in a change keep a change-manager from deciding over it: authorship always, and what some policy bars approvers from. */
export function dutiesBarredToManagers(
  policies: readonly Pick<Policy, "approvers">[],
): readonly Duty[] {
  return duties.filter(
    (duty) =>
      duty === "author" || policies.some(({ approvers }) => approvers.mayNotBe.includes(duty)),
  );
}

/** Whether a policy knows emergencies and lets the account declare one now. */
export function mayDeclareEmergency(
  policy: Pick<Policy, "roles" | "emergency">,
  account: Account,
  eligibility: Eligibility,
): boolean {
  const declarers = resolveStanding(policy, policy.emergency?.declare ?? []);
  return isAmong(declarers, account, eligibility);
}

function isAmong(
  principals: readonly StandingPrincipal[],
  account: Account,
  eligibility: Eligibility,
): boolean {
  return principals.some((principal) => isEligible(principal, account, eligibility));
}
