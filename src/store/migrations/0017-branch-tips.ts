import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** Where the controlled branches stood when they were last looked at, and from where each push moved its branch. */
export function branchTips(kind: DatabaseKind): Migration {
  const { integer, text, asciiText } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`alter table push add column before_sha ${asciiText}`.execute(db);
      await sql`alter table push add column pushed_ms ${integer} not null default 0`.execute(db);
      await sql`update push set pushed_ms = received_ms`.execute(db);
      await sql`
        create table branch_watch (
          repository ${text} not null primary key,
          branches ${text} not null
        ) ${end}`.execute(db);
      await sql`
        create table branch_tip (
          repository ${text} not null,
          branch ${asciiText} not null,
          sha ${asciiText} not null,
          noted_ms ${integer} not null,
          unexplained_sha ${asciiText},
          primary key (repository, branch)
        ) ${end}`.execute(db);
    },
  };
}
