import { type EligibilityQuestions, eligibilityQuestions } from "#core/approval/eligibility.ts";
import { findAllRequirements } from "#core/approval/requirements.ts";
import { isPerson } from "#core/change/account.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { findOwnership } from "#core/code-owners/ownership.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import type { Principal } from "#core/policy/principal.ts";
import { type ResolvedPrincipal, resolvePrincipals } from "#core/policy/role.ts";
import type { Policy } from "#core/policy/schema.ts";

/**
 * Every answer that running the givers' commands may need, besides what deciding the change needs were it open: each giver's permission,
 * and membership in each team that some right by some policy depends on. Each question once; none about bots.
 */
export function commandQuestions(
  observed: Omit<ObservedChange, "eligibility">,
  givers: readonly Account[],
): EligibilityQuestions {
  if (observed.policies.length === 0) return { permissions: [], teams: [] };
  const toDecide = eligibilityQuestions({ ...observed, state: "open" });
  const logins = unique(givers.filter(isPerson).map(({ login }) => login));
  const named = controllingPolicies(observed).flatMap(({ policy }) => principalsOf(policy));
  const owners = named.some(({ kind }) => kind === "code-owners") ? ownersOf(observed) : [];
  const teams = teamsOf([...named, ...owners]);
  const toRun = logins.flatMap((login) => teams.map((team) => ({ ...team, login })));
  return {
    permissions: unique([...toDecide.permissions, ...logins]),
    teams: unique([...toDecide.teams, ...toRun]),
  };
}

/** Everybody whom a policy names for anything that a command may need. */
function principalsOf(policy: Policy): readonly ResolvedPrincipal[] {
  const { emergency, environments } = policy;
  const requirements = [
    ...findAllRequirements(policy),
    ...(emergency?.approvals ?? []),
    ...Object.values(environments).flatMap(({ approvals }) => approvals),
  ];
  const roles: readonly Principal[] = [
    { kind: "role", name: "change-manager" },
    { kind: "role", name: "release-manager" },
  ];
  return resolvePrincipals(policy, [
    ...roles,
    ...(emergency?.declare ?? []),
    ...requirements.flatMap(({ from }) => from),
  ]);
}

function ownersOf(observed: Omit<ObservedChange, "eligibility">): readonly ResolvedPrincipal[] {
  const ownership = findOwnership(observed);
  return ownership.kind === "owned" ? ownership.files.flatMap(({ owners }) => owners) : [];
}

function teamsOf(principals: readonly ResolvedPrincipal[]) {
  const teams = principals.flatMap((principal) =>
    principal.kind === "team"
      ? [{ organization: principal.organization, slug: principal.slug }]
      : [],
  );
  return unique(teams);
}

/** Logins and teams are the same in small and in capital letters. */
function unique<T>(questions: readonly T[]): readonly T[] {
  const byText = questions.map(
    (question) => [JSON.stringify(question).toLowerCase(), question] as const,
  );
  return [...new Map(byText).values()];
}
