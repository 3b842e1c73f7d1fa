import { isEligible, isOwner } from "#core/approval/eligibility.ts";
import { describePrincipal } from "#core/approval/requirement-words.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { findOwnership } from "#core/code-owners/ownership.ts";
import { type ControllingPolicy, controllingPolicies } from "#core/policy/controlling-policies.ts";
import type { Principal } from "#core/policy/principal.ts";
import {
  type BuiltInRole,
  type ResolvedPrincipal,
  resolveStanding,
  type StandingPrincipal,
} from "#core/policy/role.ts";
import { asProse } from "#core/text/markdown.ts";
import { listed } from "#core/text/words.ts";

/** Whom one policy names for something. */
type Named = {
  readonly origin: string;
  readonly from: readonly StandingPrincipal[];
};

/** Whom the policies that control the branch name for something: a right is held by whoever every one of them names. */
export type Right = readonly Named[];

/** The right of a role; a policy that does not define it means the built-in one. */
export function rightOfRole(observed: ObservedChange, role: BuiltInRole): Right {
  return controllingPolicies(observed).map((controlling) =>
    named(controlling, [{ kind: "role", name: role }]),
  );
}

/** The right to declare an emergency, by the policies that know emergencies. Empty when none does: then nobody has it. */
export function rightToDeclare(observed: ObservedChange): Right {
  return controllingPolicies(observed).flatMap((controlling) => {
    const { emergency } = controlling.policy;
    return emergency === undefined ? [] : [named(controlling, emergency.declare)];
  });
}

function named({ source, policy }: ControllingPolicy, principals: readonly Principal[]): Named {
  return { origin: source.origin, from: resolveStanding(policy, principals) };
}

/** Whether the account has the right now. A missing answer of GitHub's means no. */
export function holdsRight(right: Right, account: Account, observed: ObservedChange): boolean {
  return right.length > 0 && right.every(({ from }) => isNamed(from, account, observed));
}

/** Whether one of the principals names the account now; as a code owner, of any file that the change touches. */
export function isNamed(
  from: readonly ResolvedPrincipal[],
  account: Account,
  observed: ObservedChange,
): boolean {
  const { eligibility } = observed;
  return from.some((principal) => {
    if (principal.kind !== "code-owners") return isEligible(principal, account, eligibility);
    const ownership = findOwnership(observed);
    return (
      ownership.kind === "owned" &&
      ownership.files.some(({ owners }) => isOwner(owners, account, eligibility))
    );
  });
}

/** Who has the right, a noun phrase as Markdown: "any member of `@acme/cab`". */
export function describeRight(right: Right): string {
  const phrases = [...new Set(right.map(({ from }) => describePeople(from)))];
  if (phrases.length === 1) return phrases.join();
  const byPolicy = right.map(({ origin, from }) => `${describePeople(from)} (${origin}'s policy)`);
  return `whoever is each of these: ${byPolicy.join("; ")}`;
}

/** The principals as a noun phrase, as Markdown. */
export function describePeople(from: readonly ResolvedPrincipal[]): string {
  if (from.length === 0) return "nobody";
  return asProse(listed(from.map(describePrincipal), { word: "or", limit: 6 }));
}
