import type { Kysely } from "kysely";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { RecordedName, RecordedRelease } from "#core/release/find-recorded-names.ts";
import type { ReleaseContents } from "#core/release/release-contents.ts";
import { chunks } from "./chunks.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** What each drafted release brings: which pull requests, and by what its commits may be known again. */
export class ReleasedChanges {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps what a release brings now. Pull requests that were told of it stay told. */
  async note(repository: RepositoryName, tag: string, contents: ReleaseContents): Promise<void> {
    const release = { repository: formatRepository(repository), tag };
    await this.#database.tables.transaction().execute(async (transaction) => {
      await transaction
        .updateTable("release")
        .set({ ancestor_tag: contents.ancestorTag })
        .where("repository", "=", release.repository)
        .where("tag", "=", tag)
        .execute();
      await writeChanges(transaction, release, contents.changes);
      await writeNames(transaction, release, contents.names);
    });
  }

  /** Forgets what a release would have brought; what was told stays told. */
  async forget(repository: RepositoryName, tag: string): Promise<void> {
    await this.note(repository, tag, { ancestorTag: null, changes: [], names: [] });
  }

  /** Which releases but one had commits of these names. */
  async named(
    repository: RepositoryName,
    tag: string,
    names: readonly string[],
  ): Promise<readonly RecordedName[]> {
    const found = await Promise.all(
      chunks([...new Set(names)]).map((some) =>
        this.#database.tables
          .selectFrom("shipped_name")
          .select(["name", "tag", "sha"])
          .where("repository", "=", formatRepository(repository))
          .where("name", "in", some)
          .where("tag", "!=", tag)
          .execute(),
      ),
    );
    return found.flat();
  }

  /** The releases of a repository, the one that was drafted first coming first. */
  async inOrder(repository: RepositoryName): Promise<readonly RecordedRelease[]> {
    const rows = await this.#database.tables
      .selectFrom("release")
      .select(["tag", "ancestor_tag"])
      .where("repository", "=", formatRepository(repository))
      .where("first_seq", "is not", null)
      .orderBy("first_seq")
      .execute();
    return rows.map((row) => ({ tag: row.tag, ancestorTag: row.ancestor_tag }));
  }

  /** The drafts that show a pull request, each with the digest of what it shows; none that is published. */
  async draftsWith(
    repository: RepositoryName,
    number: number,
  ): Promise<readonly { readonly tag: string; readonly shown: string }[]> {
    const rows = await this.#database.tables
      .selectFrom("released_change")
      .select(["tag", "shown"])
      .where("repository", "=", formatRepository(repository))
      .where("number", "=", number)
      .execute();
    const drafts = await this.#draftsAmong(
      repository,
      rows.map(({ tag }) => tag),
    );
    return rows.filter(({ tag }) => drafts.has(tag));
  }

  /** The drafts that hold a commit; none that is published. */
  async draftsHolding(repository: RepositoryName, sha: string): Promise<readonly string[]> {
    const rows = await this.#database.tables
      .selectFrom("shipped_name")
      .select("tag")
      .distinct()
      .where("repository", "=", formatRepository(repository))
      .where("name", "=", `sha ${sha}`)
      .where("sha", "=", sha)
      .execute();
    return [
      ...(await this.#draftsAmong(
        repository,
        rows.map(({ tag }) => tag),
      )),
    ];
  }

  async #draftsAmong(
    repository: RepositoryName,
    tags: readonly string[],
  ): Promise<ReadonlySet<string>> {
    if (tags.length === 0) return new Set();
    const rows = await this.#database.tables
      .selectFrom("release")
      .select("tag")
      .where("repository", "=", formatRepository(repository))
      .where("tag", "in", tags)
      .where("release_id", "is not", null)
      .where("published_digest", "is", null)
      .execute();
    return new Set(rows.map(({ tag }) => tag));
  }

  /** Pull requests in a release that were not told of it, the newest first. */
  async untold(repository: RepositoryName, tag: string, limit: number): Promise<readonly number[]> {
    const rows = await this.#database.tables
      .selectFrom("released_change")
      .select("number")
      .where("repository", "=", formatRepository(repository))
      .where("tag", "=", tag)
      .where("is_in", "=", 1)
      .where("is_told", "=", 0)
      .orderBy("number", "desc")
      .limit(limit)
      .execute();
    return rows.map(({ number }) => number);
  }

  async noteTold(
    repository: RepositoryName,
    tag: string,
    numbers: readonly number[],
  ): Promise<void> {
    await this.#database.tables
      .updateTable("released_change")
      .set({ is_told: 1 })
      .where("repository", "=", formatRepository(repository))
      .where("tag", "=", tag)
      .where("number", "in", numbers)
      .execute();
  }
}

type ReleaseName = { readonly repository: string; readonly tag: string };

async function writeChanges(
  transaction: Kysely<Tables>,
  release: ReleaseName,
  changes: ReleaseContents["changes"],
): Promise<void> {
  const { repository, tag } = release;
  await transaction
    .deleteFrom("released_change")
    .where("repository", "=", repository)
    .where("tag", "=", tag)
    .where("is_told", "=", 0)
    .execute();
  const distinct = new Map(changes.map((change) => [change.number, change]));
  for (const some of chunks([...distinct.values()])) {
    const rows = some.map(({ number, shown, isIn }) => ({
      ...release,
      ...{ number, shown, is_in: isIn ? 1 : 0, is_told: 0 },
    }));
    await transaction
      .insertInto("released_change")
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(["repository", "tag", "number"]).doUpdateSet(({ ref }) => ({
          shown: ref("excluded.shown"),
          is_in: ref("excluded.is_in"),
        })),
      )
      .execute();
  }
}

async function writeNames(
  transaction: Kysely<Tables>,
  release: ReleaseName,
  names: ReleaseContents["names"],
): Promise<void> {
  await transaction
    .deleteFrom("shipped_name")
    .where("repository", "=", release.repository)
    .where("tag", "=", release.tag)
    .execute();
  for (const some of chunks(names)) {
    await transaction
      .insertInto("shipped_name")
      .values(some.map((one) => ({ ...release, ...one })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
