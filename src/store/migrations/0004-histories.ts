import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** What came to each repository's default branch: the changes, whose they were, which files they touched and moved. */
export function histories(kind: DatabaseKind): Migration {
  const { integer, text, asciiText } = columnTypes(kind);
  const end = tableEnd(kind);
  const number =
    kind === "sqlite"
      ? sql`integer primary key`
      : sql`bigint generated always as identity primary key`;
  return {
    async up(db) {
      await sql`
        create table history (
          id ${number},
          repository ${asciiText} not null unique,
          owner ${asciiText} not null,
          branch ${text},
          cursor ${text},
          calls ${integer} not null,
          read_ms ${integer},
          complete_from_ms ${integer},
          ready_ms ${integer}
        ) ${end}`.execute(db);

      await sql`
        create table past_change (
          id ${number},
          history_id ${integer} not null,
          sha ${asciiText} not null,
          number ${integer},
          merged_ms ${integer} not null,
          observed ${integer} not null,
          facts ${text},
          unique (history_id, sha)
        ) ${end}`.execute(db);
      await sql`create index past_change_merged on past_change (history_id, merged_ms)`.execute(db);
      await sql`create index past_change_latest on past_change (merged_ms)`.execute(db);

      await sql`
        create table past_author (
          change_id ${integer} not null,
          author_id ${integer} not null,
          history_id ${integer} not null,
          merged_ms ${integer} not null,
          primary key (change_id, author_id)
        ) ${end}`.execute(db);
      await sql`
        create index past_author_changes on past_author (history_id, author_id, merged_ms, change_id)`.execute(
        db,
      );

      await sql`
        create table past_touch (
          change_id ${integer} not null,
          path ${asciiText} not null,
          author_id ${integer} not null,
          history_id ${integer} not null,
          merged_ms ${integer} not null,
          repair ${integer} not null,
          primary key (change_id, path, author_id)
        ) ${end}`.execute(db);
      await sql`
        create index past_touch_file on past_touch (history_id, path, merged_ms)`.execute(db);
      await sql`
        create index past_touch_author on past_touch (author_id, history_id, path, merged_ms)`.execute(
        db,
      );

      await sql`
        create table past_rename (
          change_id ${integer} not null,
          from_path ${asciiText} not null,
          to_path ${asciiText} not null,
          history_id ${integer} not null,
          merged_ms ${integer} not null,
          primary key (change_id, to_path)
        ) ${end}`.execute(db);
      await sql`create index past_rename_from on past_rename (history_id, from_path)`.execute(db);
      await sql`create index past_rename_to on past_rename (history_id, to_path)`.execute(db);
    },
  };
}
