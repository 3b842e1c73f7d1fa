import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Account } from "#core/change/facts.ts";
import type { BranchMove } from "#core/unauthorised/find-push-gap.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Who pushed a commit to a branch, by a signed delivery. */
export type PushRecord = {
  readonly repositoryId: number;
  readonly branch: string;
  /** Where the branch was before, all zeros for a new one; null where the delivery did not tell. */
  readonly beforeSha: string | null;
  readonly headSha: string;
  readonly pusher: Account;
  /** By GitHub's clock; null where the delivery did not tell. Milliseconds since the epoch. */
  readonly pushedAtMs: number | null;
  readonly receivedAtMs: number;
};

const mostMoves = 1_000;

/** Who pushed what: the one fact of a delivery that GitHub's API does not give reliably afterwards. */
export class Pushes {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Who pushed this commit to this branch last; null when no delivery told. Pushes of the same commit to other branches don't count: they
   * would hide who brought it here.
   */
  async lastPusherOf({
    repositoryId,
    branch,
    headSha,
  }: Pick<PushRecord, "repositoryId" | "branch" | "headSha">): Promise<Account | null> {
    const row = await this.#database.tables
      .selectFrom("push")
      .selectAll()
      .where("repository_id", "=", repositoryId)
      .where("branch", "=", branch)
      .where("head_sha", "=", headSha)
      .executeTakeFirst();
    if (row === undefined) return null;
    return { id: row.pusher_id, login: row.pusher_login, kind: row.pusher_kind };
  }

  /** The newest thousand moves of a branch that were received from a moment on, in the order in which they came. */
  async movesOf(
    repositoryId: number,
    branch: string,
    sinceMs: number,
  ): Promise<readonly BranchMove[]> {
    const rows = await this.#database.tables
      .selectFrom("push")
      .select(["before_sha", "head_sha"])
      .where("repository_id", "=", repositoryId)
      .where("branch", "=", branch)
      .where("received_ms", ">=", sinceMs)
      .orderBy("received_ms", "desc")
      .limit(mostMoves)
      .execute();
    return rows
      .reverse()
      .flatMap(({ before_sha: beforeSha, head_sha: headSha }) =>
        beforeSha === null ? [] : [{ beforeSha, headSha }],
      );
  }

  /** Forgets pushes that were received before a moment; gives how many. */
  async prune(beforeMs: number): Promise<number> {
    const { numDeletedRows } = await this.#database.tables
      .deleteFrom("push")
      .where("received_ms", "<", beforeMs)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

/**
 * Writes pushes in the given transaction. Of several pushes of one commit to one branch the last counts, by GitHub's clock: a delivery that
 * comes late changes nothing. Of those of one second it is the one that was received last.
 */
export async function writePushes(
  transaction: Kysely<Tables>,
  pushes: readonly PushRecord[],
): Promise<void> {
  const rows = latest(pushes.map(rowOf));
  if (rows.length === 0) return;
  await transaction
    .insertInto("push")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["repository_id", "branch", "head_sha"])
        .doUpdateSet((row) => ({
          pusher_id: row.ref("excluded.pusher_id"),
          pusher_login: row.ref("excluded.pusher_login"),
          pusher_kind: row.ref("excluded.pusher_kind"),
          before_sha: sql<string | null>`coalesce(excluded.before_sha, push.before_sha)`,
          pushed_ms: row.ref("excluded.pushed_ms"),
          received_ms: row.ref("excluded.received_ms"),
        }))
        .where(
          sql<boolean>`excluded.pushed_ms > push.pushed_ms
            or (excluded.pushed_ms = push.pushed_ms and excluded.received_ms >= push.received_ms)`,
        ),
    )
    .execute();
}

type PushRow = Tables["push"];

/** One row a branch and commit, sorted as the queue's marks are and for the same reason. */
function latest(rows: readonly PushRow[]): readonly PushRow[] {
  const byHead = new Map<string, PushRow>();
  for (const row of rows) {
    const name = `${row.repository_id} ${row.branch} ${row.head_sha}`;
    const known = byHead.get(name);
    if (known === undefined || !isEarlier(row, known)) byHead.set(name, row);
  }
  return [...byHead.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function isEarlier(a: PushRow, b: PushRow): boolean {
  return a.pushed_ms === b.pushed_ms ? a.received_ms < b.received_ms : a.pushed_ms < b.pushed_ms;
}

function rowOf({ beforeSha, pushedAtMs, pusher, receivedAtMs, ...head }: PushRecord): PushRow {
  return {
    repository_id: head.repositoryId,
    branch: head.branch,
    head_sha: head.headSha,
    pusher_id: pusher.id,
    pusher_login: pusher.login,
    pusher_kind: pusher.kind,
    before_sha: beforeSha,
    pushed_ms: pushedAtMs ?? receivedAtMs,
    received_ms: receivedAtMs,
  };
}
