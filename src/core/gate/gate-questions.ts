import type { EligibilityQuestions, TeamQuestion } from "#core/approval/eligibility.ts";
import { isPerson } from "#core/change/account.ts";
import type { Account } from "#core/change/facts.ts";
import { resolveStanding, roleHolders, type StandingPrincipal } from "#core/policy/role.ts";
import { findGatePolicies } from "./gate-policies.ts";
import type { ObservedGate } from "./observed-gate.ts";

/** What has to be asked of GitHub before a gate can be decided: whether those who approved or overrode may do so now. */
export function gateQuestions(observed: Omit<ObservedGate, "eligibility">): EligibilityQuestions {
  const { deciding, observing } = findGatePolicies(observed);
  const policies = [...deciding, ...observing];
  const releasing = policies.flatMap(({ policy, rules }) => [
    ...roleHolders(policy, "release-manager"),
    ...resolveStanding(
      policy,
      rules.flatMap(({ approvals }) => approvals.flatMap(({ from }) => from)),
    ),
  ]);
  const managing = policies.flatMap(({ policy }) => roleHolders(policy, "change-manager"));
  const asked = [
    ...observed.approvals.map(({ by }) => ({ account: by, about: releasing })),
    ...observed.overrides.map(({ by }) => ({ account: by, about: managing })),
  ].filter(({ account }) => isPerson(account));
  return {
    permissions: unique(
      asked
        .filter(({ about }) => about.some(({ kind }) => kind === "permission"))
        .map(({ account }) => account.login),
    ),
    teams: unique(asked.flatMap(({ account, about }) => askTeams(about, account))),
  };
}

function askTeams(
  about: readonly StandingPrincipal[],
  { login }: Account,
): readonly TeamQuestion[] {
  return about.flatMap((principal) =>
    principal.kind === "team"
      ? [{ organization: principal.organization, slug: principal.slug, login }]
      : [],
  );
}

function unique<T>(questions: readonly T[]): readonly T[] {
  const byText = questions.map((question) => [JSON.stringify(question), question] as const);
  return [...new Map(byText).values()];
}
