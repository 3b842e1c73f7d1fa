import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Disturbance, type Fault, Faults } from "./http/faults.ts";
import { RateLimit } from "./http/rate-limit.ts";
import { type Behaviour, listen, originOf } from "./http/server.ts";
import { Tokens } from "./http/tokens.ts";
import { Traffic } from "./http/traffic.ts";
import { createAccount, createApp, createOrganisation } from "./operations/accounts.ts";
import type { Services } from "./rest/route.ts";
import { checkRunOn } from "./scenario/checks.ts";
import { OrganisationScenario } from "./scenario/organisation.ts";
import type { PullRequestScenario } from "./scenario/pull-request.ts";
import { Webhooks } from "./webhooks/webhooks.ts";
import { appKey } from "./world/app-key.ts";
import type { Account, AppPermissions, CheckRun } from "./world/model.ts";
import { World } from "./world/world.ts";

export type LocalGitHubOptions = {
  /** The app's slug; its bot is `<slug>[bot]`. */
  readonly app?: string;
  /** What installations grant. Ask for too little here to see the app refused. */
  readonly permissions?: AppPermissions;
  /** The events that the app subscribed to. */
  readonly events?: readonly string[] | "all";
  /** Time on this GitHub; a fixed clock makes SHAs and time stamps repeatable. */
  readonly clock?: () => Date;
  /** 0 takes a free port. */
  readonly port?: number;
  /** Whether the stand-in checks its own answers against GitHub's description (default); benchmarks need not. */
  readonly verifyAnswers?: boolean;
};

/** What Sluice asks for in `app.yml`. */
const defaultPermissions: AppPermissions = {
  actions: "read",
  checks: "write",
  contents: "write",
  deployments: "write",
  issues: "write",
  members: "read",
  metadata: "read",
  pull_requests: "write",
  statuses: "write",
};

/** Starts a GitHub of its own on a loopback port, empty but for the app. */
export async function startLocalGitHub(options: LocalGitHubOptions = {}): Promise<LocalGitHub> {
  const { app = "sluice", permissions = defaultPermissions, events = "all" } = options;
  const { clock = () => new Date(), port = 0, verifyAnswers = true } = options;
  const world = new World(clock, await mkdtemp(join(tmpdir(), "local-github-")));
  createAccount(world, "web-flow", { name: "GitHub", emails: ["noreply@github.com"] });
  createApp(world, app, app.slice(0, 1).toUpperCase() + app.slice(1), null);
  const key = appKey();
  const secret = randomBytes(16).toString("hex");
  const webhooks = new Webhooks(world, secret);
  webhooks.events = events === "all" ? "all" : new Set(events);
  world.announce = webhooks.announce;
  const tokens = new Tokens(world, key);
  const rateLimit = new RateLimit(clock);
  const traffic = new Traffic();
  const services = { world, tokens, webhooks, rateLimit, traffic, verifyAnswers };
  const behaviour = { faults: new Faults(), latencyMs: 0 };
  const server = await listen(services, behaviour, port);
  world.origin = originOf(server);
  const secrets = { privateKey: key.privateKey, webhookSecret: secret };
  return new LocalGitHub(services, behaviour, server, secrets, permissions);
}

/** A running stand-in for GitHub: what tests, benchmarks and the demo hold in their hands. */
export class LocalGitHub {
  readonly webhooks: Webhooks;
  readonly traffic: Traffic;
  readonly rateLimit: RateLimit;
  readonly world: World;
  readonly #behaviour: Behaviour;
  readonly #server: Server;
  readonly #secrets: { readonly privateKey: string; readonly webhookSecret: string };
  readonly #permissions: AppPermissions;

  constructor(
    services: Services,
    behaviour: Behaviour,
    server: Server,
    secrets: { readonly privateKey: string; readonly webhookSecret: string },
    permissions: AppPermissions,
  ) {
    this.#behaviour = behaviour;
    this.#server = server;
    this.#secrets = secrets;
    this.#permissions = permissions;
    this.webhooks = services.webhooks;
    this.traffic = services.traffic;
    this.rateLimit = services.rateLimit;
    this.world = services.world;
  }

  /** Such as `http://127.0.0.1:3001`; the pages are here. */
  get url(): string {
    return this.world.origin;
  }

  /** Octokit's `baseUrl`. */
  get apiUrl(): string {
    return `${this.world.origin}/api/v3`;
  }

  /** The app's credentials, as Probot reads them from its environment. */
  get app(): {
    readonly id: number;
    readonly slug: string;
    readonly privateKey: string;
    readonly webhookSecret: string;
    readonly installationId: number;
    /** `GHE_HOST`; the protocol is http. */
    readonly host: string;
  } {
    const { app, installations, origin } = this.world;
    const { id, slug } = app;
    const host = new URL(origin).host;
    return { id, slug, ...this.#secrets, installationId: installations[0]?.id ?? 0, host };
  }

  /** Events go here from now on. */
  useWebhookUrl(url: string): void {
    this.webhooks.url = url;
  }

  /** Makes an organisation and, unless told otherwise, installs the app on it. */
  organisation(
    login: string,
    { appInstalled = true }: { readonly appInstalled?: boolean } = {},
  ): OrganisationScenario {
    const organisation = createOrganisation(this.world, login);
    const scenario = new OrganisationScenario(this.world, organisation, this.#permissions);
    if (appInstalled) scenario.installApp();
    return scenario;
  }

  /** Makes somebody who is in no organisation. */
  user(login: string, about: { name?: string; emails?: readonly string[] } = {}): Account {
    return createAccount(this.world, login, about);
  }

  /** The app's newest check run on a pull request's head; by name where the app has several. */
  checkRunOn(pull: PullRequestScenario, name?: string): CheckRun | null {
    return checkRunOn(this.world, pull.state, name);
  }

  failNext(fault: Fault): void {
    this.#behaviour.faults.failNext(fault);
  }

  /** Shows every request of the API before it is carried out, and lets it fail. */
  set disturbance(disturbance: Disturbance) {
    this.#behaviour.faults.disturbance = disturbance;
  }

  set latencyMs(latencyMs: number) {
    this.#behaviour.latencyMs = latencyMs;
  }

  /** Calls by route template or `graphql <operation>`. */
  get calls(): ReadonlyMap<string, number> {
    return this.traffic.calls;
  }

  /** What the stand-in could not answer truthfully; a test that ends with any of it has proved nothing. */
  get unhandledRequests(): readonly string[] {
    return this.traffic.unhandled;
  }

  /** Stops serving and removes the repositories. */
  async stop(): Promise<void> {
    await this.webhooks.stop();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    for (const { git } of this.world.repositories.values()) git.close();
    await rm(this.world.directory, { recursive: true, force: true });
  }
}
