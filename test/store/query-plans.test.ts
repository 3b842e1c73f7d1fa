import { expect, test } from "@jest/globals";
import { storeIn } from "#store/store.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { filledExample, filledNowMs, fillStore } from "../support/filled-store.ts";
import { openRecorded, type RecordedQuery } from "../support/recorded-queries.ts";
import { storeQuestions } from "../support/store-questions.ts";

/** One or a few rows each: whoever reads all of them reads little. */
const smallTables = ["installation", "ledger_writer"];

describeOnEveryDatabase("a question that is asked again and again", (databases) => {
  test("is answered by an index: no table that grows is read as a whole", async () => {
    const asked: RecordedQuery[] = [];
    const place = await databases.fresh();
    const { database, planOf } = await openRecorded(place, (query) => asked.push(query));
    databases.closeAfterTest(database);
    await fillStore(database, { repositories: 1, changesOfEach: 40 });
    const { tables } = database;
    const growing = (await tables.introspection.getTables())
      .map(({ name }) => name)
      .filter((name) => !smallTables.includes(name));
    const store = storeIn(database, () => filledNowMs);
    const scans: Record<string, readonly string[]> = {};
    for (const { name, ask } of storeQuestions(store, filledExample(1, 8))) {
      asked.length = 0;
      await ask();
      expect(asked).not.toEqual([]);
      for (const query of [...asked]) {
        const plan = await planOf(query);
        if (readsAll(query, plan, growing)) scans[name] = [query.sql, ...plan];
      }
    }
    expect(scans).toEqual({});
  });
});

/**
 * SQLite says `SCAN gate`, PostgreSQL `->  Seq Scan on gate`. What is read in an index's order, and no further than a limit, is not read as
 * a whole.
 */
function readsAll(
  { sql }: RecordedQuery,
  plan: readonly string[],
  growing: readonly string[],
): boolean {
  const isOrdered = / limit /.test(sql) && !plan.some((step) => /TEMP B-TREE|Sort/.test(step));
  return plan.some((step) => {
    const [, table = ""] = /^SCAN (\w+)/.exec(step) ?? /Seq Scan on (\w+)/.exec(step) ?? [];
    return growing.includes(table) && !isOrdered;
  });
}
