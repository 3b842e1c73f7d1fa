import { sql } from "kysely";
import type { Database } from "./database.ts";
import type { DirtyKeyTable } from "./tables.ts";

export type Lease = { readonly owner: string; readonly token: string; readonly untilMs: number };

type ClaimedRow = Pick<
  DirtyKeyTable,
  "installation_id" | "key" | "generation" | "attempts" | "ready_ms"
>;

/**
 * Leases ready keys in one statement: no two processes get the same one.
 *
 * A key's turn is its place among the ready keys of its installation, after those that are leased; keys are taken by turn, so that every
 * installation has its first before any has its second.
 */
export async function claimRows(
  { kind, tables }: Pick<Database, "kind" | "tables">,
  wish: {
    readonly lease: Lease;
    readonly nowMs: number;
    readonly limit: number;
    readonly perInstallation: number;
  },
): Promise<readonly ClaimedRow[]> {
  const { lease, nowMs, limit, perInstallation } = wish;
  // Keys that another process is claiming or marking at this moment are passed over, not waited for.
  const lock = kind === "postgresql" ? sql`for update of candidate skip locked` : sql``;
  const { rows } = await sql<ClaimedRow>`
    with busy as (
      select installation_id, count(*) as leased from dirty_key
      where lease_until_ms > ${nowMs} group by installation_id
    ), turns as (
      select d.installation_id, d.key,
        coalesce(busy.leased, 0) +
          row_number() over (partition by d.installation_id order by d.ready_ms, d.key) as turn
      from dirty_key d left join busy on busy.installation_id = d.installation_id
      where d.dead_ms is null and d.ready_ms <= ${nowMs} and d.lease_until_ms <= ${nowMs}
    ), chosen as (
      select candidate.installation_id, candidate.key
      from dirty_key candidate join turns
        on turns.installation_id = candidate.installation_id and turns.key = candidate.key
      where turns.turn <= ${perInstallation}
        and candidate.dead_ms is null
        and candidate.ready_ms <= ${nowMs} and candidate.lease_until_ms <= ${nowMs}
      order by turns.turn, candidate.ready_ms
      limit ${limit}
      ${lock}
    )
    update dirty_key
    set lease_owner = ${lease.owner}, lease_token = ${lease.token}, lease_until_ms = ${lease.untilMs},
      -- A lease that ran out is an attempt that failed without a word.
      attempts = attempts + case when lease_token is null then 0 else 1 end
    from chosen
    where dirty_key.installation_id = chosen.installation_id and dirty_key.key = chosen.key
    returning dirty_key.installation_id, dirty_key.key, dirty_key.generation,
      dirty_key.attempts, dirty_key.ready_ms`.execute(tables);
  return rows;
}
