import type { Account, Organisation, Repository, Role, Team } from "./model.ts";

const roles: readonly (Role | "none")[] = ["none", "read", "triage", "write", "maintain", "admin"];

const isRole = (name: string): name is Role | "none" => roles.some((role) => role === name);

/** Somebody's right in a repository: the role's name (custom ones too) and the built-in role that it amounts to. */
export type Access = { readonly roleName: string; readonly role: Role | "none" };

/** The strongest of direct, team, organisation-wide and public access, as GitHub computes it. */
export function accessOf(repository: Repository, account: Account): Access {
  const grants = grantsOf(repository, account).map((roleName) => ({
    roleName,
    role: builtInRole(repository, roleName),
  }));
  return grants.reduce((best, grant) => (rank(grant.role) > rank(best.role) ? grant : best), {
    roleName: "none",
    role: "none",
  });
}

/** Whether a team, by itself or through its parents, has any right in a repository. */
export function teamHasAccess(repository: Repository, team: Team): boolean {
  return withAncestors(team).some((each) => repository.teamRoles.has(each));
}

/** GitHub's four legacy permissions: `maintain` reads as `write`, `triage` as `read`. */
export function legacyPermission(role: Role | "none"): "admin" | "write" | "read" | "none" {
  if (role === "maintain") return "write";
  return role === "triage" ? "read" : role;
}

/** A direct member, or a member of a team below it. */
export function isTeamMember(team: Team, account: Account): boolean {
  return team.members.has(account) || childTeams(team).some((c) => isTeamMember(c, account));
}

/** Direct members, then those of the teams below, each once. */
export function teamMembers(team: Team): readonly Account[] {
  return [...new Set([...team.members.keys(), ...childTeams(team).flatMap(teamMembers)])];
}

function childTeams(team: Team): readonly Team[] {
  return [...team.organisation.teams.values()].filter(({ parent }) => parent === team);
}

function withAncestors(team: Team): readonly Team[] {
  return team.parent ? [team, ...withAncestors(team.parent)] : [team];
}

function grantsOf(repository: Repository, account: Account): readonly string[] {
  const { owner } = repository;
  return [
    ...(repository.private ? [] : ["read"]),
    ...(owner === account ? ["admin"] : []),
    ...(owner.kind === "organisation" ? grantsOfMembership(owner, account) : []),
    ...[...repository.userRoles].filter(([user]) => user === account).map(([, role]) => role),
    ...[...repository.teamRoles]
      .filter(([team]) => isTeamMember(team, account))
      .map(([, role]) => role),
  ];
}

function grantsOfMembership(organisation: Organisation, account: Account): readonly string[] {
  const membership = organisation.members.get(account);
  if (!membership) return [];
  return [membership === "admin" ? "admin" : organisation.basePermission];
}

function builtInRole({ owner }: Repository, roleName: string): Role | "none" {
  if (isRole(roleName)) return roleName;
  return (owner.kind === "organisation" && owner.customRoles.get(roleName)) || "none";
}

function rank(role: Role | "none"): number {
  return roles.indexOf(role);
}
