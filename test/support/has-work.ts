import type { Database } from "#store/database.ts";

/** A key that failed comes back within seconds, unless GitHub named a later time. */
const soonMs = 10_000;

/** Whether a key is ready, in work, or to be tried again soon. Those that wait for their time do not count. */
export async function hasWork({ tables }: Database, nowMs: number): Promise<boolean> {
  const found = await tables
    .selectFrom("dirty_key")
    .select("key")
    .where("dead_ms", "is", null)
    .where(({ eb, or }) =>
      or([
        eb("lease_until_ms", ">", nowMs),
        eb("ready_ms", "<=", nowMs),
        eb("attempts", ">", 0).and("ready_ms", "<=", nowMs + soonMs),
      ]),
    )
    .limit(1)
    .execute();
  return found.length > 0;
}
