import type { FileEdits } from "../git/write-commits.ts";
import {
  addMember,
  createAccount,
  createTeam,
  installApp,
  removeMember,
  selectRepositories,
  setTeamMembership,
  suspendApp,
  uninstallApp,
} from "../operations/accounts.ts";
import { createRepository } from "../operations/repositories.ts";
import type {
  Account,
  AppPermissions,
  Installation,
  Organisation,
  Role,
  Team,
} from "../world/model.ts";
import type { World } from "../world/world.ts";
import { writeSketches } from "./commits.ts";
import { RepositoryScenario } from "./repository.ts";
import { type Who, whoIs } from "./who.ts";

export type RepositorySketch = {
  /** The first commit's files. */
  readonly files?: FileEdits;
  readonly private?: boolean;
  readonly defaultBranch?: string;
  /** Roles by login, or by team as `@slug`. */
  readonly permissions?: Readonly<Record<string, string>>;
  /** Who makes the first commit; somebody outside when absent. */
  readonly author?: Who;
};

/** An organisation that a test sets up and changes. */
export class OrganisationScenario {
  readonly state: Organisation;
  readonly #world: World;
  readonly #permissions: AppPermissions;

  constructor(world: World, organisation: Organisation, permissions: AppPermissions) {
    this.#world = world;
    this.state = organisation;
    this.#permissions = permissions;
  }

  get login(): string {
    return this.state.login;
  }

  /** Makes somebody who is a member, or with the role `admin` an owner. */
  user(
    login: string,
    about: {
      readonly name?: string;
      readonly emails?: readonly string[];
      readonly role?: "admin" | "member";
    } = {},
  ): Account {
    const account = this.#world.account(login) ?? createAccount(this.#world, login, about);
    addMember(this.#world, this.state, account, about.role ?? "member");
    return account;
  }

  /** Takes a member out of the organisation and of its teams. */
  expel(who: Who): void {
    removeMember(this.#world, this.state, whoIs(this.#world, who));
  }

  /** Makes a team; the parent is named by slug or given. */
  team(
    name: string,
    {
      members = [],
      parent = null,
    }: { readonly members?: readonly Who[]; readonly parent?: TeamScenario | string | null } = {},
  ): TeamScenario {
    const above = typeof parent === "string" ? this.#teamNamed(parent) : (parent?.state ?? null);
    const team = createTeam(this.#world, this.state, name, above);
    const scenario = new TeamScenario(this.#world, team);
    for (const member of members) scenario.add(member);
    return scenario;
  }

  /** Makes a custom repository role. */
  customRole(name: string, { base }: { readonly base: Role }): void {
    this.state.customRoles.set(name, base);
  }

  /** What members may do in every repository. */
  set basePermission(role: Role | "none") {
    this.state.basePermission = role;
  }

  /** Makes a repository with a first commit. */
  async repository(name: string, sketch: RepositorySketch = {}): Promise<RepositoryScenario> {
    const { files = { "README.md": `# ${name}\n` }, defaultBranch = "main" } = sketch;
    const repository = await createRepository(this.#world, this.state, name, {
      private: sketch.private ?? true,
      defaultBranch,
    });
    const author = sketch.author ?? "web-flow";
    const first = [{ message: "Begin", files }];
    const tip = await writeSketches(this.#world, repository, null, first, author);
    repository.branches.set(defaultBranch, tip);
    const scenario = new RepositoryScenario(this.#world, repository);
    for (const [who, role] of Object.entries(sketch.permissions ?? {})) scenario.grant(who, role);
    return scenario;
  }

  /** Installs the app, by default on all repositories. */
  installApp(repositories?: readonly RepositoryScenario[]): Installation {
    const selected = repositories?.map(({ state }) => state) ?? "all";
    return installApp(this.#world, this.state, selected, this.#permissions);
  }

  uninstallApp(): void {
    uninstallApp(this.#world, this.#installation());
  }

  /** Suspends the app, or lets it work again. */
  suspendApp(suspended = true): void {
    suspendApp(this.#world, this.#installation(), suspended);
  }

  /** Restricts the app to some repositories. */
  selectRepositories(repositories: readonly RepositoryScenario[]): void {
    const states = repositories.map(({ state }) => state);
    selectRepositories(this.#world, this.#installation(), states);
  }

  get installationId(): number {
    return this.#installation().id;
  }

  #installation(): Installation {
    const found = this.#world.installations.find(({ account }) => account === this.state);
    if (!found) throw new Error(`the app is not installed on ${this.login}`);
    return found;
  }

  #teamNamed(slug: string): Team {
    const team = this.state.teams.get(slug);
    if (!team) throw new Error(`${this.login} has no team ${slug}`);
    return team;
  }
}

/** A team that a test changes. */
export class TeamScenario {
  readonly state: Team;
  readonly #world: World;

  constructor(world: World, team: Team) {
    this.#world = world;
    this.state = team;
  }

  add(who: Who, role: "maintainer" | "member" = "member"): void {
    setTeamMembership(this.#world, this.state, whoIs(this.#world, who), role);
  }

  remove(who: Who): void {
    setTeamMembership(this.#world, this.state, whoIs(this.#world, who), "none");
  }
}
