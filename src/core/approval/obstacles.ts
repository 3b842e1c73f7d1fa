import type { Obstacle, RequirementStatus } from "#core/change/change-decision.ts";
import type { OwnedFile } from "#core/code-owners/match-owners.ts";
import { describeRemedy, type Ownership } from "#core/code-owners/ownership.ts";
import type { ResolvedPrincipal } from "#core/policy/role.ts";
import type { Duty, Requirement } from "#core/policy/schema.ts";
import { isAtLeast, type RiskLevel } from "#core/risk/level.ts";
import { listed } from "#core/text/words.ts";
import { type Involvement, speaksAgainst } from "./segregation.ts";

/** What the obstacles of a requirement depend on. */
export type Circumstances = {
  /** The level of the decision. */
  readonly level: RiskLevel;
  readonly lastPusherKnown: boolean;
  readonly involvements: readonly Involvement[];
  readonly mayNotBe: readonly Duty[];
  readonly ownership: Ownership;
};

type PusherCircumstances = Pick<Circumstances, "level" | "lastPusherKnown" | "mayNotBe">;

/** Why approvals alone can't meet a requirement as far as it has got; null when they can. */
export function findObstacle(
  {
    requirement,
    from,
    missing,
    filesToApprove,
  }: Pick<RequirementStatus, "requirement" | "from" | "missing" | "filesToApprove">,
  circumstances: Circumstances,
): Obstacle | null {
  if (isPusherNeeded(circumstances)) return lastPusherUnknown;
  if (missing === 0) return null;
  return from.some(({ kind }) => kind === "code-owners")
    ? findOwnerless(filesToApprove, circumstances)
    : findExhaustion(requirement, from, circumstances);
}

/** Whether the requirements of this level stay unmet until it is known who pushed last. Milder levels only warn. */
function isPusherNeeded({ level, lastPusherKnown, mayNotBe }: PusherCircumstances): boolean {
  return !lastPusherKnown && mayNotBe.includes("last-pusher") && isAtLeast(level, "high");
}

/** A warning for levels that an unknown last pusher does not hold; null when it is known or does not matter. */
export function warnOfUnknownPusher(circumstances: PusherCircumstances): string | null {
  const matters = !circumstances.lastPusherKnown && circumstances.mayNotBe.includes("last-pusher");
  return matters && !isPusherNeeded(circumstances)
    ? "It is not known who pushed last: GitHub did not say. Approvals count all the same at this level of risk."
    : null;
}

const lastPusherUnknown: Obstacle = {
  kind: "last-pusher-unknown",
  text: "it is not known who pushed last",
  whoCanResolve:
    "Anyone who can push to this change's branch can push a commit; an empty one will do. GitHub then says who pushed, and approvals are given on the new head.",
};

/** Owners can't meet a requirement where nothing is owned, or a file's owners are users who can't approve this change. */
function findOwnerless(files: readonly OwnedFile[], circumstances: Circumstances): Obstacle | null {
  const { ownership } = circumstances;
  if (ownership.kind === "not-owned") {
    const { because: text, whoCanResolve } = ownership;
    return { kind: "no-code-owner", text, whoCanResolve };
  }
  const involved = findInvolved(circumstances);
  const stuck = files.filter(({ owners }) =>
    owners.every((owner) => owner.kind === "user" && involved.has(owner.login.toLowerCase())),
  );
  if (stuck.length === 0) return null;
  const paths = stuck.map(({ path }) => path);
  return {
    kind: "no-code-owner",
    text: `no owner of ${listed(paths, { limit: 2 })} can approve this change`,
    whoCanResolve: `They had a hand in it, or are named by an address only. ${describeRemedy("name other owners")}`,
  };
}

/** A requirement that names users only is stuck when too few of them are independent of the change. */
function findExhaustion(
  { count }: Requirement,
  from: readonly ResolvedPrincipal[],
  circumstances: Circumstances,
): Obstacle | null {
  const users = from.flatMap((principal) => (principal.kind === "user" ? [principal.login] : []));
  if (users.length < from.length) return null;
  const involved = findInvolved(circumstances);
  const free = users.filter((login) => !involved.has(login.toLowerCase()));
  if (free.length >= count) return null;
  const named = users.length === 0 ? "nobody" : listed(users.map((login) => `@${login}`));
  return {
    kind: "everybody-named-involved",
    text: `too few of the people named are independent of this change (${named})`,
    whoCanResolve: `Too few of the people named are independent of this change (${named}). Whoever keeps the policy can name more people, or a team.`,
  };
}

/** The logins (lower case) of those who may not approve the change. */
function findInvolved({ involvements, mayNotBe }: Circumstances): ReadonlySet<string> {
  return new Set(
    involvements
      .filter((involvement) => speaksAgainst(involvement, mayNotBe))
      .map(({ account }) => account.login.toLowerCase()),
  );
}
