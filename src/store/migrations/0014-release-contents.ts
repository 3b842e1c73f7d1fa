import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** What each drafted release brings, by what it may be known again in another line, and why a release could not be drafted. */
export function releaseContents(kind: DatabaseKind): Migration {
  const { integer, text, asciiText } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`alter table release add column first_seq ${integer}`.execute(db);
      await sql`alter table release add column ancestor_tag ${asciiText}`.execute(db);

      await sql`
        create table released_change (
          repository ${text} not null,
          tag ${asciiText} not null,
          number ${integer} not null,
          shown ${asciiText} not null,
          is_in ${integer} not null,
          is_told ${integer} not null,
          primary key (repository, tag, number)
        ) ${end}`.execute(db);
      await sql`
        create index released_change_number on released_change (repository, number)`.execute(db);

      await sql`
        create table shipped_name (
          repository ${text} not null,
          tag ${asciiText} not null,
          name ${asciiText} not null,
          sha ${asciiText} not null,
          primary key (repository, tag, name, sha)
        ) ${end}`.execute(db);
      await sql`create index shipped_name_name on shipped_name (repository, name)`.execute(db);

      await sql`
        create table release_refusal (
          repository ${text} not null,
          tag ${asciiText} not null,
          commit_sha ${asciiText} not null,
          because ${text} not null,
          primary key (repository, tag)
        ) ${end}`.execute(db);
    },
  };
}
