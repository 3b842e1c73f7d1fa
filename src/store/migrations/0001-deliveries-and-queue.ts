import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** What was delivered, which keys need work, and who pushed what. */
export function deliveriesAndQueue(kind: DatabaseKind): Migration {
  const { integer, text, asciiText } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`
        create table delivery (
          id ${text} primary key check (id <> ''),
          event ${text} not null,
          action ${text},
          installation_id ${integer},
          received_ms ${integer} not null,
          keys ${integer} not null
        ) ${end}`.execute(db);
      await sql`create index delivery_received on delivery (received_ms)`.execute(db);

      await sql`
        create table dirty_key (
          installation_id ${integer} not null,
          key ${asciiText} not null,
          generation ${integer} not null,
          ready_ms ${integer} not null,
          lease_owner ${text},
          lease_token ${text},
          lease_until_ms ${integer} not null,
          attempts ${integer} not null,
          faults ${integer} not null,
          last_error ${text},
          dead_ms ${integer},
          primary key (installation_id, key)
        ) ${end}`.execute(db);
      await sql`
        create index dirty_key_ready on dirty_key (installation_id, ready_ms)
        where dead_ms is null`.execute(db);
      await sql`
        create index dirty_key_leased on dirty_key (installation_id)
        where lease_until_ms > 0`.execute(db);

      await sql`
        create table push (
          repository_id ${integer} not null,
          branch ${text} not null,
          head_sha ${text} not null,
          pusher_id ${integer} not null,
          pusher_login ${text} not null,
          pusher_kind ${text} not null check (pusher_kind in ('user', 'bot')),
          received_ms ${integer} not null,
          primary key (repository_id, branch, head_sha)
        ) ${end}`.execute(db);
      await sql`create index push_received on push (received_ms)`.execute(db);
    },
  };
}
