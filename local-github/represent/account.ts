import type { Account, App, Organisation, Owner, Team } from "../world/model.ts";
import { nodeIdOf, type World } from "../world/world.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Where the REST API answers. */
export function apiUrl(world: World): string {
  return `${world.origin}/api/v3`;
}

/** A user, bot or organisation in the short form that GitHub nests everywhere. */
export function representOwner(world: World, owner: Owner): Json {
  const url = `${apiUrl(world)}/users/${owner.login}`;
  return {
    login: owner.login,
    id: owner.id,
    node_id: owner.nodeId,
    avatar_url: `${world.origin}/avatars/u/${owner.id}`,
    gravatar_id: "",
    url,
    html_url: htmlUrlOf(world, owner),
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: ownerType(owner),
    site_admin: false,
  };
}

/** `GET /users/{username}`. */
export function representProfile(world: World, owner: Owner): Json {
  return {
    ...representOwner(world, owner),
    name: owner.kind === "organisation" ? owner.login : owner.name,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
  };
}

/** The organisation as webhooks and `GET /orgs/{org}` name it. */
export function representOrganisation(world: World, organisation: Organisation): Json {
  const url = `${apiUrl(world)}/orgs/${organisation.login}`;
  return {
    login: organisation.login,
    id: organisation.id,
    node_id: organisation.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.origin}/avatars/u/${organisation.id}`,
    description: "",
  };
}

/** `GET /orgs/{org}`. */
export function representOrganisationProfile(world: World, organisation: Organisation): Json {
  return {
    ...representOrganisation(world, organisation),
    name: organisation.login,
    blog: "",
    is_verified: false,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: htmlUrlOf(world, organisation),
    type: "Organization",
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
    archived_at: null,
  };
}

/** A team, with its parent where it has one. */
export function representTeam(world: World, team: Team): Json {
  const url = `${apiUrl(world)}/organizations/${team.organisation.id}/team/${team.id}`;
  return {
    name: team.name,
    id: team.id,
    node_id: team.nodeId,
    slug: team.slug,
    description: "",
    privacy: "closed",
    notification_setting: "notifications_enabled",
    url,
    html_url: `${world.origin}/orgs/${team.organisation.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    permission: "pull",
    type: "organization",
    organization_id: team.organisation.id,
    parent: team.parent ? representTeam(world, team.parent) : null,
  };
}

/** An app without what only its owner may see. */
export function representApp(world: World, app: App): Json {
  return {
    id: app.id,
    slug: app.slug,
    client_id: clientIdOf(app),
    node_id: app.nodeId,
    owner: representOwner(world, app.owner ?? app.bot),
    name: app.name,
    description: "",
    external_url: `${world.origin}/apps/${app.slug}`,
    html_url: `${world.origin}/apps/${app.slug}`,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
    permissions: {},
    events: [],
  };
}

/** An app's OAuth client id, which may stand for its numeric id as the issuer of a JSON web token. */
export function clientIdOf(app: App): string {
  return `Iv1.${nodeIdOf("local", app.id)}`;
}

/** `User`, `Bot` or `Organization`, as REST's `type` says it. */
export function ownerType(owner: Owner): "User" | "Bot" | "Organization" {
  if (owner.kind === "organisation") return "Organization";
  return owner.kind === "bot" ? "Bot" : "User";
}

/** An account's page; a bot's is its app's. */
export function htmlUrlOf(world: World, owner: Owner): string {
  const bot = owner.kind === "bot";
  return `${world.origin}/${bot ? `apps/${loginWithoutSuffix(owner)}` : owner.login}`;
}

/** GraphQL leaves the `[bot]` off that REST puts at the end of a bot's login. */
export function loginWithoutSuffix(owner: Account | Organisation): string {
  return owner.login.replace(/\[bot\]$/, "");
}
