import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** Commands from their arrival to their answer, what they brought about, and when each head commit arrived. */
export function commands(kind: DatabaseKind): Migration {
  const { integer, text } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`
        create table received_command (
          kind ${text} not null check (kind in ('comment', 'button')),
          id ${text} not null,
          repository ${text} not null,
          number ${integer} not null,
          giver_id ${integer} not null,
          giver_login ${text} not null,
          giver_kind ${text} not null check (giver_kind in ('user', 'bot')),
          given_ms ${integer} not null,
          received_ms ${integer} not null,
          node_id ${text},
          body ${text},
          button ${text},
          head_sha ${text},
          handled_ms ${integer},
          answer ${text},
          done_ms ${integer},
          primary key (kind, id)
        ) ${end}`.execute(db);
      await sql`
        create index received_command_open on received_command (repository, number)
        where done_ms is null`.execute(db);

      await sql`
        create table command_effect (
          kind ${text} not null,
          id ${text} not null,
          position ${integer} not null,
          repository ${text} not null,
          number ${integer} not null,
          giver_id ${integer} not null,
          giver_login ${text} not null,
          giver_kind ${text} not null check (giver_kind in ('user', 'bot')),
          given_ms ${integer} not null,
          head_sha ${text} not null,
          effect_kind ${text} not null,
          effect ${text} not null,
          ledger_seq ${integer} not null,
          primary key (kind, id, position)
        ) ${end}`.execute(db);
      await sql`
        create index command_effect_change on command_effect (repository, number)`.execute(db);
      await sql`
        create index command_effect_freeze on command_effect (repository)
        where effect_kind in ('freeze', 'unfreeze')`.execute(db);

      await sql`
        create table head_arrival (
          repository ${text} not null,
          number ${integer} not null,
          head_sha ${text} not null,
          cause ${text} not null check (cause in ('opened', 'pushed', 'seen')),
          arrived_ms ${integer} not null,
          received_ms ${integer} not null,
          primary key (repository, number, head_sha)
        ) ${end}`.execute(db);
      await sql`
        create index head_arrival_received on head_arrival (received_ms)`.execute(db);
    },
  };
}
