import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** Merged pull requests with what was decided of them: what gates and release drafts are made from. */
export function mergedChanges(kind: DatabaseKind): Migration {
  const { integer, text, asciiText } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`
        create table merged_change (
          repository ${text} not null,
          number ${integer} not null,
          merge_sha ${asciiText} not null,
          merged_ms ${integer} not null,
          change ${text} not null,
          primary key (repository, number)
        ) ${end}`.execute(db);
      await sql`
        create index merged_change_commit on merged_change (repository, merge_sha)`.execute(db);
    },
  };
}
