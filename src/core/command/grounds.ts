import { dutiesBarredToManagers } from "#core/approval/role-holders.ts";
import { findConflict, findInvolvements } from "#core/approval/segregation.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import type { BuiltInRole } from "#core/policy/role.ts";
import { isAtLeast } from "#core/risk/level.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { shortSha } from "#core/text/words.ts";
import type { CommandContext } from "./command-definition.ts";
import { describeRight, holdsRight, rightOfRole } from "./rights.ts";

/** Why a command that needs a role is refused: who has it, as Markdown. Null when the giver has it. */
export function refuseWithoutRole(
  { observed, giver }: CommandContext,
  role: BuiltInRole,
): string | null {
  const right = rightOfRole(observed, role);
  if (holdsRight(right, giver, observed)) return null;
  return `It takes a ${role}: ${describeRight(right)}.`;
}

/** Whether the giver is a change-manager by every policy that controls the branch. */
export function isChangeManager({ observed, giver }: CommandContext): boolean {
  return holdsRight(rightOfRole(observed, "change-manager"), giver, observed);
}

/**
 * Why a change-manager can't decide over this change, having had a hand in it, as Markdown. Null when the giver is independent of it.
 */
export function refuseInvolved({ observed, giver, decision }: CommandContext): string | null {
  const policies = controllingPolicies(observed).map(({ policy }) => policy);
  const mayNotBe = dutiesBarredToManagers(policies);
  const involvements = findInvolvements(observed);
  const conflict = findConflict(giver, involvements, mayNotBe);
  if (conflict !== undefined) {
    return `You ${asProse(conflict.deed)}: somebody else has to do this.`;
  }
  const mayHavePushed = observed.lastPusher === null && mayNotBe.includes("last-pusher");
  return mayHavePushed && isAtLeast(decision.level, "high")
    ? "It is not known who pushed last, so it may have been you. A push makes it known; an empty commit will do."
    : null;
}

/**
 * Why a command about the head commit can't be taken to mean this one, as Markdown: it was pushed after the comment, or nobody knows
 * when. GitHub dates comments to the second, so a push within the same second may have come after. `orElse` is a sentence: what works
 * where the time of the push is not known.
 */
export function refuseStaleHead(
  { observed, atMs, headPushedAtMs }: CommandContext,
  orElse: string,
): string | null {
  const head = asCode(shortSha(observed.headSha));
  if (headPushedAtMs === null) {
    return `It is not known when the head commit ${head} was pushed, so your comment may be about an earlier one. ${orElse}`;
  }
  return secondOf(headPushedAtMs) >= secondOf(atMs)
    ? `The head commit ${head} was pushed after your comment or in the same second. Look at it, then comment again.`
    : null;
}

function secondOf(moment: number): number {
  return Math.floor(moment / 1_000);
}

/** What works for commands that no review can replace. */
export const pushAgain =
  "After another push (an empty commit will do) it is known: comment again then.";
