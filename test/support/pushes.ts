import { openDatabase } from "#store/database.ts";
import { eventually } from "./eventually.ts";
import type { House } from "./house.ts";

/** Waits until every push is judged. The assertion that follows says what is amiss. */
export async function pushesJudged(house: House): Promise<void> {
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
      .where("key", "like", "push/%")
      .execute();
    return left.length === 0;
  };
  await eventually(none);
  await database.close();
  await house.settled();
}
