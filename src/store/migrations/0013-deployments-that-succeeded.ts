import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes } from "./column-types.ts";

/** When a gate's deployment succeeded: GitHub shows only the newest ones. */
export function deploymentsThatSucceeded(kind: DatabaseKind): Migration {
  const { integer } = columnTypes(kind);
  return {
    async up(db) {
      await sql`alter table gate add column succeeded_ms ${integer}`.execute(db);
      await sql`alter table gate add column last_succeeded_ms ${integer}`.execute(db);
      await sql`
        create index gate_success on gate (repository, environment, component, last_succeeded_ms)
        where last_succeeded_ms is not null`.execute(db);
      await sql`
        create index gate_success_sha on gate (repository, sha)
        where last_succeeded_ms is not null`.execute(db);
    },
  };
}
