import { type Kysely, type RawBuilder, sql } from "kysely";
import { headStartMs, ranks } from "#core/key-rank.ts";
import type { Database, DatabaseKind } from "./database.ts";
import type { DirtyKeyTable, Tables } from "./tables.ts";

export type ClaimWish = {
  readonly lease: { readonly owner: string; readonly token: string; readonly untilMs: number };
  readonly nowMs: number;
  readonly limit: number;
  /** Keys of one installation that may be leased at a time. */
  readonly perInstallation: number;
};

type ReadyInstallation = {
  readonly id: number;
  readonly leased: number;
  /** Counted no further than an installation's share. */
  readonly ready: number;
};

/**
 * Leases ready keys to one owner; no two get the same one. Every installation with ready keys gets its first before any gets its second,
 * those that are leased counted. The cost grows with the number of installations, not of keys.
 */
export async function claimRows(
  { kind, tables }: Pick<Database, "kind" | "tables">,
  wish: ClaimWish,
): Promise<readonly DirtyKeyTable[]> {
  return tables.transaction().execute(async (transaction) => {
    const shares = shareOut(await readyInstallations(transaction, wish), wish);
    const rows: DirtyKeyTable[] = [];
    for (const [installationId, count] of shares) {
      rows.push(...(await leaseMostUrgent(transaction, kind, { installationId, count, wish })));
    }
    return rows;
  });
}

async function readyInstallations(
  transaction: Kysely<Tables>,
  { nowMs, perInstallation }: ClaimWish,
): Promise<readonly ReadyInstallation[]> {
  // From each installation's first index entry to the next one's, past the keys in between:
  // https://wiki.postgresql.org/wiki/Loose_indexscan
  const { rows } = await sql<ReadyInstallation>`
    with recursive installation (id) as (
      select min(installation_id) from dirty_key where dead_ms is null
      union all
      select (
        select min(installation_id) from dirty_key
        where dead_ms is null and installation_id > installation.id
      ) from installation where installation.id is not null
    )
    select id,
      (
        select count(*) from dirty_key
        where installation_id = id and lease_until_ms > 0 and lease_until_ms > ${nowMs}
      ) as leased,
      (
        select count(*) from (
          select 1 from dirty_key
          where installation_id = id and ${ofAnyRank} and ${isReady(nowMs)} limit ${perInstallation}
        ) as some_ready
      ) as ready
    from installation where id is not null`.execute(transaction);
  return rows;
}

/** How many keys each installation gets. Of installations whose turn it is equally, chance decides: no order may starve one. */
function shareOut(
  installations: readonly ReadyInstallation[],
  { limit, perInstallation }: ClaimWish,
): ReadonlyMap<number, number> {
  const turns = installations.flatMap(({ id, leased, ready }) => {
    const count = Math.max(0, Math.min(ready, perInstallation - leased));
    return Array.from({ length: count }, (_, index) => ({
      id,
      turn: leased + index,
      lot: Math.random(),
    }));
  });
  turns.sort((a, b) => a.turn - b.turn || a.lot - b.lot);
  const shares = new Map<number, number>();
  for (const { id } of turns.slice(0, limit)) shares.set(id, (shares.get(id) ?? 0) + 1);
  return shares;
}

type InstallationClaim = {
  readonly installationId: number;
  readonly count: number;
  readonly wish: ClaimWish;
};

async function leaseMostUrgent(
  transaction: Kysely<Tables>,
  kind: DatabaseKind,
  claim: InstallationClaim,
): Promise<readonly DirtyKeyTable[]> {
  const { installationId, count, wish } = claim;
  const ready: { readonly key: string; readonly turnMs: number }[] = [];
  // The oldest of each rank, however many others wait: sorting all of them would cost the more, the more there are.
  for (const rank of ranks.keys()) {
    for (const { key, ready_ms } of await oldestOf(transaction, kind, claim, rank)) {
      ready.push({ key, turnMs: ready_ms + rank * headStartMs });
    }
  }
  ready.sort((a, b) => a.turnMs - b.turnMs);
  const keys = ready.slice(0, count).map(({ key }) => key);
  if (keys.length === 0) return [];
  return transaction
    .updateTable("dirty_key")
    .set({
      lease_owner: wish.lease.owner,
      lease_token: wish.lease.token,
      lease_until_ms: wish.lease.untilMs,
      // A lease that ran out is an attempt that failed without a word.
      attempts: sql`attempts + case when lease_token is null then 0 else 1 end`,
      faults: sql`faults + case when lease_token is null then 0 else 1 end`,
    })
    .where("installation_id", "=", installationId)
    .where("key", "in", keys)
    .returningAll()
    .execute();
}

async function oldestOf(
  transaction: Kysely<Tables>,
  kind: DatabaseKind,
  { installationId, count, wish }: InstallationClaim,
  rank: number,
): Promise<readonly Pick<DirtyKeyTable, "key" | "ready_ms">[]> {
  // Keys that another process is claiming or marking at this moment are passed over, not waited for.
  const lock = kind === "postgresql" ? sql`for update skip locked` : sql``;
  const { rows } = await sql<Pick<DirtyKeyTable, "key" | "ready_ms">>`
    select key, ready_ms from dirty_key
    where installation_id = ${installationId} and rank = ${rank} and ${isReady(wish.nowMs)}
    order by ready_ms limit ${count} ${lock}`.execute(transaction);
  return rows;
}

/** It says nothing new, but lets the index be read rank by rank: without it all keys of an installation are. */
const ofAnyRank = sql`rank in (${sql.join([...ranks.keys()].map((rank) => sql.lit(rank)))})`;

function isReady(nowMs: number): RawBuilder<unknown> {
  return sql`dead_ms is null and ready_ms <= ${nowMs} and lease_until_ms <= ${nowMs}`;
}
