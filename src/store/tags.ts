import { formatRepository, type RepositoryName } from "#core/key.ts";
import { chunks } from "./chunks.ts";
import type { Database } from "./database.ts";

/** A tag's reference: what it names is a commit, or the tag object of an annotated tag. */
export type TagReference = { readonly tag: string; readonly targetSha: string };

/** Which tags a repository had when the app came, and which were looked at since. */
export class Tags {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Whether it is known which tags are the past. */
  async isWatched(repository: RepositoryName): Promise<boolean> {
    const row = await this.#database.tables
      .selectFrom("tag_watch")
      .select("repository")
      .where("repository", "=", formatRepository(repository))
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Takes the tags that are there for the past, once; those that were looked at stay as they are. */
  async beginWatch(repository: RepositoryName, tags: readonly string[]): Promise<void> {
    const name = formatRepository(repository);
    await this.#database.tables.transaction().execute(async (transaction) => {
      for (const some of chunks(tags)) {
        await transaction
          .insertInto("known_tag")
          .values(some.map((tag) => ({ repository: name, tag, target_sha: null })))
          .onConflict((conflict) => conflict.columns(["repository", "tag"]).doNothing())
          .execute();
      }
      await transaction
        .insertInto("tag_watch")
        .values({ repository: name, since_ms: this.#now() })
        .onConflict((conflict) => conflict.column("repository").doNothing())
        .execute();
    });
  }

  /** Remembers that a tag was looked at, and what its reference named; null when it was gone: should it come back, it is new. */
  async noteSeen(repository: RepositoryName, tag: string, targetSha: string | null): Promise<void> {
    const name = formatRepository(repository);
    if (targetSha === null) {
      await this.#database.tables
        .deleteFrom("known_tag")
        .where("repository", "=", name)
        .where("tag", "=", tag)
        .execute();
      return;
    }
    await this.#database.tables
      .insertInto("known_tag")
      .values({ repository: name, tag, target_sha: targetSha })
      .onConflict((conflict) =>
        conflict.columns(["repository", "tag"]).doUpdateSet({ target_sha: targetSha }),
      )
      .execute();
  }

  /**
   * The tags that must be looked at, given all that the repository has now: those that are new, those that moved since they were looked at,
   * and those that were deleted since. What was there when the app came is the past and left alone.
   */
  async findMissed(
    repository: RepositoryName,
    present: readonly TagReference[],
  ): Promise<readonly string[]> {
    const rows = await this.#database.tables
      .selectFrom("known_tag")
      .select(["tag", "target_sha"])
      .where("repository", "=", formatRepository(repository))
      .execute();
    const known = new Map(rows.map((row) => [row.tag, row.target_sha]));
    const names = new Set(present.map(({ tag }) => tag));
    const moved = present.filter(({ tag, targetSha }) => {
      const former = known.get(tag);
      return former === undefined || (former !== null && former !== targetSha);
    });
    const gone = rows.filter(({ tag, target_sha }) => target_sha !== null && !names.has(tag));
    return [...moved, ...gone].map(({ tag }) => tag);
  }
}
