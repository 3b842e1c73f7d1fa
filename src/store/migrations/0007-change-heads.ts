import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** The head commits that each change had, as they were decided. */
export function changeHeads(kind: DatabaseKind): Migration {
  const { integer, text } = columnTypes(kind);
  return {
    async up(db) {
      await sql`
        create table change_head (
          repository ${text} not null,
          number ${integer} not null,
          head_sha ${text} not null,
          diff_digest ${text},
          level ${text} not null check (level in ('low', 'medium', 'high', 'critical')),
          decided_ms ${integer} not null,
          primary key (repository, number, head_sha)
        ) ${tableEnd(kind)}`.execute(db);
      await sql`create index change_head_decided on change_head (decided_ms)`.execute(db);
    },
  };
}
