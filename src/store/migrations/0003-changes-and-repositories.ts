import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** What was decided of each change last, and where the App is installed. */
export function changesAndRepositories(kind: DatabaseKind): Migration {
  const { integer, text } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`
        create table change_state (
          repository ${text} not null,
          number ${integer} not null,
          installation_id ${integer} not null,
          state ${text} not null check (state in ('open', 'closed', 'merged')),
          head_sha ${text} not null,
          base_branch ${text} not null,
          verdict ${text},
          level ${text},
          updated_at ${text} not null,
          requested_reviewers ${text} not null,
          asked_head ${text},
          asked_reviewers ${text},
          decision_digest ${text},
          ledger_seq ${integer},
          ledger_hash ${text},
          primary key (repository, number)
        ) ${end}`.execute(db);
      await sql`
        create index change_state_open on change_state (installation_id, state)`.execute(db);

      await sql`
        create table installation (
          id ${integer} primary key,
          account ${text} not null,
          state ${text} not null check (state in ('active', 'suspended'))
        ) ${end}`.execute(db);

      await sql`
        create table repository (
          id ${integer} primary key,
          installation_id ${integer} not null,
          full_name ${text} not null unique,
          default_branch ${text},
          swept_ms ${integer} not null,
          sweep_etag ${text}
        ) ${end}`.execute(db);
      await sql`create index repository_installation on repository (installation_id)`.execute(db);
    },
  };
}
