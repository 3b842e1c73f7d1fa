import { formatRepository, type RepositoryName } from "#core/key.ts";
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

  /** Adds repositories, or corrects what is known of them. A default branch that is null leaves the known one. */
  async upsert(repositories: readonly KnownRepository[]): Promise<void> {
    await this.#database.tables.transaction().execute(async (transaction) => {
      for (const { id, installationId, repository, defaultBranch } of repositories) {
        const fullName = formatRepository(repository);
        // The name's former bearer was renamed or deleted, and no delivery told.
        await transaction
          .deleteFrom("repository")
          .where("full_name", "=", fullName)
          .where("id", "<>", id)
          .execute();
        const known = {
          installation_id: installationId,
          full_name: fullName,
          ...(defaultBranch !== null && { default_branch: defaultBranch }),
        };
        await transaction
          .insertInto("repository")
          .values({ id, swept_ms: 0, ...known })
          .onConflict((conflict) => conflict.column("id").doUpdateSet(known))
          .execute();
      }
    });
  }

  async remove(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#database.tables.deleteFrom("repository").where("id", "in", ids).execute();
  }

  /** All repositories, or those of one installation, by name. */
  async list(installationId?: number): Promise<readonly KnownRepository[]> {
    let query = this.#database.tables.selectFrom("repository").selectAll().orderBy("full_name");
    if (installationId !== undefined) {
      query = query.where("installation_id", "=", installationId);
    }
    return (await query.execute()).map(repositoryOf);
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

function repositoryOf(row: Tables["repository"]): KnownRepository {
  const slash = row.full_name.indexOf("/");
  return {
    id: row.id,
    installationId: row.installation_id,
    repository: { owner: row.full_name.slice(0, slash), name: row.full_name.slice(slash + 1) },
    defaultBranch: row.default_branch,
  };
}
