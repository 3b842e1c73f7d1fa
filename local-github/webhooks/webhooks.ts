import { randomUUID } from "node:crypto";
import { representOrganisation, representOwner } from "../represent/account.ts";
import { representRepository } from "../represent/repository.ts";
import type { Installation, Owner } from "../world/model.ts";
import type { Announcement, World } from "../world/world.ts";
import { type Delivery, deliveryHeaders, send } from "./delivery.ts";

/** Events that reach an app whatever it subscribed to. */
const always: ReadonlySet<string> = new Set(["installation", "installation_repositories"]);

/** GitHub forgets deliveries after days; here a benchmark must not fill the memory. */
const mostRemembered = 10_000;

type Trick = { readonly kind: "drop" | "lose" | "duplicate"; readonly event: string | null };

/**
 * Sends events to the app, in order and one at a time unless told otherwise. Tests can hold, reorder, drop and
 * duplicate what is on its way.
 */
export class Webhooks {
  url: string | null = null;
  /** With what deliveries are signed from now on. */
  secret: string;
  /** Events that the app subscribed to. */
  events: ReadonlySet<string> | "all" = "all";
  /** How many deliveries may be under way at once. */
  concurrency = 1;
  /** What was to be delivered of late, oldest first. */
  readonly deliveries: Delivery[] = [];
  readonly #world: World;
  #waiting: Delivery[] = [];
  #tricks: Trick[] = [];
  #underWay = 0;
  #held = false;
  #settled: (() => void)[] = [];

  constructor(world: World, secret: string) {
    this.#world = world;
    this.secret = secret;
  }

  /** Addresses an announcement to the installation that may know of it; without a URL nothing is sent. */
  readonly announce = (announcement: Announcement): void => {
    const { event } = announcement;
    const wanted = this.events === "all" || this.events.has(event) || always.has(event);
    const installation = this.#addressee(announcement);
    if (!wanted || !installation || this.url === null) return;
    const body = JSON.stringify(this.#payload(announcement, installation));
    this.#deliver(announcement, installation, body);
  };

  /** Keeps what comes until {@link release}. */
  hold(): void {
    this.#held = true;
  }

  /** Sends what was held, in the order that `reorder` puts it. */
  release(reorder: (held: readonly Delivery[]) => readonly Delivery[] = (held) => held): void {
    this.#held = false;
    this.#waiting = [...reorder(this.#waiting)];
    this.#pump();
  }

  /** The next delivery (of an event) fails as if the receiver had timed out: it can be seen and redelivered. */
  dropNext(event: string | null = null): void {
    this.#tricks.push({ kind: "drop", event });
  }

  /** The next delivery (of an event) vanishes without a trace. */
  loseNext(event: string | null = null): void {
    this.#tricks.push({ kind: "lose", event });
  }

  /** The next delivery (of an event) arrives twice. */
  duplicateNext(event: string | null = null): void {
    this.#tricks.push({ kind: "duplicate", event });
  }

  /** What was to happen to next deliveries does not. */
  forgetTricks(): void {
    this.#tricks = [];
  }

  /** Sends a delivery again, as somebody or the app asks for. */
  redeliver(delivery: Delivery): Delivery {
    const again: Delivery = { ...delivery, ...this.#fresh(), redelivery: true };
    this.#remember(again);
    this.#enqueue(again);
    return again;
  }

  /** Waits until nothing is under way; what is held does not count. */
  settled(): Promise<void> {
    if (this.#underWay === 0 && (this.#held || this.#waiting.length === 0)) {
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#settled.push(resolve));
  }

  /** Sends nothing more, and waits for what is under way. */
  async stop(): Promise<void> {
    this.url = null;
    this.#waiting = [];
    await this.settled();
  }

  #addressee(announcement: Announcement): Installation | undefined {
    const { installation, repository, organisation } = announcement;
    if (installation) return installation;
    if (repository) return this.#world.installationOn(repository);
    return this.#world.installations.find(({ account }) => account === organisation);
  }

  #payload(announcement: Announcement, installation: Installation): object {
    const { action, repository, organisation, sender, payload } = announcement;
    const owner: Owner | undefined = organisation ?? repository?.owner;
    return {
      ...(action !== null && { action }),
      ...(repository && { repository: representRepository(this.#world, repository) }),
      ...(owner?.kind === "organisation" && {
        organization: representOrganisation(this.#world, owner),
      }),
      installation: { id: installation.id, node_id: installation.nodeId },
      sender: representOwner(this.#world, sender),
      ...payload,
    };
  }

  #deliver(announcement: Announcement, installation: Installation, body: string): void {
    const { event, action, repository } = announcement;
    const guid = randomUUID();
    const delivery: Delivery = {
      ...this.#fresh(),
      guid,
      event,
      action,
      installation,
      repository: repository ?? null,
      redelivery: false,
      headers: deliveryHeaders(event, guid, body, this.secret),
      body,
    };
    const trick = this.#takeTrick(event);
    if (trick === "lose") return;
    this.#remember(delivery);
    if (trick === "drop") {
      delivery.outcome = this.#timedOut();
      return;
    }
    this.#enqueue(delivery);
    if (trick === "duplicate") this.#enqueue({ ...delivery });
  }

  #remember(delivery: Delivery): void {
    this.deliveries.push(delivery);
    if (this.deliveries.length > mostRemembered) this.deliveries.shift();
  }

  #enqueue(delivery: Delivery): void {
    this.#waiting.push(delivery);
    this.#pump();
  }

  #pump(): void {
    while (!this.#held && this.#underWay < this.concurrency) {
      const delivery = this.#waiting.shift();
      if (!delivery) break;
      this.#underWay += 1;
      void this.#send(delivery);
    }
    if (this.#underWay > 0) return;
    for (const resolve of this.#settled.splice(0)) resolve();
  }

  async #send(delivery: Delivery): Promise<void> {
    const url = this.url;
    if (url !== null) delivery.outcome = await send(url, delivery, this.#world.now());
    this.#underWay -= 1;
    this.#pump();
  }

  #takeTrick(event: string): Trick["kind"] | null {
    const index = this.#tricks.findIndex((trick) => trick.event === null || trick.event === event);
    const [trick] = index < 0 ? [] : this.#tricks.splice(index, 1);
    return trick?.kind ?? null;
  }

  #fresh(): { readonly id: number; outcome: Delivery["outcome"] } {
    return { id: this.#world.identify("D").id, outcome: null };
  }

  #timedOut(): Delivery["outcome"] {
    return {
      deliveredAt: this.#world.now(),
      durationSeconds: 10,
      status: "timed out",
      statusCode: 504,
      responseHeaders: {},
      responseBody: "",
    };
  }
}
