import type { ObservedChange } from "#core/change/observed-change.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import type { Policy } from "#core/policy/schema.ts";

/**
 * The word before every command, by the policies that control the branch, organisation first: the repository's, else the organisation's;
 * empty for none.
 */
export function findPrefix(policies: readonly Pick<Policy, "commands">[]): string {
  return policies.findLast(({ commands }) => commands.prefix !== "")?.commands.prefix ?? "";
}

/** The prefix of the commands on a change. */
export function prefixOf(observed: ObservedChange): string {
  return findPrefix(controllingPolicies(observed).map(({ policy }) => policy));
}
