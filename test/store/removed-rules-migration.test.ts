import { expect, test } from "@jest/globals";
import { openDatabase } from "#store/database.ts";
import { removedRules } from "#store/migrations/0012-removed-rules.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { unauthorisedMerge, unauthorisedPush } from "../support/unauthorised.ts";

describeOnEveryDatabase("the table of unauthorised changes", (databases) => {
  test("keeps what is on record when it is made anew", async () => {
    const location = await databases.fresh();
    const store = await databases.open(location);
    const merge = unauthorisedMerge();
    await store.unauthorised.record(merge);
    await store.unauthorised.noteIssue(merge, 7);
    await store.unauthorised.record(unauthorisedPush());
    const before = await store.unauthorised.find(merge);

    const database = await openDatabase(location);
    await removedRules(database.kind).up(database.tables);
    await database.close();

    expect(await store.unauthorised.find(merge)).toEqual(before);
    expect(await store.unauthorised.find(unauthorisedPush())).toMatchObject({ issueNumber: null });
  });
});
