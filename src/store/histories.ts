import { type Kysely, type Selectable, sql } from "kysely";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { Tables } from "./tables.ts";

/** How far a repository's past was read from GitHub. */
export type ReadingProgress = {
  /** The default branch; null before it is known. */
  readonly branch: string | null;
  /** Where to go on; null at the beginning. */
  readonly cursor: string | null;
  /** Calls spent so far. */
  readonly calls: number;
  /** When it ended; null before. */
  readonly endedAtMs: number | null;
};

export type HistoryRow = Selectable<Tables["history"]>;

/** The history that is kept of a repository, if any. GitHub tells names apart by their letters, not by their case. */
export function findHistory(
  tables: Kysely<Tables>,
  repository: RepositoryName,
): Promise<HistoryRow | undefined> {
  return tables
    .selectFrom("history")
    .selectAll()
    .where("repository", "=", nameOf(repository))
    .executeTakeFirst();
}

/** Makes sure that a history is kept; gives its number. */
export async function beginHistory(
  tables: Kysely<Tables>,
  repository: RepositoryName,
): Promise<number> {
  const { id } = await tables
    .insertInto("history")
    .values({ repository: nameOf(repository), owner: repository.owner.toLowerCase(), calls: 0 })
    .onConflict((conflict) =>
      // Changes nothing; without it no number would be given for a history that is there.
      conflict.column("repository").doUpdateSet((row) => ({ owner: row.ref("excluded.owner") })),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function noteProgress(
  tables: Kysely<Tables>,
  id: number,
  { branch, cursor, calls, endedAtMs }: ReadingProgress,
): Promise<void> {
  await tables
    .updateTable("history")
    .set({ branch, cursor, calls, read_ms: endedAtMs })
    .where("id", "=", id)
    .execute();
}

/** Opens a history to questions. Of several ways to learn of the past the one that reaches back farthest counts. */
export async function markReady(
  tables: Kysely<Tables>,
  id: number,
  { completeFromMs, atMs }: { readonly completeFromMs: number; readonly atMs: number },
): Promise<void> {
  await tables
    .updateTable("history")
    .set({
      ready_ms: sql`coalesce(ready_ms, ${atMs})`,
      complete_from_ms: sql`case when complete_from_ms < ${completeFromMs}
        then complete_from_ms else ${completeFromMs} end`,
    })
    .where("id", "=", id)
    .execute();
}

function nameOf(repository: RepositoryName): string {
  return formatRepository(repository).toLowerCase();
}
