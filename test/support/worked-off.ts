import { openDatabase } from "#store/database.ts";
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

async function workedOff(house: House, keysBeginWith: string): Promise<void> {
  await house.settled();
  const database = await openDatabase({
    databaseUrl: null,
    dataDir: house.dataDir,
    readOnly: true,
  });
  const none = async () => {
    const left = await database.tables
      .selectFrom("dirty_key")
      .select("key")
      .where("key", "like", `${keysBeginWith}%`)
      .execute();
    return left.length === 0;
  };
  await eventually(none);
  await database.close();
  await house.settled();
}
