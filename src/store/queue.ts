import { randomUUID } from "node:crypto";
import { type RawBuilder, type SqlBool, sql, type UpdateObject } from "kysely";
import type { InstallationKey } from "#core/key.ts";
import { decodeKey, encodeKey } from "#core/key-encoding.ts";
import { type Cause, type Rank, rankOf, ranks } from "#core/key-rank.ts";
import type { Database } from "./database.ts";
import { claimRows } from "./queue-claim.ts";
import { markOf, writeMarks } from "./queue-marks.ts";
import type { Tables } from "./tables.ts";

/** A key that this process may work on until its lease ends. */
export type ClaimedKey = InstallationKey & {
  readonly generation: number;
  /** Failed attempts so far. */
  readonly attempts: number;
  /** Those of them that were faults, not a waiting for GitHub; an expired lease is one. */
  readonly faults: number;
  /** Since when it could have been worked on, milliseconds since the epoch. */
  readonly readyAtMs: number;
  readonly leaseToken: string;
};

/** A key that was set aside: no retry will mend it. A new mark revives it. */
export type DeadKey = InstallationKey & {
  readonly error: string;
  readonly attempts: number;
  readonly deadAtMs: number;
};

export type QueueStats = {
  readonly ready: number;
  /** Dirty, but not before some time. */
  readonly waiting: number;
  readonly leased: number;
  readonly dead: number;
  /** How long the ready key of each rank that waits longest has been ready, milliseconds; 0 where none is. */
  readonly oldestReadyAgeMs: Readonly<Record<Rank, number>>;
};

/** So much of an error is kept. */
const longestErrorText = 2_000;

/**
 * The durable set of dirty keys. Marking a key that is dirty already is one mark; marking one that is being worked on makes it dirty again
 * when that work ends. Between claim and lease end nobody else gets the key; who lost the lease can change nothing any more.
 */
export class Queue {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Marks keys as dirty, ready at the given time or earlier if they were to be; durable when it resolves. */
  async markDirty(
    keys: readonly InstallationKey[],
    readyAtMs: number,
    cause: Cause = "event",
  ): Promise<void> {
    if (keys.length === 0) return;
    const marks = keys.map((key) => markOf(key, readyAtMs, cause));
    const { tables, workSignal } = this.#database;
    await tables.transaction().execute(async (transaction) => {
      await writeMarks(transaction, marks);
      await workSignal.announce(transaction);
    });
    workSignal.wake();
  }

