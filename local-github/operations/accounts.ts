import { representOrganisation, representOwner, representTeam } from "../represent/account.ts";
import { representInstallation } from "../represent/installation.ts";
import { representRepositoryName } from "../represent/repository.ts";
import type {
  Account,
  App,
  AppPermissions,
  Installation,
  Organisation,
  Owner,
  Repository,
  Team,
} from "../world/model.ts";
import type { World } from "../world/world.ts";

/** Makes a person or, for a login that ends in `[bot]`, a bot. */
export function createAccount(
  world: World,
  login: string,
  { name = null, emails }: { name?: string | null; emails?: readonly string[] } = {},
): Account {
  const bot = login.endsWith("[bot]");
  const identity = world.identify(bot ? "BOT" : "U");
  const address = `${identity.id}+${login}@users.noreply.github.com`;
  return world.addOwner({
    ...identity,
    kind: bot ? "bot" : "user",
    login,
    name,
    emails: [...(emails ?? [`${login.replace(/\[bot\]$/, "")}@example.com`]), address],
  });
}

/** Registers an app, which brings its bot account along. */
export function createApp(world: World, slug: string, name: string, owner: Owner | null): App {
  const bot = createAccount(world, `${slug}[bot]`, { emails: [] });
  return world.addApp({ ...world.identify("A"), kind: "app", slug, name, bot, owner });
}

export function createOrganisation(world: World, login: string): Organisation {
  return world.addOwner({
    ...world.identify("O"),
    kind: "organisation",
    login,
    members: new Map(),
    teams: new Map(),
    customRoles: new Map(),
    basePermission: "read",
  });
}

/** Makes somebody a member or owner of an organisation. */
export function addMember(
  world: World,
  organisation: Organisation,
  member: Account,
  role: "admin" | "member",
): void {
  organisation.members.set(member, role);
  announceMembership(world, organisation, member, "member_added", role);
}

/** Takes somebody out of an organisation and of its teams. */
export function removeMember(world: World, organisation: Organisation, member: Account): void {
  const role = organisation.members.get(member) ?? "member";
  organisation.members.delete(member);
  for (const team of organisation.teams.values()) team.members.delete(member);
  announceMembership(world, organisation, member, "member_removed", role);
}

export function createTeam(
  world: World,
  organisation: Organisation,
  name: string,
  parent: Team | null,
): Team {
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9_.-]+/g, "-");
  const team: Team = {
    ...world.identify("T"),
    kind: "team",
    organisation,
    name,
    slug,
    parent,
    members: new Map(),
  };
  organisation.teams.set(slug, world.register(team));
  announceTeam(world, team, "team", "created", {});
  return team;
}

/** Adds somebody to a team, or removes them with the role `none`. */
export function setTeamMembership(
  world: World,
  team: Team,
  member: Account,
  role: "maintainer" | "member" | "none",
): void {
  if (role === "none") team.members.delete(member);
  else team.members.set(member, role);
  announceTeam(world, team, "membership", role === "none" ? "removed" : "added", {
    scope: "team",
    member: representOwner(world, member),
  });
}

/** Gives a team a role in a repository; `none` takes it away. */
export function setTeamRole(world: World, repository: Repository, team: Team, role: string): void {
  if (role === "none") repository.teamRoles.delete(team);
  else repository.teamRoles.set(team, role);
  announceTeam(
    world,
    team,
    "team",
    role === "none" ? "removed_from_repository" : "added_to_repository",
    {},
    repository,
  );
}

/** Gives a person a role in a repository; `none` takes it away. */
export function setUserRole(
  world: World,
  repository: Repository,
  member: Account,
  role: string,
): void {
  if (role === "none") repository.userRoles.delete(member);
  else repository.userRoles.set(member, role);
  world.announce({
    event: "member",
    action: role === "none" ? "removed" : "added",
    sender: someAdmin(repository.owner) ?? member,
    repository,
    payload: {
      member: representOwner(world, member),
      ...(role !== "none" && { changes: { permission: { to: role }, role_name: { to: role } } }),
    },
  });
}

