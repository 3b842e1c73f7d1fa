import { expect, test } from "@jest/globals";
import type { ClaimedKey } from "#store/queue.ts";
import type { Store } from "#store/store.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { changeKey, claim, claimOne } from "../support/keys.ts";

describeOnEveryDatabase("marking", (databases) => {
  test("the same key many times makes it dirty once, ready at the earliest time", async () => {
    const { queue } = await databases.open();
    await queue.markDirty([changeKey(1), changeKey(1), changeKey(2)], 2_000);
    await queue.markDirty([changeKey(1)], 1_000);
    await queue.markDirty([changeKey(1)], 3_000);
    expect(await queue.stats(1_500)).toMatchObject({ ready: 1, waiting: 1 });
    expect(await queue.nextReadyAt()).toBe(1_000);
  });

  test("one number in two installations makes two keys dirty", async () => {
    const { queue } = await databases.open();
    await queue.markDirty([changeKey(1, 1), changeKey(1, 2)], 1_000);
    expect(await queue.stats(1_000)).toMatchObject({ ready: 2 });
  });

  test("thousands at once works", async () => {
    const { queue } = await databases.open();
    const keys = Array.from({ length: 2_500 }, (_, number) => changeKey(number));
    await queue.markDirty(keys, 1_000);
    expect(await queue.stats(1_000)).toMatchObject({ ready: 2_500 });
  });

  test("wakes the listener, until it stops listening", async () => {
    const { queue } = await databases.open();
    const { promise: woken, resolve } = Promise.withResolvers<void>();
    const stop = queue.onWork(resolve);
    await queue.markDirty([changeKey(1)], 1_000);
    await woken;
    stop();
  });

  test("nothing changes nothing", async () => {
    const { queue } = await databases.open();
    await queue.markDirty([], 1_000);
    expect(await queue.nextReadyAt()).toBeNull();
  });
});

describeOnEveryDatabase("a claim", (databases) => {
  test("gives ready keys, each once", async () => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1), changeKey(2)], 1_000);
    await store.queue.markDirty([changeKey(3)], 1_001);
    const claimed = await claim(store, 1_000);
    expect(claimed.map(({ key }) => key)).toEqual([changeKey(1).key, changeKey(2).key]);
    expect(claimed[0]).toMatchObject({ installationId: 1, attempts: 0, readyAtMs: 1_000 });
    expect(await claim(store, 1_000)).toEqual([]);
    expect(await store.queue.stats(1_000)).toMatchObject({ leased: 2, waiting: 1, ready: 0 });
  });

  test("gives a key again when its lease ran out, and counts that as a failed attempt", async () => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1)], 1_000);
    await claimOne(store, 1_000);
    expect(await store.queue.nextReadyAt()).toBe(2_000);
    expect(await claim(store, 1_999, 1, "two")).toEqual([]);
    expect(await claimOne(store, 2_000, "two")).toMatchObject({ attempts: 1 });
  });

  test("can be extended", async () => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1)], 1_000);
    const claimed = await claimOne(store, 1_000);
    expect(await store.queue.extendLease(claimed, 5_000)).toBe(true);
    expect(await claim(store, 4_999, 1, "two")).toEqual([]);
    expect(await claim(store, 5_000, 1, "two")).toHaveLength(1);
    expect(await store.queue.extendLease(claimed, 9_000)).toBe(false);
  });

  test("takes the installations in turn, and the oldest key of each first", async () => {
    const store = await databases.open();
    for (const number of [1, 2, 3, 4, 5]) {
      await store.queue.markDirty([changeKey(number, 1)], 1_000 + number);
    }
    await store.queue.markDirty([changeKey(1, 2)], 2_000);
    await store.queue.markDirty([changeKey(1, 3)], 3_000);
    const claimed = await claim(store, 4_000, 4);
    const taken = claimed.map((key) => `${key.readyAtMs} of ${key.installationId}`);
    expect(taken.sort()).toEqual(["1001 of 1", "1002 of 1", "2000 of 2", "3000 of 3"]);
  });

  test("counts what an installation has leased already", async () => {
    const store = await databases.open();
    await store.queue.markDirty(
      [1, 2, 3].map((number) => changeKey(number, 1)),
      1_000,
    );
    await claim(store, 1_000, 2);
    await store.queue.markDirty([changeKey(1, 2)], 1_500);
    expect(await claim(store, 1_500, 1)).toMatchObject([{ installationId: 2 }]);
  });

  test("leaves an installation no more than its share", async () => {
    const store = await databases.open();
    await store.queue.markDirty(
      [1, 2, 3, 4].map((number) => changeKey(number, 1)),
      1_000,
    );
    const wish = { owner: "one", nowMs: 1_000, leaseMs: 1_000, limit: 100, perInstallation: 3 };
    const [first] = await store.queue.claim(wish);
    expect(await store.queue.stats(1_000)).toMatchObject({ leased: 3, ready: 1 });
    expect(await store.queue.claim(wish)).toEqual([]);
    if (first !== undefined) await store.queue.complete(first, { againAtMs: null });
    expect(await store.queue.claim(wish)).toHaveLength(1);
  });

  test("by many at once gives each key to one of them", async () => {
    const location = await databases.fresh();
    const one = await databases.open(location);
    // SQLite is opened once in a process; several processes are tested in processes.test.ts.
    const other = databases.kind === "sqlite" ? one : await databases.open(location);
    const keys = Array.from({ length: 100 }, (_, number) => changeKey(number, number % 20));
    await one.queue.markDirty(keys, 1_000);
    const claims = await Promise.all(
      [one, other, one, other, one, other].map((store) => claim(store, 1_000, 20)),
    );
    const names = claims
      .flat()
      .map(
        (claimed) =>
          `${claimed.installationId} ${claimed.key.kind === "change" && claimed.key.number}`,
      );
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
  });
});