  /**
   * Leases up to `limit` ready keys, the installations in turn; of one installation at most `perInstallation` are leased at a time, so that
   * a busy one can't starve the others. Of one installation the more urgent go first, and the older ones of equal urgency.
   */
  async claim(wish: {
    readonly owner: string;
    readonly nowMs: number;
    readonly leaseMs: number;
    readonly limit: number;
    readonly perInstallation?: number;
  }): Promise<readonly ClaimedKey[]> {
    const { nowMs, leaseMs, limit, perInstallation = 8 } = wish;
    const lease = { owner: wish.owner, token: randomUUID(), untilMs: nowMs + leaseMs };
    const rows = await claimRows(this.#database, { lease, nowMs, limit, perInstallation });
    return rows.map((row) => ({
      installationId: row.installation_id,
      key: decodeKey(row.key),
      generation: row.generation,
      attempts: row.attempts,
      faults: row.faults,
      readyAtMs: row.ready_ms,
      leaseToken: lease.token,
    }));
  }

  /**
   * The work is done. The key leaves the set or waits until `againAtMs`; if it was marked meanwhile, it is ready at once.
   *
   * @returns false when the lease was lost: nothing was changed
   */
  async complete(
    claimed: ClaimedKey,
    { againAtMs }: { readonly againAtMs: number | null },
  ): Promise<boolean> {
    if (againAtMs === null) {
      const { numDeletedRows } = await this.#database.tables
        .deleteFrom("dirty_key")
        .where(holdsLease(claimed))
        .where("generation", "=", claimed.generation)
        .executeTakeFirst();
      if (numDeletedRows > 0n) return true;
    }
    return this.#giveBack(claimed, {
      ...(againAtMs !== null && { ready_ms: unlessMarked(claimed, againAtMs, "ready_ms") }),
      rank: unlessMarked(claimed, ranks.indexOf(rankOf(claimed.key, "event")), "rank"),
      attempts: 0,
      faults: 0,
      last_error: null,
    });
  }

  /**
   * The work failed; the key waits until `atMs`. `isFault`: not merely because GitHub has to be waited for. If it was marked meanwhile, it is ready at once, as it would be by a mark a moment later.
   *
   * @returns false when the lease was lost: nothing was changed
   */
  async retry(
    claimed: ClaimedKey,
    failure: { readonly error: string; readonly atMs: number; readonly isFault: boolean },
  ): Promise<boolean> {
    return this.#giveBack(claimed, {
      ready_ms: unlessMarked(claimed, failure.atMs, "ready_ms"),
      attempts: claimed.attempts + 1,
      faults: claimed.faults + (failure.isFault ? 1 : 0),
      last_error: boundText(failure.error),
    });
  }

  /**
   * The work failed and no retry will mend it: the key stays visible ({@link deadKeys}) until a new mark. One that was marked meanwhile is
   * tried again at once.
   *
   * @returns false when the lease was lost: nothing was changed
   */
  async setAside(claimed: ClaimedKey, error: string): Promise<boolean> {
    return this.#giveBack(claimed, {
      dead_ms: unlessMarked(claimed, this.#now(), "dead_ms"),
      attempts: unlessMarked(claimed, claimed.attempts + 1, 0),
      faults: unlessMarked(claimed, claimed.faults + 1, 0),
      last_error: boundText(error),
    });
  }

  /** @returns false when the lease was lost */
  async extendLease(claimed: ClaimedKey, untilMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database.tables
      .updateTable("dirty_key")
      .set({ lease_until_ms: untilMs })
      .where(holdsLease(claimed))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Gives back every key that an owner holds, ready as before, when its process stops; gives how many. */
  async release(owner: string): Promise<number> {
    const { kind, tables, workSignal } = this.#database;
    // In the order in which marks are written: see queue-marks.ts.
    const lock = kind === "postgresql" ? sql`for update` : sql``;
    const { numAffectedRows } = await sql`
      with held as (
        select installation_id, key from dirty_key where lease_owner = ${owner}
        order by installation_id, key ${lock}
      )
      update dirty_key set lease_owner = null, lease_token = null, lease_until_ms = 0
      from held
      where dirty_key.installation_id = held.installation_id and dirty_key.key = held.key`.execute(
      tables,
    );
    workSignal.wake();
    return Number(numAffectedRows ?? 0);
  }

  /** The keys that were set aside, newest first. */
  async deadKeys(limit = 100): Promise<readonly DeadKey[]> {
    const rows = await this.#database.tables
      .selectFrom("dirty_key")
      .selectAll()
      .where("dead_ms", "is not", null)
      .orderBy("dead_ms", "desc")
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      installationId: row.installation_id,
      key: decodeKey(row.key),
      error: row.last_error ?? "",
      attempts: row.attempts,
      deadAtMs: row.dead_ms ?? 0,
    }));
  }

  async stats(nowMs: number): Promise<QueueStats> {
    const free = sql`dead_ms is null and lease_until_ms <= ${nowMs}`;
    const ready = sql`${free} and ready_ms <= ${nowMs}`;
    const oldest = (rank: number) =>
      sql`min(ready_ms) filter (where ${ready} and rank = ${sql.lit(rank)})`;
    const { rows } = await sql<CountedKeys>`
      select count(*) filter (where ${ready}) as ready,
        count(*) filter (where ${free} and ready_ms > ${nowMs}) as waiting,
        count(*) filter (where dead_ms is null and lease_until_ms > ${nowMs}) as leased,
        count(*) filter (where dead_ms is not null) as dead,
        ${oldest(0)} as first, ${oldest(1)} as usual, ${oldest(2)} as background
      from dirty_key`.execute(this.#database.tables);
    const [{ first, usual, background, ...counts } = noKeys] = rows;
    const ageOf = (readyMs: number | null) => (readyMs === null ? 0 : nowMs - readyMs);
    return {
      ...counts,
      oldestReadyAgeMs: { first: ageOf(first), usual: ageOf(usual), background: ageOf(background) },
    };
  }

  /**
   * When the next key can be claimed, by its ready time or by the end of its lease; null when none is dirty. A time in the past means now,
   * except for keys of an installation that has as many leased as it may.
   */
  async nextReadyAt(): Promise<number | null> {
    const { rows } = await sql<{ next: number | null }>`
      select min(case when ready_ms > lease_until_ms then ready_ms else lease_until_ms end) as next
      from dirty_key where dead_ms is null`.execute(this.#database.tables);
    return rows[0]?.next ?? null;
  }

  /** Calls the listener after keys were marked, here or (PostgreSQL) elsewhere; returns the way to stop. */
  onWork(listener: () => void): () => void {
    return this.#database.workSignal.onWork(listener);
  }

  async #giveBack(
    claimed: ClaimedKey,
    change: UpdateObject<Tables, "dirty_key">,
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#database.tables
      .updateTable("dirty_key")
      .set({ lease_owner: null, lease_token: null, lease_until_ms: 0, ...change })
      .where(holdsLease(claimed))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}

type CountedKeys = Omit<QueueStats, "oldestReadyAgeMs"> & Readonly<Record<Rank, number | null>>;

const noKeys: CountedKeys = {
  ...{ ready: 0, waiting: 0, leased: 0, dead: 0 },
  ...{ first: null, usual: null, background: null },
};

function holdsLease({ installationId, key, leaseToken }: ClaimedKey): RawBuilder<SqlBool> {
  return sql`installation_id = ${installationId} and key = ${encodeKey(key)} and lease_token = ${leaseToken}`;
}

/** `value`, or `otherwise` (a number or another column) for a key that was marked since it was claimed. */
function unlessMarked(
  { generation }: ClaimedKey,
  value: number,
  otherwise: 0 | "ready_ms" | "dead_ms" | "rank",
): RawBuilder<number> {
  const other = otherwise === 0 ? sql`0` : sql.ref(otherwise);
  return sql`case when generation = ${generation} then ${value} else ${other} end`;
}

/** PostgreSQL's text has no NUL character. */
function boundText(text: string): string {
  return text.slice(0, longestErrorText).replaceAll("\0", "\uFFFD");
}
