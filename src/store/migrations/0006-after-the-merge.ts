import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** Which merges were judged, what came without being approved, and which reviews are owed. */
export function afterTheMerge(kind: DatabaseKind): Migration {
  const { integer, text, asciiText } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`
        create table judged_merge (
          repository ${text} not null,
          number ${integer} not null,
          branch ${text} not null,
          sha ${asciiText} not null,
          parent_sha ${asciiText},
          judgement ${text} not null check (judgement in ('authorised', 'unauthorised', 'not-held')),
          primary key (repository, number)
        ) ${end}`.execute(db);
      await sql`create index judged_merge_commit on judged_merge (repository, sha)`.execute(db);

      await sql`
        create table unauthorised_change (
          repository ${text} not null,
          sha ${asciiText} not null,
          kind ${text} not null check (kind in ('merge', 'push', 'deployment')),
          number ${integer},
          change ${text} not null,
          ledger_seq ${integer} not null,
          ledger_hash ${text} not null,
          issue_number ${integer},
          primary key (repository, sha, kind)
        ) ${end}`.execute(db);

      await sql`
        create table owed_review (
          repository ${text} not null,
          number ${integer} not null,
          review ${text} not null,
          ledger_seq ${integer} not null,
          ledger_hash ${text} not null,
          issue_number ${integer},
          reminded_ms ${integer},
          overdue_ms ${integer},
          settlement ${text},
          closed_ms ${integer},
          primary key (repository, number)
        ) ${end}`.execute(db);
    },
  };
}
