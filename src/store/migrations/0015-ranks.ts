import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes } from "./column-types.ts";

/** How urgently each key is wanted. */
export function keyRanks(kind: DatabaseKind): Migration {
  const { integer } = columnTypes(kind);
  return {
    async up(db) {
      // What waits at this moment is usual.
      await sql`alter table dirty_key add column rank ${integer} not null default 1`.execute(db);
      await sql`drop index dirty_key_ready`.execute(db);
      await sql`
        create index dirty_key_ready on dirty_key (installation_id, rank, ready_ms)
        where dead_ms is null`.execute(db);
    },
  };
}
