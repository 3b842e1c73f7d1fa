import type { Obstacle } from "#core/change/change-decision.ts";
import type { ResolvedPrincipal } from "#core/policy/role.ts";
import type { Duty, Requirement } from "#core/policy/schema.ts";
import { isAtLeast, type RiskLevel } from "#core/risk/level.ts";
import { listed } from "#core/text/words.ts";
import type { Involvement } from "./segregation.ts";

/** What the obstacles of a requirement depend on. */
export type Circumstances = {
  /** The level of the decision. */
  readonly level: RiskLevel;
  readonly lastPusherKnown: boolean;
  readonly involvements: readonly Involvement[];
  readonly mayNotBe: readonly Duty[];
};

type PusherCircumstances = Pick<Circumstances, "level" | "lastPusherKnown" | "mayNotBe">;

/** Why approvals alone can't meet a requirement of which `missing` are missing; null when they can. */
export function findObstacle(
  requirement: Requirement,
  from: readonly ResolvedPrincipal[],
  missing: number,
  circumstances: Circumstances,
): Obstacle | null {
  if (isPusherNeeded(circumstances)) return lastPusherUnknown;
  if (missing === 0) return null;
  return from.some(({ kind }) => kind === "code-owners")
    ? codeOwnersUnresolved(from.length > 1)
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

function codeOwnersUnresolved(hasOthers: boolean): Obstacle {
  return {
    kind: "code-owners-unresolved",
    text: "this version of Sluice can't tell who the code owners are yet",
    whoCanResolve: hasOthers
      ? "This version of Sluice can't tell who the code owners are yet; the others named can approve."
      : "This version of Sluice can't tell who the code owners are yet. Whoever keeps the policy can name a team beside code-owners.",
  };
}

/** A requirement that names users only is stuck when too few of them are independent of the change. */
function findExhaustion(
  { count }: Requirement,
  from: readonly ResolvedPrincipal[],
  { involvements, mayNotBe }: Circumstances,
): Obstacle | null {
  const users = from.flatMap((principal) => (principal.kind === "user" ? [principal.login] : []));
  if (users.length < from.length) return null;
  const involved = new Set(
    involvements
      .filter(({ duty }) => mayNotBe.includes(duty))
      .map(({ account }) => account.login.toLowerCase()),
  );
  const free = users.filter((login) => !involved.has(login.toLowerCase()));
  if (free.length >= count) return null;
  const named = users.length === 0 ? "nobody" : listed(users.map((login) => `@${login}`));
  return {
    kind: "everybody-named-involved",
    text: `too few of the people named are independent of this change (${named})`,
    whoCanResolve: `Too few of the people named are independent of this change (${named}). Whoever keeps the policy can name more people, or a team.`,
  };
}
