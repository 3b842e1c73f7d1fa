import type { Signature } from "../git/commit.ts";
import type { FileEdits } from "../git/write-commits.ts";
import { signatureOf } from "../operations/merges.ts";
import type { Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { type Who, whoIs } from "./who.ts";

/** A commit to be made. An author given by name and email need not be an account. */
export type CommitSketch = {
  readonly author?: Who | { readonly name: string; readonly email: string };
  readonly committer?: Who | { readonly name: string; readonly email: string };
  readonly message?: string;
  /** What the commit says of its own time: anybody can write anything there. Now, when absent. */
  readonly date?: Date;
  /** New content by path; null removes the file. */
  readonly files?: FileEdits;
  /** A further parent: makes this a merge commit. */
  readonly merge?: string;
  /** A whole tree in place of edits. */
  readonly tree?: string;
};

/** Writes commits on top of a commit (null: the first of a history) and answers the new tip. */
export async function writeSketches(
  world: World,
  repository: Repository,
  onto: string | null,
  sketches: readonly CommitSketch[],
  author: Who,
): Promise<string> {
  const commits = sketches.map((sketch, index) => {
    const sign = (who: NonNullable<CommitSketch["author"]>) => ({
      ...signed(world, who),
      ...(sketch.date !== undefined && { date: sketch.date }),
    });
    const writer = sign(sketch.author ?? author);
    const first = index === 0 && onto !== null ? [onto] : [];
    const merged = sketch.merge === undefined ? [] : [sketch.merge];
    const path = Object.keys(sketch.files ?? {})[0] ?? "nothing";
    return {
      message: sketch.message ?? `Change ${path}`,
      author: writer,
      committer: sketch.committer ? sign(sketch.committer) : writer,
      parents: [...first, ...merged],
      files: sketch.files ?? {},
      ...(sketch.tree !== undefined && { tree: sketch.tree }),
    };
  });
  const tip = (await repository.git.write(commits)).at(-1);
  if (tip === undefined) throw new Error("there is nothing to commit");
  return tip;
}

function signed(world: World, who: NonNullable<CommitSketch["author"]>): Signature {
  if (typeof who !== "string" && !("kind" in who)) return { ...who, date: world.clock() };
  return signatureOf(world, whoIs(world, who));
}
