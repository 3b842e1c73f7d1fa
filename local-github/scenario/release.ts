import { deleteRelease, type ReleaseEdits, updateRelease } from "../operations/releases.ts";
import { releasePage } from "../represent/release.ts";
import type { Release } from "../world/release.ts";
import type { World } from "../world/world.ts";
import { type Who, whoIs } from "./who.ts";

/** A release, or the draft of one, that people work on. */
export class ReleaseScenario {
  readonly state: Release;
  readonly #world: World;

  constructor(world: World, release: Release) {
    this.#world = world;
    this.state = release;
  }

  get tag(): string {
    return this.state.tagName;
  }

  get name(): string | null {
    return this.state.name;
  }

  get body(): string {
    return this.state.body ?? "";
  }

  get isDraft(): boolean {
    return this.state.publishedAt === null;
  }

  /** Where people see it. */
  get url(): string {
    return releasePage(this.#world, this.state);
  }

  async edit(
    edits: Pick<ReleaseEdits, "name" | "body" | "tagName" | "prerelease">,
    by: Who,
  ): Promise<void> {
    await updateRelease(this.#world, this.state, edits, whoIs(this.#world, by));
  }

  async publish(by: Who): Promise<void> {
    await updateRelease(this.#world, this.state, { draft: false }, whoIs(this.#world, by));
  }

  /** Makes a draft of it again. */
  async unpublish(by: Who): Promise<void> {
    await updateRelease(this.#world, this.state, { draft: true }, whoIs(this.#world, by));
  }

  delete(by: Who): void {
    deleteRelease(this.#world, this.state, whoIs(this.#world, by));
  }
}
