import { isPerson } from "#core/change/account.ts";
import type { Account } from "#core/change/facts.ts";
import type { Eligibility, ObservedChange } from "#core/change/observed-change.ts";
import type { Owner } from "#core/code-owners/code-owners-file.ts";
import { findOwnership } from "#core/code-owners/ownership.ts";
import { teamsAskedByConditions } from "#core/policy/conditions.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import { permissions } from "#core/policy/principal.ts";
import {
  type ResolvedPrincipal,
  resolvePrincipals,
  type StandingPrincipal,
} from "#core/policy/role.ts";
import type { Policy } from "#core/policy/schema.ts";
import { findStandings } from "./count-approvals.ts";
import { findAllRequirements } from "./requirements.ts";

/** What has to be asked of GitHub before a change can be decided. Logins as observed; each question once. */
export type EligibilityQuestions = {
  /** Whose permission on the repository. */
  readonly permissions: readonly string[];
  readonly teams: readonly TeamQuestion[];
};

/** Is the account a member of the team, nested teams included? */
export type TeamQuestion = {
  readonly organization: string;
  readonly slug: string;
  readonly login: string;
};

/**
 * Every answer that the decision on the change may need: about each person who approved the head, for each principal
 * of each requirement (the level is not known yet), and about the author, for each team that a condition names.
 */
export function eligibilityQuestions(
  observed: Omit<ObservedChange, "eligibility">,
): EligibilityQuestions {
  if (observed.state !== "open") return { permissions: [], teams: [] };
  const policies = controllingPolicies(observed).map(({ policy }) => policy);
  const named = policies.flatMap(namedPrincipals);
  const owners = named.some(({ kind }) => kind === "code-owners") ? ownersOf(observed) : [];
  const principals = [...named, ...owners];
  const approvers = findStandings(observed.reviews)
    .filter(({ state, commitSha }) => state === "approved" && commitSha === observed.headSha)
    .map(({ account }) => account)
    .filter(isPerson);
  const asksPermission = owners.length > 0 || named.some(({ kind }) => kind === "permission");
  const { author } = observed.facts;
  return {
    permissions: asksPermission ? approvers.map(({ login }) => login) : [],
    teams: unique([
      ...approvers.flatMap((approver) =>
        principals.flatMap((principal) => askTeam(principal, approver)),
      ),
      ...policies.flatMap(teamsAskedByConditions).map((team) => ({ ...team, login: author.login })),
    ]),
  };
}

function namedPrincipals(policy: Policy): readonly ResolvedPrincipal[] {
  const named = findAllRequirements(policy).flatMap(({ from }) => from);
  return resolvePrincipals(policy, named);
}

function ownersOf(observed: Omit<ObservedChange, "eligibility">): readonly Owner[] {
  const ownership = findOwnership(observed);
  return ownership.kind === "owned" ? ownership.files.flatMap(({ owners }) => owners) : [];
}

function askTeam(principal: ResolvedPrincipal, { login }: Account): readonly TeamQuestion[] {
  if (principal.kind !== "team") return [];
  return [{ organization: principal.organization, slug: principal.slug, login }];
}

function unique(questions: readonly TeamQuestion[]): readonly TeamQuestion[] {
  const byText = questions.map(
    (question) => [JSON.stringify(Object.values(question)).toLowerCase(), question] as const,
  );
  return [...new Map(byText).values()];
}

/** Whether the principal names the account now. A missing answer means no. */
export function isEligible(
  principal: StandingPrincipal,
  account: Account,
  eligibility: Eligibility,
): boolean {
  const login = account.login.toLowerCase();
  switch (principal.kind) {
    case "user":
      return principal.login.toLowerCase() === login;
    case "team": {
      const team = `${principal.organization}/${principal.slug}`.toLowerCase();
      return answer(eligibility.teams, team)?.includes(login) ?? false;
    }
    case "permission": {
      const held = answer(eligibility.permissions, login);
      const enough = permissions.slice(permissions.indexOf(principal.permission));
      return enough.some((permission) => permission === held);
    }
  }
}

/**
 * Whether the account may approve a file with these owners now: as one of them, or as a member of one of their teams. Like
 * GitHub's, owners need write access; for a team's member it is their own that is asked.
 */
export function isOwner(
  owners: readonly Owner[],
  account: Account,
  eligibility: Eligibility,
): boolean {
  return (
    isEligible({ kind: "permission", permission: "write" }, account, eligibility) &&
    owners.some((owner) => isEligible(owner, account, eligibility))
  );
}

/** Own properties only: an account may be called `constructor`. */
function answer<T>(answers: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(answers, name) ? answers[name] : undefined;
}
