import { notFound } from "../../operations/refusal.ts";
import {
  representOrganisationProfile,
  representOwner,
  representTeam,
} from "../../represent/account.ts";
import type { Organisation, Team } from "../../world/model.ts";
import { isTeamMember, teamMembers } from "../../world/permission.ts";
import type { World } from "../../world/world.ts";
import { type Call, noContent, ok, page, route } from "../route.ts";

/** Organisations, their members and their teams: nested teams' members count. */
export const organisationRoutes = [
  route("GET /orgs/{org}", "token", (call) =>
    ok(representOrganisationProfile(call.world, organisationOf(call.world, call.parameters.org))),
  ),
  route("GET /orgs/{org}/members/{username}", ["members:read"], (call) => {
    const organisation = organisationOf(call.world, call.parameters.org);
    const account = call.world.account(call.parameters.username);
    if (!account || !organisation.members.has(account)) throw notFound("Not Found");
    return noContent;
  }),
  route("GET /orgs/{org}/teams", ["members:read"], (call) => {
    const teams = [...organisationOf(call.world, call.parameters.org).teams.values()];
    return page(call, teams, (shown) => shown.map((team) => representTeam(call.world, team)));
  }),
  route("GET /orgs/{org}/teams/{team_slug}", ["members:read"], (call) =>
    ok({
      ...representTeam(call.world, teamOf(call)),
      members_count: teamMembers(teamOf(call)).length,
      repos_count: 0,
      created_at: "2020-01-01T00:00:00Z",
      updated_at: "2020-01-01T00:00:00Z",
      organization: representOrganisationProfile(call.world, teamOf(call).organisation),
    }),
  ),
  route("GET /orgs/{org}/teams/{team_slug}/members", ["members:read"], (call) => {
    const team = teamOf(call);
    const { role = "all" } = call.parameters;
    const wanted = teamMembers(team).filter(
      (account) => role === "all" || (team.members.get(account) ?? "member") === role,
    );
    return page(call, wanted, (shown) => shown.map((each) => representOwner(call.world, each)));
  }),
  route("GET /orgs/{org}/teams/{team_slug}/memberships/{username}", ["members:read"], (call) => {
    const team = teamOf(call);
    const account = call.world.account(call.parameters.username);
    if (!account || !isTeamMember(team, account)) throw notFound();
    return ok({
      url: `${representTeam(call.world, team).url}/memberships/${account.login}`,
      role: team.members.get(account) ?? "member",
      state: "active",
    });
  }),
];

function organisationOf(world: World, login: string): Organisation {
  const organisation = world.organisation(login);
  if (!organisation) throw notFound();
  return organisation;
}

/** An installation elsewhere can't see an organisation's teams. */
function teamOf({ world, caller, parameters }: Call<{ org: string; team_slug: string }>): Team {
  const organisation = organisationOf(world, parameters.org);
  const elsewhere = caller.kind === "installation" && caller.installation.account !== organisation;
  const team = organisation.teams.get(parameters.team_slug.toLowerCase());
  if (!team || elsewhere) throw notFound();
  return team;
}
