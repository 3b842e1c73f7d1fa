import { Refusal } from "../../operations/refusal.ts";
import { htmlUrlOf } from "../../represent/account.ts";
import type { Account, Organisation, Team } from "../../world/model.ts";
import { teamMembers } from "../../world/permission.ts";
import { connection, type PageArguments } from "../connection.ts";
import { type Context, requirePermission } from "../context.ts";

/** `Organization`. */
export class OrganisationView {
  readonly __typename = "Organization";
  readonly id: string;
  readonly databaseId: number;
  readonly login: string;
  readonly name: string;
  readonly url: string;
  readonly #context: Context;
  readonly #organisation: Organisation;

  constructor(context: Context, organisation: Organisation) {
    this.#context = context;
    this.#organisation = organisation;
    this.id = organisation.nodeId;
    this.databaseId = organisation.id;
    this.login = organisation.login;
    this.name = organisation.login;
    this.url = htmlUrlOf(context.world, organisation);
  }

  team({ slug }: { slug: string }): object | null {
    this.#requireMembers();
    const team = this.#organisation.teams.get(slug.toLowerCase());
    return team ? this.#context.views.team(team) : null;
  }

  teams(page: PageArguments): object {
    this.#requireMembers();
    const teams = [...this.#organisation.teams.values()];
    return connection("teams", page, teams, this.#context.views.team);
  }

  membersWithRole(page: PageArguments): object {
    this.#requireMembers();
    const members = [...this.#organisation.members.keys()];
    return connection("membersWithRole", page, members, this.#context.views.actor);
  }

  /** Teams and members are an organisation's own: an installation elsewhere does not see them. */
  #requireMembers(): void {
    const { caller } = this.#context;
    const here =
      caller.kind === "installation" && caller.installation.account === this.#organisation;
    if (!here) throw new Refusal(403, "Resource not accessible by integration");
    requirePermission(this.#context, null, "members:read");
  }
}

/** `Team`. */
export class TeamView {
  readonly __typename = "Team";
  readonly id: string;
  readonly databaseId: number;
  readonly name: string;
  readonly slug: string;
  readonly combinedSlug: string;
  readonly #context: Context;
  readonly #team: Team;

  constructor(context: Context, team: Team) {
    this.#context = context;
    this.#team = team;
    this.id = team.nodeId;
    this.databaseId = team.id;
    this.name = team.name;
    this.slug = team.slug;
    this.combinedSlug = `${team.organisation.login}/${team.slug}`;
  }

  get organization(): object {
    return this.#context.views.organisation(this.#team.organisation);
  }

  get parentTeam(): object | null {
    return this.#team.parent && this.#context.views.team(this.#team.parent);
  }

  /** Members of child teams count unless only immediate ones are asked for. */
  members(
    page: PageArguments & { membership?: "ALL" | "IMMEDIATE" | "CHILD_TEAM"; query?: string },
  ) {
    const immediate = [...this.#team.members.keys()];
    const all = teamMembers(this.#team);
    const byMembership: Readonly<Record<string, readonly Account[]>> = {
      ALL: all,
      IMMEDIATE: immediate,
      CHILD_TEAM: all.filter((account) => !immediate.includes(account)),
    };
    const chosen = byMembership[page.membership ?? "ALL"] ?? all;
    const matching = page.query
      ? chosen.filter(({ login }) => login.toLowerCase().includes(page.query?.toLowerCase() ?? ""))
      : chosen;
    return connection("members", page, matching, this.#context.views.actor);
  }
}
