import { type Kysely, sql } from "kysely";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** When a commit became a pull request's head. */
export type HeadRecord = {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly headSha: string;
  /** `seen`: no delivery told of it, and this is when it was there at the latest. */
  readonly cause: "opened" | "pushed" | "seen";
  /** By GitHub's clock, to the second; of one that was only seen by ours. Milliseconds since the epoch. */
  readonly arrivedAtMs: number;
  readonly receivedAtMs: number;
};

/** When each pull request got its head commits: GitHub's API does not tell it reliably afterwards. */
export class HeadArrivals {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** When the commit became the head last; null when nothing is known of it. */
  async arrivalOf(
    repository: RepositoryName,
    number: number,
    headSha: string,
  ): Promise<Pick<HeadRecord, "cause" | "arrivedAtMs" | "receivedAtMs"> | null> {
    const row = await this.#database.tables
      .selectFrom("head_arrival")
      .select(["cause", "arrived_ms", "received_ms"])
      .where("repository", "=", formatRepository(repository))
      .where("number", "=", number)
      .where("head_sha", "=", headSha)
      .executeTakeFirst();
    if (row === undefined) return null;
    return { cause: row.cause, arrivedAtMs: row.arrived_ms, receivedAtMs: row.received_ms };
  }

  /** Notes a head commit, unless it is known. */
  async note(head: HeadRecord): Promise<void> {
    await this.#database.tables
      .insertInto("head_arrival")
      .values(rowOf(head))
      .onConflict((conflict) => conflict.columns(["repository", "number", "head_sha"]).doNothing())
      .execute();
  }

  /** Forgets heads that were received before a moment; gives how many. */
  async prune(beforeMs: number): Promise<number> {
    const { numDeletedRows } = await this.#database.tables
      .deleteFrom("head_arrival")
      .where("received_ms", "<", beforeMs)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

/**
 * Since when commands on a pull request were meant for us, milliseconds since the epoch: since it was opened, where its opening was told; else
 * since we know its repository, or heard of any of that one's pull requests. Null when we know neither.
 */
export async function heardSinceMs(
  tables: Kysely<Tables>,
  repository: RepositoryName,
  number: number,
): Promise<number | null> {
  const name = formatRepository(repository);
  const heads = tables.selectFrom("head_arrival").where("repository", "=", name);
  const first = await heads
    .select(({ fn }) => fn.min("received_ms").as("ms"))
    .executeTakeFirstOrThrow();
  const opened = await heads
    .select("arrived_ms as ms")
    .where("number", "=", number)
    .where("cause", "=", "opened")
    .execute();
  const known = await tables
    .selectFrom("tag_watch")
    .select("since_ms as ms")
    .where("repository", "=", name)
    .execute();
  const moments = [first, ...opened, ...known].flatMap(({ ms }) => (ms === null ? [] : [ms]));
  return moments.length === 0 ? null : Math.min(...moments);
}

/** Writes heads in the given transaction. A commit that became the head more than once did so the last time. */
export async function writeHeads(
  transaction: Kysely<Tables>,
  heads: readonly HeadRecord[],
): Promise<void> {
  const rows = latest(heads).map(rowOf);
  if (rows.length === 0) return;
  await transaction
    .insertInto("head_arrival")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["repository", "number", "head_sha"])
        .doUpdateSet((row) => ({
          cause: row.ref("excluded.cause"),
          arrived_ms: row.ref("excluded.arrived_ms"),
          received_ms: row.ref("excluded.received_ms"),
        }))
        .where(
          sql<boolean>`head_arrival.cause = 'seen' or excluded.arrived_ms > head_arrival.arrived_ms`,
        ),
    )
    .execute();
}

/** One row a head, sorted as the queue's marks are and for the same reason. */
function latest(heads: readonly HeadRecord[]): readonly HeadRecord[] {
  const byName = new Map<string, HeadRecord>();
  for (const head of heads) {
    const name = `${formatRepository(head.repository)} ${head.number} ${head.headSha}`;
    const known = byName.get(name);
    if (known === undefined || head.arrivedAtMs > known.arrivedAtMs) byName.set(name, head);
  }
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, head]) => head);
}

function rowOf(head: HeadRecord): Tables["head_arrival"] {
  return {
    repository: formatRepository(head.repository),
    number: head.number,
    head_sha: head.headSha,
    cause: head.cause,
    arrived_ms: head.arrivedAtMs,
    received_ms: head.receivedAtMs,
  };
}