/** Installs the app on an account. */
export function installApp(
  world: World,
  account: Owner,
  repositories: "all" | readonly Repository[],
  permissions: AppPermissions,
): Installation {
  const installation: Installation = {
    ...world.identify("I"),
    kind: "installation",
    account,
    createdAt: world.now(),
    permissions,
    repositories: repositories === "all" ? "all" : new Set(repositories),
    suspended: false,
  };
  world.installations.push(installation);
  announceInstallation(world, installation, "installation", "created", {
    repositories: repositoriesOf(world, installation).map(representRepositoryName),
    requester: null,
  });
  return installation;
}

/** Takes the app away from an account. */
export function uninstallApp(world: World, installation: Installation): void {
  world.installations.splice(world.installations.indexOf(installation), 1);
  announceInstallation(world, installation, "installation", "deleted", {
    repositories: repositoriesOf(world, installation).map(representRepositoryName),
  });
}

/** Suspends the app, or lets it work again: its tokens are worth nothing meanwhile. */
export function suspendApp(world: World, installation: Installation, suspended: boolean): void {
  installation.suspended = suspended;
  const action = suspended ? "suspend" : "unsuspend";
  announceInstallation(world, installation, "installation", action, {});
}

/** Changes which repositories the app sees. */
export function selectRepositories(
  world: World,
  installation: Installation,
  selected: readonly Repository[],
): void {
  const before = repositoriesOf(world, installation);
  installation.repositories = new Set(selected);
  const added = selected.filter((repository) => !before.includes(repository));
  const removed = before.filter((repository) => !selected.includes(repository));
  for (const [action, moved] of [["added", added] as const, ["removed", removed] as const]) {
    if (moved.length === 0) continue;
    announceInstallation(world, installation, "installation_repositories", action, {
      repository_selection: "selected",
      repositories_added: added.map(representRepositoryName),
      repositories_removed: removed.map(representRepositoryName),
      requester: null,
    });
  }
}

/** The repositories that an installation covers, by age. */
export function repositoriesOf(world: World, installation: Installation): readonly Repository[] {
  return [...world.repositories.values()].filter(
    (repository) =>
      repository.owner === installation.account &&
      (installation.repositories === "all" || installation.repositories.has(repository)),
  );
}

function announceMembership(
  world: World,
  organisation: Organisation,
  member: Account,
  action: string,
  role: string,
): void {
  world.announce({
    event: "organization",
    action,
    sender: someAdmin(organisation) ?? member,
    organisation,
    payload: {
      membership: {
        url: `${world.origin}/api/v3/orgs/${organisation.login}/memberships/${member.login}`,
        state: "active",
        role,
        organization_url: representOrganisation(world, organisation).url,
        user: representOwner(world, member),
      },
    },
  });
}

function announceTeam(
  world: World,
  team: Team,
  event: string,
  action: string,
  payload: Readonly<Record<string, unknown>>,
  repository?: Repository,
): void {
  const { organisation } = team;
  const [anyone] = team.members.keys();
  world.announce({
    event,
    action,
    sender: someAdmin(organisation) ?? anyone ?? world.app.bot,
    organisation,
    ...(repository && { repository }),
    payload: { team: representTeam(world, team), ...payload },
  });
}

function announceInstallation(
  world: World,
  installation: Installation,
  event: string,
  action: string,
  payload: Readonly<Record<string, unknown>>,
): void {
  world.announce({
    event,
    action,
    sender: someAdmin(installation.account) ?? world.app.bot,
    installation,
    payload: {
      installation: representInstallation(world, world.app, installation, []),
      ...payload,
    },
  });
}

function someAdmin(owner: Owner): Account | undefined {
  if (owner.kind !== "organisation") return owner;
  return [...owner.members].find(([, role]) => role === "admin")?.[0];
}
