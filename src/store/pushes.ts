import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Account } from "#core/change/facts.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Who pushed a commit to a branch, by a signed delivery. */
export type PushRecord = {
  readonly repositoryId: number;
  readonly branch: string;
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

  /** Forgets pushes that were received before a moment; gives how many. */
  async prune(beforeMs: number): Promise<number> {
    const { numDeletedRows } = await this.#database.tables
      .deleteFrom("push")
      .where("received_ms", "<", beforeMs)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

/** Writes pushes in the given transaction. Of several pushes of one commit to one branch the one received last counts. */
export async function writePushes(
  transaction: Kysely<Tables>,
  pushes: readonly PushRecord[],
): Promise<void> {
  const rows = latest(pushes);
  if (rows.length === 0) return;
  await transaction
    .insertInto("push")
    .values(
      rows.map(({ repositoryId, branch, headSha, pusher, receivedAtMs }) => ({
        repository_id: repositoryId,
        branch,
        head_sha: headSha,
        pusher_id: pusher.id,
        pusher_login: pusher.login,
        pusher_kind: pusher.kind,
        received_ms: receivedAtMs,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["repository_id", "branch", "head_sha"])
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

/** One row a branch and commit, sorted as the queue's marks are and for the same reason. */
function latest(pushes: readonly PushRecord[]): readonly PushRecord[] {
  const byHead = new Map<string, PushRecord>();
  for (const push of pushes) {
    const name = `${push.repositoryId} ${push.branch} ${push.headSha}`;
    const known = byHead.get(name);
    if (known === undefined || push.receivedAtMs >= known.receivedAtMs) byHead.set(name, push);
  }
  return [...byHead.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, push]) => push);
}
