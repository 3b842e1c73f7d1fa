import {
  dutiesBarredToManagers,
  isChangeManager,
  mayDeclareEmergency,
} from "#core/approval/role-holders.ts";
import { findConflict, findInvolvements } from "#core/approval/segregation.ts";
import { findStandings, type Standing } from "#core/approval/standings.ts";
import {
  type Declaration,
  type Declared,
  findDeclared,
  type SetLevel,
} from "#core/command/declared.ts";
import type { Policy } from "#core/policy/schema.ts";
import { isPerson } from "./account.ts";
import type { Account } from "./facts.ts";
import type { ObservedChange } from "./observed-change.ts";
import { findRemedies } from "./remedies.ts";

/** What people's words mean for a change now. */
export type InForce = {
  readonly standings: readonly Standing[];
  readonly rejections: readonly Declaration[];
  readonly holds: readonly Declaration[];
  readonly raised: SetLevel | null;
  readonly lowered: SetLevel | null;
  readonly emergency: Declaration | null;
  readonly override: Declaration | null;
  /** Commands that have no effect any more, each with why. Plain sentences. */
  readonly lapsed: readonly string[];
};

/**
 * What of the recorded commands is in force: what lets a change pass is only as good as its giver's right is now, in each of the
 * policies that control the branch. What holds a change needs no such right.
 */
export function findInForce(observed: ObservedChange, policies: readonly Policy[]): InForce {
  const declared = findDeclared(observed.recorded.commands, observed.headSha);
  const standings = findStandings(observed);
  const mayManage = isFreeManager(observed, policies);
  const override = declared.overrides.find(({ by }) => mayManage(by)) ?? null;
  const lowered =
    declared.lowered !== null && mayManage(declared.lowered.by) ? declared.lowered : null;
  const isEmergency = policies.some((policy) => isHonoured(declared.emergency, policy, observed));
  const emergency = isEmergency ? declared.emergency : null;
  return {
    standings,
    rejections: standings
      .filter(({ state }) => state === "rejected")
      .map(({ account, atMs, reason }) => ({ by: account, atMs, reason })),
    holds: declared.holds,
    raised: declared.raised,
    lowered,
    emergency,
    override,
    lapsed: explainLapsed(declared, { override, lowered, emergency }, policies),
  };
}

function explainLapsed(
  declared: Declared,
  inForce: Pick<InForce, "override" | "lowered" | "emergency">,
  policies: readonly Policy[],
): readonly string[] {
  const [override] = declared.overrides;
  const { lowered, emergency } = declared;
  const takes = `it takes ${findRemedies(policies).changeManager} who had no hand in this change`;
  const lapsed = [
    inForce.override === null && override !== undefined
      ? `The override by @${override.by.login} has no effect: ${takes}.`
      : null,
    inForce.lowered === null && lowered !== null
      ? `@${lowered.by.login} lowered the risk to ${lowered.level}, which has no effect: ${takes}.`
      : null,
    inForce.emergency === null && emergency !== null
      ? `@${emergency.by.login} declared an emergency, which has no effect: no policy lets them declare one now.`
      : null,
  ];
  return lapsed.filter((text) => text !== null);
}

/** Whether a policy treats the change as an emergency. */
export function isHonoured(
  emergency: Declaration | null,
  policy: Policy,
  { eligibility }: Pick<ObservedChange, "eligibility">,
): boolean {
  return emergency !== null && mayDeclareEmergency(policy, emergency.by, eligibility);
}

/** Change-managers decide over others' changes only. */
function isFreeManager(
  observed: ObservedChange,
  policies: readonly Policy[],
): (account: Account) => boolean {
  const involvements = findInvolvements(observed);
  const mayNotBe = dutiesBarredToManagers(policies);
  return (account) =>
    isPerson(account) &&
    findConflict(account, involvements, mayNotBe) === undefined &&
    isChangeManager(account, policies, observed.eligibility);
}
