import { expect, test } from "@jest/globals";
import { describeOnEveryDatabase } from "../support/database.ts";
import { changeKey, claim, claimOne } from "../support/keys.ts";

describeOnEveryDatabase("failed work", (databases) => {
  test("is tried again at the given time", async () => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1)], 1_000);
    await store.queue.retry(await claimOne(store, 1_000), {
      error: "away",
      atMs: 5_000,
      isFault: false,
    });
    expect(await claim(store, 4_999)).toEqual([]);
    expect(await claimOne(store, 5_000)).toMatchObject({ attempts: 1 });
  });

  test.each([
    ["before the failure", true],
    ["after the failure", false],
  ])("is tried again at once when a mark came %s", async (_name, before) => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1)], 1_000);
    const claimed = await claimOne(store, 1_000);
    const mark = () => store.queue.markDirty([changeKey(1)], 1_100);
    if (before) await mark();
    await store.queue.retry(claimed, { error: "away", atMs: 5_000, isFault: false });
    if (!before) await mark();
    expect(await claimOne(store, 1_100)).toMatchObject({ attempts: 1 });
  });

  test("that no retry will mend is set aside and can be seen", async () => {
    const location = await databases.fresh();
    const store = await databases.open({ ...location, now: () => 1_500 });
    await store.queue.markDirty([changeKey(1)], 1_000);
    const error = `no such policy\0${"x".repeat(3_000)}`;
    expect(await store.queue.setAside(await claimOne(store, 1_000), error)).toBe(true);
    expect(await claim(store, 99_000)).toEqual([]);
    expect(await store.queue.nextReadyAt()).toBeNull();
    expect(await store.queue.stats(2_000)).toMatchObject({ dead: 1, ready: 0, waiting: 0 });
    const [dead] = await store.queue.deadKeys();
    expect(dead).toMatchObject({ ...changeKey(1), attempts: 1, deadAtMs: 1_500 });
    expect(dead?.error).toMatch(/^no such policy\uFFFDx+$/);
    expect(dead?.error).toHaveLength(2_000);
  });

  test.each([
    ["before it is set aside", true],
    ["after it is set aside", false],
  ])("starts anew when a mark came %s", async (_name, before) => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1)], 1_000);
    const claimed = await claimOne(store, 1_000);
    const mark = () => store.queue.markDirty([changeKey(1)], 1_100);
    if (before) await mark();
    await store.queue.setAside(claimed, "no such policy");
    if (!before) await mark();
    expect(await store.queue.deadKeys()).toEqual([]);
    expect(await claimOne(store, 1_100)).toMatchObject({ attempts: 0 });
  });
});

describeOnEveryDatabase("a process that stops", (databases) => {
  test("gives back what it holds, and nothing else", async () => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1), changeKey(2), changeKey(3)], 1_000);
    await claim(store, 1_000, 2, "one");
    await claim(store, 1_000, 1, "two");
    expect(await store.queue.release("one")).toBe(2);
    expect(await store.queue.stats(1_000)).toMatchObject({ ready: 2, leased: 1 });
    expect(await claim(store, 1_000)).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);
  });
});

const none = { first: 0, usual: 0, background: 0 };

describeOnEveryDatabase("the queue's numbers", (databases) => {
  test("tell the age of the oldest ready key", async () => {
    const { queue } = await databases.open();
    await queue.markDirty([changeKey(1)], 1_000);
    await queue.markDirty([changeKey(2)], 1_400);
    await queue.markDirty([changeKey(3)], 9_000);
    const stats = {
      ready: 2,
      waiting: 1,
      leased: 0,
      dead: 0,
      oldestReadyAgeMs: { ...none, usual: 1_500 },
    };
    expect(await queue.stats(2_500)).toEqual(stats);
  });

  test("are all 0 when no key is dirty", async () => {
    const { queue } = await databases.open();
    const stats = { ready: 0, waiting: 0, leased: 0, dead: 0, oldestReadyAgeMs: none };
    expect(await queue.stats(2_500)).toEqual(stats);
  });
});
