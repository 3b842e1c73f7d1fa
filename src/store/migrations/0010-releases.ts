import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** The tags that are known, and the releases that were drafted for them. */
export function releases(kind: DatabaseKind): Migration {
  const { integer, text, asciiText } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`
        create table tag_watch (
          repository ${text} not null primary key,
          since_ms ${integer} not null
        ) ${end}`.execute(db);
      await sql`
        create table known_tag (
          repository ${text} not null,
          tag ${asciiText} not null,
          target_sha ${asciiText},
          primary key (repository, tag)
        ) ${end}`.execute(db);
      await sql`
        create table release (
          repository ${text} not null,
          tag ${asciiText} not null,
          commit_sha ${asciiText} not null,
          moved_from_sha ${asciiText},
          notes_digest ${asciiText} not null,
          ledger_seq ${integer} not null,
          ledger_hash ${asciiText} not null,
          attempted_ms ${integer},
          release_id ${integer},
          published_digest ${asciiText},
          primary key (repository, tag)
        ) ${end}`.execute(db);
    },
  };
}
