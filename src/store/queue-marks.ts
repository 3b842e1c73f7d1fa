import { type Kysely, sql } from "kysely";
import type { InstallationKey } from "#core/key.ts";
import { encodeKey } from "#core/key-encoding.ts";
import { type Cause, rankOf, ranks } from "#core/key-rank.ts";
import { chunks } from "./chunks.ts";
import type { Tables } from "./tables.ts";

/** A key that needs work, and from when on, milliseconds since the epoch. */
export type Mark = {
  readonly installationId: number;
  /** Encoded. */
  readonly key: string;
  readonly readyMs: number;
  /** The place in {@link ranks}. */
  readonly rank: number;
};

export function markOf(
  { installationId, key }: InstallationKey,
  readyMs: number,
  cause: Cause = "event",
): Mark {
  return {
    installationId,
    key: encodeKey(key),
    readyMs,
    rank: ranks.indexOf(rankOf(key, cause)),
  };
}

/**
 * Writes marks in the given transaction. A key that is dirty already gets a new generation, is ready at the earlier of both times and has
 * the more urgent of both ranks; one that was set aside lives again.
 */
export async function writeMarks(
  transaction: Kysely<Tables>,
  marks: readonly Mark[],
): Promise<void> {
  for (const rows of chunks(coalesce(marks))) {
    await transaction
      .insertInto("dirty_key")
      .values(rows.map(newRow))
      .onConflict((conflict) =>
        conflict.columns(["installation_id", "key"]).doUpdateSet({
          generation: sql`dirty_key.generation + 1`,
          // A dead key's own time means nothing any more.
          ready_ms: sql`case when dirty_key.dead_ms is null and dirty_key.ready_ms < excluded.ready_ms
            then dirty_key.ready_ms else excluded.ready_ms end`,
          rank: sql`case when dirty_key.dead_ms is null and dirty_key.rank < excluded.rank
            then dirty_key.rank else excluded.rank end`,
          attempts: sql`case when dirty_key.dead_ms is null then dirty_key.attempts else 0 end`,
          faults: sql`case when dirty_key.dead_ms is null then dirty_key.faults else 0 end`,
          dead_ms: null,
        }),
      )
      .execute();
  }
}

/** One row a key, in an order that is the same for every process: two that mark the same keys then never wait for each other in a circle. */
function coalesce(marks: readonly Mark[]): readonly Mark[] {
  const byKey = new Map<string, Mark>();
  for (const mark of marks) {
    const name = `${mark.installationId} ${mark.key}`;
    const known = byKey.get(name);
    byKey.set(name, {
      ...mark,
      readyMs: Math.min(mark.readyMs, known?.readyMs ?? mark.readyMs),
      rank: Math.min(mark.rank, known?.rank ?? mark.rank),
    });
  }
  return [...byKey.values()].sort(
    (a, b) => a.installationId - b.installationId || (a.key < b.key ? -1 : 1),
  );
}

function newRow({ installationId, key, readyMs, rank }: Mark) {
  return {
    installation_id: installationId,
    key,
    generation: 1,
    ready_ms: readyMs,
    rank,
    lease_until_ms: 0,
    attempts: 0,
    faults: 0,
  };
}
