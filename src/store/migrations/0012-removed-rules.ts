import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** Protection rules that were removed are unauthorised changes too. SQLite can't change a table's check: the table is made anew. */
export function removedRules(kind: DatabaseKind): Migration {
  const { integer, text, asciiText } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`
        create table unauthorised_change_anew (
          repository ${text} not null,
          sha ${asciiText} not null,
          kind ${text} not null check (kind in ('merge', 'push', 'deployment', 'protection-rule')),
          number ${integer},
          change ${text} not null,
          ledger_seq ${integer} not null,
          ledger_hash ${text} not null,
          issue_number ${integer},
          primary key (repository, sha, kind)
        ) ${end}`.execute(db);
      await sql`
        insert into unauthorised_change_anew
        select repository, sha, kind, number, change, ledger_seq, ledger_hash, issue_number
        from unauthorised_change`.execute(db);
      await sql`drop table unauthorised_change`.execute(db);
      await sql`alter table unauthorised_change_anew rename to unauthorised_change`.execute(db);
    },
  };
}
