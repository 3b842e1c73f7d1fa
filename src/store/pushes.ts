import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Account } from "#core/change/facts.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Who pushed a commit to a repository, by a signed delivery. */
export type PushRecord = {
  readonly repositoryId: number;
  readonly headSha: string;
  readonly pusher: Account;
  readonly receivedAtMs: number;
};

/** Who pushed what: the one fact of a delivery that GitHub's API does not give reliably afterwards. */
export class Pushes {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Who pushed this commit last; null when no delivery told. */
  async lastPusherOf(repositoryId: number, sha: string): Promise<Account | null> {
    const row = await this.#database.tables
      .selectFrom("push")
      .selectAll()
      .where("repository_id", "=", repositoryId)
      .where("head_sha", "=", sha)
      .executeTakeFirst();
    if (row === undefined) return null;
    return { id: row.pusher_id, login: row.pusher_login, kind: row.pusher_kind };
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

/** Writes pushes in the given transaction. Of several pushes of one commit the one received last counts. */
export async function writePushes(
  transaction: Kysely<Tables>,
  pushes: readonly PushRecord[],
): Promise<void> {
  const rows = latest(pushes);
  if (rows.length === 0) return;
  await transaction
    .insertInto("push")
    .values(
      rows.map(({ repositoryId, headSha, pusher, receivedAtMs }) => ({
        repository_id: repositoryId,
        head_sha: headSha,
        pusher_id: pusher.id,
        pusher_login: pusher.login,
        pusher_kind: pusher.kind,
        received_ms: receivedAtMs,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["repository_id", "head_sha"])
        .doUpdateSet((row) => ({
          pusher_id: row.ref("excluded.pusher_id"),
          pusher_login: row.ref("excluded.pusher_login"),
          pusher_kind: row.ref("excluded.pusher_kind"),
          received_ms: row.ref("excluded.received_ms"),
        }))
        .where(sql<boolean>`excluded.received_ms >= push.received_ms`),
    )
    .execute();
}

/** One row a commit, sorted as the queue's marks are and for the same reason. */
function latest(pushes: readonly PushRecord[]): readonly PushRecord[] {
  const byCommit = new Map<string, PushRecord>();
  for (const push of pushes) {
    const name = `${push.repositoryId} ${push.headSha}`;
    const known = byCommit.get(name);
    if (known === undefined || push.receivedAtMs >= known.receivedAtMs) byCommit.set(name, push);
  }
  return [...byCommit.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, push]) => push);
}
