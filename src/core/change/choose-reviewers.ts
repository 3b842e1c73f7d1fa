import { askedPrincipals } from "#core/approval/asked-principals.ts";
import { matchApprovers } from "#core/approval/match-approvers.ts";
import { findConflict, findInvolvements, type Involvement } from "#core/approval/segregation.ts";
import { formatRepository } from "#core/key.ts";
import { formatPrincipal } from "#core/policy/principal.ts";
import type { StandingPrincipal } from "#core/policy/role.ts";
import { compareAccounts, isPerson, isSameAccount } from "./account.ts";
import type { ChangeDecision, PolicyDecision, RequirementStatus } from "./change-decision.ts";
import type { Account } from "./facts.ts";
import type { ObservedChange, RequestedReviewers } from "./observed-change.ts";

/** Somebody whom a principal names now, and how many reviews are already requested of them. */
type ReviewCandidate = { readonly account: Account; readonly openRequests: number };

/** The candidates of each principal that a policy with `request: people` names, by the principal as a policy writes it. */
type ReviewCandidates = Readonly<Record<string, readonly ReviewCandidate[]>>;

/** What the choice depends on beside the decision. */
export type ReviewerPool = {
  /** Logins whose review was requested before: they are preferred to drawing in somebody new. */
  readonly requestedUsers: readonly string[];
  readonly candidates: ReviewCandidates;
};

/**
 * Whose reviews the unmet requirements of the enforcing policies call for: their teams and users, or the needed number of
 * people, least loaded first, as each policy's `approvers.request` says. Never the author nor whoever may not approve;
 * nobody while the change is a draft, is overridden or nothing waits; nobody who has reviewed the head. Those requested already are
 * among them.
 */
export function chooseReviewers(
  observed: ObservedChange,
  decision: ChangeDecision,
  pool: ReviewerPool,
): RequestedReviewers {
  const { verdict, mode, emergency, override } = decision;
  if (observed.draft || mode === "observe" || verdict !== "waiting" || override !== null) {
    return { users: [], teams: [] };
  }
  const involvements = findInvolvements(observed, emergency?.by);
  const wishes = decision.policies
    .filter(({ mode }) => mode === "enforce")
    .map((policy) => chooseForPolicy(observed, policy, involvements, pool));
  const reviewed = observed.reviews
    .filter(({ commitSha }) => commitSha === observed.headSha)
    .flatMap(({ reviewer }) => reviewer?.login.toLowerCase() ?? []);
  return {
    users: eachOnce(wishes.flatMap(({ users }) => users)).filter(
      (login) => !reviewed.includes(login.toLowerCase()),
    ),
    teams: eachOnce(wishes.flatMap(({ teams }) => teams)),
  };
}

function chooseForPolicy(
  observed: ObservedChange,
  policy: PolicyDecision,
  involvements: readonly Involvement[],
  pool: ReviewerPool,
): RequestedReviewers {
  const isFree = (account: Account) =>
    isPerson(account) &&
    // GitHub refuses a request to the author, also where the policy lets authors approve.
    !isSameAccount(account, observed.facts.author) &&
    findConflict(account, involvements, policy.approvers.mayNotBe) === undefined &&
    !policy.approvals.some(({ counts, approver }) => counts && isSameAccount(approver, account));
  switch (policy.approvers.request) {
    case "teams":
      return chooseTeams(observed, policy, isFree);
    case "people":
      return { users: choosePeople(observed, policy, pool, isFree), teams: [] };
    case "none":
      return { users: [], teams: [] };
  }
}

/** The teams of unmet requirements, and users named by themselves. Only the repository's own organisation has teams here. */
function chooseTeams(
  { repository }: ObservedChange,
  policy: PolicyDecision,
  isFree: (account: Account) => boolean,
): RequestedReviewers {
  const named = policy.requirements.filter(({ missing }) => missing > 0).flatMap(askedPrincipals);
  const isOwn = (organization: string) =>
    organization.toLowerCase() === repository.owner.toLowerCase();
  return {
    users: named.flatMap((principal) =>
      principal.kind === "user" && isFree(byLogin(principal.login)) ? [principal.login] : [],
    ),
    teams: named.flatMap((principal) =>
      principal.kind === "team" && isOwn(principal.organization)
        ? [formatRepository({ owner: principal.organization, name: principal.slug })]
        : [],
    ),
  };
}

/**
 * As many people as approvals are missing, by the same matching that will count their approvals. Whoever was asked or has
 * said something already is preferred to somebody new, however loaded.
 */
function choosePeople(
  { reviews }: ObservedChange,
  { requirements, approvers }: PolicyDecision,
  { requestedUsers, candidates }: ReviewerPool,
  isFree: (account: Account) => boolean,
): readonly string[] {
  const engaged = new Set(
    [...requestedUsers, ...reviews.flatMap(({ reviewer }) => reviewer?.login ?? [])].map((login) =>
      login.toLowerCase(),
    ),
  );
  const rank = ({ account, openRequests }: ReviewCandidate) =>
    engaged.has(account.login.toLowerCase()) ? -1 : openRequests;
  const open = requirements.filter(({ missing }) => missing > 0).flatMap(findPlaces);
  const pools = open.map(({ from }) =>
    findCandidates(from, candidates)
      .filter(({ account }) => isFree(account))
      .sort((a, b) => rank(a) - rank(b) || compareAccounts(a.account, b.account))
      .map(({ account }) => account.login.toLowerCase()),
  );
  const logins = eachOnce(pools.flat());
  const matched = matchApprovers(
    open.map(({ missing }, index) => ({
      count: missing,
      eligible: (pools[index] ?? []).map((login) => logins.indexOf(login)),
    })),
    approvers,
  );
  return matched.flat().flatMap((index) => logins[index] ?? []);
}

/** Approvals to ask for, and of whom. */
type Places = { readonly missing: number; readonly from: readonly StandingPrincipal[] };

/** Where files lack an owner's approval, one for the files of each set of owners; whoever is named beside them is not asked. */
function findPlaces(status: RequirementStatus): readonly Places[] {
  const { missing, filesToApprove } = status;
  const byOwners = Map.groupBy(filesToApprove, ({ owners }) => JSON.stringify(owners));
  const groups = [...byOwners.values()].flatMap(([file]) =>
    file === undefined ? [] : [file.owners],
  );
  if (groups.length === 0) return [{ missing, from: askedPrincipals(status) }];
  return groups.map((owners, index) => ({
    missing: index === 0 ? Math.max(1, missing - groups.length + 1) : 1,
    from: owners,
  }));
}

function findCandidates(
  from: readonly StandingPrincipal[],
  candidates: ReviewCandidates,
): readonly ReviewCandidate[] {
  const found = from.flatMap(
    (principal): readonly ReviewCandidate[] =>
      candidates[formatPrincipal(principal)] ??
      (principal.kind === "user" ? [{ account: byLogin(principal.login), openRequests: 0 }] : []),
  );
  return [...new Map(found.map((item) => [item.account.login.toLowerCase(), item])).values()];
}

/** An account of which only the login is known, as a policy writes it. */
function byLogin(login: string): Account {
  return { id: 0, login, kind: login.endsWith("[bot]") ? "bot" : "user" };
}

/** The names without repetitions; case makes no difference. */
function eachOnce(names: readonly string[]): readonly string[] {
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}
