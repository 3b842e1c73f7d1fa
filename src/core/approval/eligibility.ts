import { isPerson } from "#core/change/account.ts";
import type { Account } from "#core/change/facts.ts";
import type { Eligibility, ObservedChange } from "#core/change/observed-change.ts";
import type { Owner } from "#core/code-owners/code-owners-file.ts";
import { findOwnership } from "#core/code-owners/ownership.ts";
import { type Declared, findDeclared } from "#core/command/declared.ts";
import { teamsAskedByConditions } from "#core/policy/conditions.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import { permissions } from "#core/policy/principal.ts";
import {
  type ResolvedPrincipal,
  resolvePrincipals,
  resolveStanding,
  roleHolders,
  type StandingPrincipal,
} from "#core/policy/role.ts";
import type { Policy } from "#core/policy/schema.ts";
import { findHeadContent, maySurvive } from "./earlier-approvals.ts";
import { findAllRequirements } from "./requirements.ts";
import { findStandings, type Standing } from "./standings.ts";

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
 * Every answer that the decision on the change may need: about each person who approved the head or an earlier one with
 * the same diff, for each principal of each requirement (the level is not known yet); about whoever overrode, lowered the risk or declared an emergency, whether
 * they still may; and about the author, for each team that a condition names.
 *
 * Asked of a change in the given state only: what is merged is decided where somebody asks for it.
 */
export function eligibilityQuestions(
  observed: Omit<ObservedChange, "eligibility">,
  { state = "open" }: { readonly state?: ObservedChange["state"] } = {},
): EligibilityQuestions {
  if (observed.state !== state) return { permissions: [], teams: [] };
  const policies = controllingPolicies(observed).map(({ policy }) => policy);
  const declared = findDeclared(observed.recorded.commands, observed.headSha);
  const asked = [
    ...findApprovers(observed, policies, declared),
    ...findDeclarers(policies, declared),
  ].filter(({ account }) => isPerson(account));
  const { author } = observed.facts;
  return {
    permissions: [
      ...new Set(
        asked
          .filter(({ about }) => about.some(({ kind }) => kind === "permission"))
          .map(({ account }) => account.login),
      ),
    ],
    teams: unique([
      ...asked.flatMap(({ account, about }) => about.flatMap((who) => askTeam(who, account))),
      ...policies.flatMap(teamsAskedByConditions).map((team) => ({ ...team, login: author.login })),
    ]),
  };
}

/** An account, and the principals of which it has to be known whether they name it. */
type Asked = { readonly account: Account; readonly about: readonly StandingPrincipal[] };

function findApprovers(
  observed: Omit<ObservedChange, "eligibility">,
  policies: readonly Policy[],
  declared: Declared,
): readonly Asked[] {
  const named = policies.flatMap((policy) => namedPrincipals(policy, declared));
  const owners = named.some(({ kind }) => kind === "code-owners") ? ownersOf(observed) : [];
  const standing = named.filter((principal) => principal.kind !== "code-owners");
  const about: StandingPrincipal[] = [...standing, ...owners];
  // An owner counts only with write access of their own.
  if (owners.length > 0) about.push({ kind: "permission", permission: "write" });
  const content = findHeadContent(observed);
  const keeps = policies.some(({ approvers }) => approvers.keepApprovals !== "never");
  const keepApprovals = keeps ? "identical-diff" : "never";
  return findApproving(observed)
    .filter(({ commitSha }) => maySurvive(commitSha, content, keepApprovals))
    .map(({ account }) => ({ account, about }));
}

type Approving = Pick<Standing, "account" | "commitSha">;

/** Who approves; of a merged change also whoever ever did: it is decided as of its merge as well. */
function findApproving(observed: Omit<ObservedChange, "eligibility">): readonly Approving[] {
  if (observed.state !== "merged") {
    return findStandings(observed).filter(({ state }) => state === "approved");
  }
  const { reviews, recorded } = observed;
  return [
    ...reviews.flatMap(({ reviewer, state, commitSha }) =>
      reviewer === null || state !== "approved" ? [] : [{ account: reviewer, commitSha }],
    ),
    ...recorded.commands.flatMap(({ by, headSha, effect }) =>
      effect.kind === "approve" ? [{ account: by, commitSha: headSha }] : [],
    ),
  ];
}

function findDeclarers(
  policies: readonly Policy[],
  { overrides, lowered, emergency }: Declared,
): readonly Asked[] {
  const managers = policies.flatMap((policy) => roleHolders(policy, "change-manager"));
  const declarers = policies.flatMap((policy) =>
    resolveStanding(policy, policy.emergency?.declare ?? []),
  );
  const managing = lowered === null ? overrides : [...overrides, lowered];
  return [
    ...managing.map(({ by }) => ({ account: by, about: managers })),
    ...(emergency === null ? [] : [{ account: emergency.by, about: declarers }]),
  ];
}

function namedPrincipals(
  policy: Policy,
  { emergency }: Pick<Declared, "emergency">,
): readonly ResolvedPrincipal[] {
  const asked = emergency === null ? [] : (policy.emergency?.approvals ?? []);
  const named = [...findAllRequirements(policy), ...asked].flatMap(({ from }) => from);
  return resolvePrincipals(policy, named);
}

function ownersOf(observed: Omit<ObservedChange, "eligibility">): readonly Owner[] {
  const ownership = findOwnership(observed);
  return ownership.kind === "owned" ? ownership.files.flatMap(({ owners }) => owners) : [];
}

function askTeam(principal: StandingPrincipal, { login }: Account): readonly TeamQuestion[] {
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
