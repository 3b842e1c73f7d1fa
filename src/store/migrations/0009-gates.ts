import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** The gates that were asked for, and how each was decided last. */
export function gates(kind: DatabaseKind): Migration {
  const { integer, text, asciiText } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`
        create table gate (
          repository ${text} not null,
          name ${asciiText} not null,
          environment ${text} not null,
          component ${text},
          sha ${asciiText},
          run_attempt ${integer},
          requested_ms ${integer} not null,
          asked_by ${text},
          idempotency_key ${text},
          state ${text} not null
            check (state in ('waiting', 'released', 'rejected', 'superseded', 'expired')),
          answer ${text},
          decision_digest ${text},
          ledger_seq ${integer},
          ledger_hash ${text},
          closed ${integer} not null,
          reports ${integer} not null,
          last_report ${text},
          released_ms ${integer},
          started_ms ${integer},
          primary key (repository, name)
        ) ${end}`.execute(db);
      await sql`
        create index gate_environment on gate (repository, environment, requested_ms)`.execute(db);
      await sql`
        create unique index gate_idempotency on gate (asked_by, idempotency_key)
        where idempotency_key is not null`.execute(db);
    },
  };
}
