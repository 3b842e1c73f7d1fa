import type {
  Account,
  App,
  Installation,
  Node,
  Organisation,
  Owner,
  PullRequest,
  Repository,
} from "./model.ts";

/** An event that GitHub would tell the app about, before it is addressed to an installation. */
export type Announcement = {
  readonly event: string;
  readonly action: string | null;
  readonly sender: Account;
  readonly repository?: Repository;
  readonly organisation?: Organisation;
  /** Sent to this installation whatever its repositories are. */
  readonly installation?: Installation;
  /** The event's own part of the payload. */
  readonly payload: Readonly<Record<string, unknown>>;
};

/** Who is on the receiving end of announcements. */
export type Announcer = (announcement: Announcement) => void;

/** Everything that exists on the local GitHub, found by name or id. */
export class World {
  /** Origin of every address, such as `http://127.0.0.1:3001`; set once the server listens. */
  origin = "";
  announce: Announcer = () => {};
  readonly clock: () => Date;
  readonly directory: string;
  readonly repositories = new Map<string, Repository>();
  readonly installations: Installation[] = [];
  readonly nodes = new Map<string, Node>();
  readonly #owners = new Map<string, Owner>();
  readonly #accountsByEmail = new Map<string, Account>();
  readonly #apps = new Map<string, App>();
  #lastId = 1000;

  constructor(clock: () => Date, directory: string) {
    this.clock = clock;
    this.directory = directory;
  }

  /** The moment now as GitHub writes it: UTC, whole seconds. */
  now(): string {
    return timestampOf(this.clock());
  }

  /** A fresh database id and the node id made of it. */
  identify(prefix: string): { readonly id: number; readonly nodeId: string } {
    this.#lastId += 1;
    return { id: this.#lastId, nodeId: nodeIdOf(prefix, this.#lastId) };
  }

  /** Makes a thing findable by its node id. */
  register<Thing extends Node>(thing: Thing): Thing {
    this.nodes.set(thing.nodeId, thing);
    return thing;
  }

  owner(login: string): Owner | undefined {
    return this.#owners.get(login.toLowerCase());
  }

  addOwner<Someone extends Owner>(owner: Someone): Someone {
    if (this.owner(owner.login)) throw new Error(`${owner.login} exists already`);
    this.#owners.set(owner.login.toLowerCase(), owner);
    if (owner.kind !== "organisation") {
      for (const email of owner.emails) this.#accountsByEmail.set(email.toLowerCase(), owner);
    }
    return this.register(owner);
  }

  account(login: string): Account | undefined {
    const owner = this.owner(login);
    return owner && owner.kind !== "organisation" ? owner : undefined;
  }

  organisation(login: string): Organisation | undefined {
    const owner = this.owner(login);
    return owner?.kind === "organisation" ? owner : undefined;
  }

  /** Whose commits have this address; null when it maps to nobody. */
  accountByEmail(email: string): Account | null {
    return this.#accountsByEmail.get(email.toLowerCase()) ?? null;
  }

  addRepository(repository: Repository): Repository {
    this.repositories.set(fullName(repository).toLowerCase(), repository);
    return this.register(repository);
  }

  repository(owner: string, name: string): Repository | undefined {
    return this.repositories.get(`${owner}/${name}`.toLowerCase());
  }

  addApp(app: App): App {
    this.#apps.set(app.slug, app);
    return this.register(app);
  }

  appNamed(slug: string): App | undefined {
    return this.#apps.get(slug);
  }

  /** The app under test: the first that was registered, and the only one that is installed and told of events. */
  get app(): App {
    const [first] = this.#apps.values();
    if (!first) throw new Error("no app is registered yet");
    return first;
  }

  /** The installation that covers a repository; undefined when the app can't see it. */
  installationOn(repository: Repository): Installation | undefined {
    return this.installations.find(
      ({ account, repositories, suspended }) =>
        !suspended &&
        account === repository.owner &&
        (repositories === "all" || repositories.has(repository)),
    );
  }

  pullRequests(): readonly PullRequest[] {
    return [...this.repositories.values()].flatMap(pullRequestsOf);
  }
}

/** UTC with whole seconds, as GitHub writes every moment. */
export function timestampOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** A stable node id for a database id. */
export function nodeIdOf(prefix: string, id: number): string {
  return `${prefix}_${Buffer.from(`local${id}`).toString("base64url")}`;
}

/** `owner/name`. */
export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** A repository's pull requests, oldest first. */
export function pullRequestsOf(repository: Repository): readonly PullRequest[] {
  return [...repository.issues.values()].filter((issue) => issue.kind === "pull-request");
}
