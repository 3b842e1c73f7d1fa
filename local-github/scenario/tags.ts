import { noCommit } from "../git/git-store.ts";
import { signatureOf } from "../operations/merges.ts";
import { pushTags, type TagMove } from "../operations/tags.ts";
import { resolveCommit } from "../world/lookup.ts";
import type { Repository } from "../world/model.ts";
import { fullName, type World } from "../world/world.ts";
import { type Who, whoIs } from "./who.ts";

/** Where a tag is put: at a branch, tag or SHA (the default branch when absent). A message makes it annotated. */
export type TagSketch = { readonly at?: string; readonly message?: string };

/** The tags of a repository, as people push them. */
export class TagsScenario {
  readonly #world: World;
  readonly #repository: Repository;

  constructor(world: World, repository: Repository) {
    this.#world = world;
    this.#repository = repository;
  }

  /** Pushes one tag; answers what the tag points at: the commit, or the tag object of an annotated one. */
  async push(name: string, by: Who, sketch: TagSketch = {}): Promise<string> {
    if (this.#repository.tags.has(name)) throw new Error(`the tag ${name} exists: move it`);
    return this.#put(name, by, sketch);
  }

  /** Pushes several tags at once: GitHub sends no event for more than three. */
  async pushAll(names: readonly string[], by: Who, sketch: TagSketch = {}): Promise<void> {
    const moves: TagMove[] = [];
    for (const name of names) moves.push(await this.#moveTo(name, by, sketch));
    await pushTags(this.#world, this.#repository, moves, whoIs(this.#world, by));
  }

  /** Pushes a tag over the one that is there. */
  async move(name: string, by: Who, sketch: TagSketch): Promise<string> {
    if (!this.#repository.tags.has(name)) throw new Error(`there is no tag ${name} to move`);
    return this.#put(name, by, sketch);
  }

  async delete(name: string, by: Who): Promise<void> {
    if (!this.#repository.tags.has(name)) throw new Error(`there is no tag ${name} to delete`);
    const move = { tag: name, after: noCommit };
    await pushTags(this.#world, this.#repository, [move], whoIs(this.#world, by));
  }

  async #put(name: string, by: Who, sketch: TagSketch): Promise<string> {
    const move = await this.#moveTo(name, by, sketch);
    await pushTags(this.#world, this.#repository, [move], whoIs(this.#world, by));
    return move.after;
  }

  async #moveTo(tag: string, by: Who, { at, message }: TagSketch): Promise<TagMove> {
    const place = at ?? this.#repository.defaultBranch;
    const commitSha = await resolveCommit(this.#repository, place);
    if (commitSha === null) throw new Error(`${fullName(this.#repository)} has no ${place}`);
    if (message === undefined) return { tag, after: commitSha };
    const tagger = signatureOf(this.#world, whoIs(this.#world, by));
    const after = await this.#repository.git.writeTag({ name: tag, commitSha, tagger, message });
    return { tag, after };
  }
}
