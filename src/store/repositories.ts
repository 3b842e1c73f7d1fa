import { type Kysely, sql } from "kysely";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { chunks } from "./chunks.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** An account on which the App is installed. */
export type Installation = {
  readonly id: number;
  /** The organisation's or user's login. */
  readonly account: string;
  readonly state: "active" | "suspended";
};

/** A repository that an installation reaches. */
export type KnownRepository = {
  /** GitHub's number: names change hands, numbers do not. */
  readonly id: number;
  readonly installationId: number;
  readonly repository: RepositoryName;
  /** Null while no delivery told. */
  readonly defaultBranch: string | null;
};

/** A repository whose turn it is to be swept. */
export type RepositoryToSweep = KnownRepository & {
  /** Milliseconds since the epoch; 0: never. */
  readonly sweptAtMs: number;
  /** Of the last sweep's answer, to ask whether anything changed since. */
  readonly etag: string | null;
};

/** Where the App is installed, as deliveries and sweeps tell. */
export class Repositories {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async upsertInstallation(installation: Installation): Promise<void> {
    const { id, ...rest } = installation;
    await this.#database.tables
      .insertInto("installation")
      .values({ id, ...rest })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(rest))
      .execute();
  }

  /** Forgets an installation, its repositories and the keys that only its credentials reached. */
  async removeInstallation(id: number): Promise<void> {
    await this.#database.tables.transaction().execute(async (transaction) => {
      await transaction.deleteFrom("installation").where("id", "=", id).execute();
      await transaction.deleteFrom("repository").where("installation_id", "=", id).execute();
      await transaction.deleteFrom("dirty_key").where("installation_id", "=", id).execute();
    });
  }

  async installations(): Promise<readonly Installation[]> {
    return this.#database.tables.selectFrom("installation").selectAll().orderBy("id").execute();
  }

  /** The installations of which work is waiting or was set aside, by id; also those that are not known (any more). */
  async installationsWithKeys(): Promise<readonly number[]> {
    const rows = await this.#database.tables
      .selectFrom("dirty_key")
      .select("installation_id")
      .distinct()
      .orderBy("installation_id")
      .execute();
    return rows.map(({ installation_id }) => installation_id);
  }

  /** Adds repositories, or corrects what is known of them. A default branch that is null leaves the known one. */
  async upsert(repositories: readonly KnownRepository[]): Promise<void> {
    await this.#database.tables.transaction().execute(async (transaction) => {
      for (const some of chunks(repositories)) {
        await removeFormerBearers(transaction, some);
        await transaction
          .insertInto("repository")
          .values(some.map(newRow))
          .onConflict((conflict) =>
            conflict.column("id").doUpdateSet((row) => ({
              installation_id: row.ref("excluded.installation_id"),
              full_name: row.ref("excluded.full_name"),
              default_branch: sql`coalesce(excluded.default_branch, repository.default_branch)`,
            })),
          )
          .execute();
      }
    });
  }

  async remove(ids: readonly number[]): Promise<void> {
    await removeRepositories(this.#database.tables, ids);
  }

  /** All repositories, or those of one installation, by name. */
  async list(installationId?: number): Promise<readonly KnownRepository[]> {
    let query = this.#database.tables.selectFrom("repository").selectAll().orderBy("full_name");
    if (installationId !== undefined) {
      query = query.where("installation_id", "=", installationId);
    }
    return (await query.execute()).map(repositoryOf);
  }

  /** The repository of that name, whatever its letters' case; null when no installation reaches it. */
  async find(repository: RepositoryName): Promise<KnownRepository | null> {
    const row = await this.#database.tables
      .selectFrom("repository")
      .selectAll()
      .where(sql`lower(full_name)`, "=", formatRepository(repository).toLowerCase())
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : repositoryOf(row);
  }

  async count(): Promise<number> {
    const { repositories } = await this.#database.tables
      .selectFrom("repository")
      .select((row) => row.fn.countAll<number>().as("repositories"))
      .executeTakeFirstOrThrow();
    return repositories;
  }

  /** Repositories of installations that are not suspended, the one swept longest ago first. */
  async toSweep(limit: number): Promise<readonly RepositoryToSweep[]> {
    const rows = await this.#database.tables
      .selectFrom("repository")
      .selectAll()
      .where("installation_id", "not in", (suspended) =>
        suspended.selectFrom("installation").select("id").where("state", "=", "suspended"),
      )
      .orderBy("swept_ms")
      .orderBy("id")
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      ...repositoryOf(row),
      sweptAtMs: row.swept_ms,
      etag: row.sweep_etag,
    }));
  }

  async noteSwept(
    { repository }: { readonly repository: RepositoryName },
    atMs: number,
    etag: string | null = null,
  ): Promise<void> {
    await this.#database.tables
      .updateTable("repository")
      .set({ swept_ms: atMs, sweep_etag: etag })
      .where("full_name", "=", formatRepository(repository))
      .execute();
  }
}

/** Whoever bears one of these names under another number was renamed or deleted, and no delivery told. */
async function removeFormerBearers(
  transaction: Kysely<Tables>,
  repositories: readonly KnownRepository[],
): Promise<void> {
  const ids = new Map(repositories.map((known) => [formatRepository(known.repository), known.id]));
  const bearers = await transaction
    .selectFrom("repository")
    .select(["id", "full_name"])
    .where("full_name", "in", [...ids.keys()])
    .execute();
  const former = bearers.filter(({ id, full_name }) => ids.get(full_name) !== id);
  await removeRepositories(
    transaction,
    former.map(({ id }) => id),
  );
}

async function removeRepositories(tables: Kysely<Tables>, ids: readonly number[]): Promise<void> {
  for (const some of chunks(ids)) {
    await tables.deleteFrom("repository").where("id", "in", some).execute();
  }
}

function newRow({ id, installationId, repository, defaultBranch }: KnownRepository) {
  return {
    id,
    installation_id: installationId,
    full_name: formatRepository(repository),
    default_branch: defaultBranch,
    swept_ms: 0,
  };
}

function repositoryOf(row: Tables["repository"]): KnownRepository {
  const slash = row.full_name.indexOf("/");
  return {
    id: row.id,
    installationId: row.installation_id,
    repository: { owner: row.full_name.slice(0, slash), name: row.full_name.slice(slash + 1) },
    defaultBranch: row.default_branch,
  };
}
