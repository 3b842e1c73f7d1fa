import { type Database, openDatabase } from "#store/database.ts";
import { eventually } from "./eventually.ts";
import type { House } from "./house.ts";

/** Waits until every push is judged. The assertion that follows says what is amiss. */
export function pushesJudged(house: House): Promise<void> {
  return workedOff(house, "push/");
}

/** Waits until every tag that is to be looked at has been, those included whose turn has yet to come. */
export function releasesDrafted(house: House): Promise<void> {
  return workedOff(house, "release/");
}

/** Starts the server again, which sweeps at once, and waits until every repository was swept. */
export async function sweepAgain(house: House): Promise<void> {
  await house.settled();
  const sinceMs = Date.now();
  await house.restart();
  await withDatabase(house, async ({ tables }) => {
    await eventually(async () => {
      const rows = await tables.selectFrom("repository").select("swept_ms").execute();
      return rows.every(({ swept_ms }) => swept_ms >= sinceMs);
    });
  });
  await house.settled();
}

async function workedOff(house: House, keysBeginWith: string): Promise<void> {
  await house.settled();
  await withDatabase(house, async ({ tables }) => {
    await eventually(async () => {
      const left = await tables
        .selectFrom("dirty_key")
        .select("key")
        .where("key", "like", `${keysBeginWith}%`)
        // What was set aside waits for a person.
        .where("dead_ms", "is", null)
        .execute();
      return left.length === 0;
    });
  });
  await house.settled();
}

async function withDatabase(
  { dataDir }: House,
  use: (database: Database) => Promise<void>,
): Promise<void> {
  const database = await openDatabase({ databaseUrl: null, dataDir, readOnly: true });
  await use(database);
  await database.close();
}