describeOnEveryDatabase("completed work", (databases) => {
  test("takes the key out of the set", async () => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1)], 1_000);
    const claimed = await claimOne(store, 1_000);
    expect(await store.queue.complete(claimed, { againAtMs: null })).toBe(true);
    expect(await store.queue.nextReadyAt()).toBeNull();
  });

  test("leaves the key ready when it was marked meanwhile", async () => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1)], 1_000);
    const claimed = await claimOne(store, 1_000);
    await store.queue.markDirty([changeKey(1)], 1_100);
    expect(await claim(store, 1_100)).toEqual([]);
    expect(await store.queue.complete(claimed, { againAtMs: null })).toBe(true);
    const again = await claimOne(store, 1_100);
    expect(await store.queue.complete(again, { againAtMs: null })).toBe(true);
    expect(await store.queue.nextReadyAt()).toBeNull();
  });

  test("may ask for a later look, which a mark makes earlier", async () => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1), changeKey(2)], 1_000);
    for (const claimed of await claim(store, 1_000)) {
      await store.queue.complete(claimed, { againAtMs: 9_000 });
    }
    expect(await store.queue.nextReadyAt()).toBe(9_000);
    await store.queue.markDirty([changeKey(1)], 2_000);
    expect(await claim(store, 2_000)).toMatchObject([changeKey(1)]);
    expect(await claim(store, 9_000)).toHaveLength(2);
  });

  test("does not wait for the later look when it was marked meanwhile", async () => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1)], 1_000);
    const claimed = await claimOne(store, 1_000);
    await store.queue.markDirty([changeKey(1)], 1_100);
    await store.queue.complete(claimed, { againAtMs: 9_000 });
    expect(await claim(store, 1_100)).toHaveLength(1);
  });

  test("forgets the failures before it", async () => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1)], 1_000);
    await store.queue.retry(await claimOne(store, 1_000), {
      error: "away",
      atMs: 2_000,
      isFault: false,
    });
    await store.queue.complete(await claimOne(store, 2_000), { againAtMs: 3_000 });
    expect(await claimOne(store, 3_000)).toMatchObject({ attempts: 0 });
  });

  test.each([
    [
      "completes",
      (store: Store, lost: ClaimedKey) => store.queue.complete(lost, { againAtMs: null }),
    ],
    [
      "asks again",
      (store: Store, lost: ClaimedKey) => store.queue.complete(lost, { againAtMs: 1 }),
    ],
    [
      "fails",
      (store: Store, lost: ClaimedKey) =>
        store.queue.retry(lost, { error: "x", atMs: 1, isFault: true }),
    ],
    ["gives up", (store: Store, lost: ClaimedKey) => store.queue.setAside(lost, "x")],
    ["wants more time", (store: Store, lost: ClaimedKey) => store.queue.extendLease(lost, 99_000)],
  ])("changes nothing when who %s lost the lease, be it to itself", async (_name, finish) => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1)], 1_000);
    const lost = await claimOne(store, 1_000);
    const holder = await claimOne(store, 2_000);
    expect(await finish(store, lost)).toBe(false);
    expect(await store.queue.stats(2_500)).toMatchObject({ leased: 1, dead: 0 });
    expect(await store.queue.nextReadyAt()).toBe(3_000);
    expect(await store.queue.complete(holder, { againAtMs: null })).toBe(true);
    expect(await finish(store, lost)).toBe(false);
  });
});
