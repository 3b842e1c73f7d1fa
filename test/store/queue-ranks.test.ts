import { expect, test } from "@jest/globals";
import type { InstallationKey } from "#core/key.ts";
import { encodeKey } from "#core/key-encoding.ts";
import { headStartMs } from "#core/key-rank.ts";
import type { ClaimedKey } from "#store/queue.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { changeKey, claim, claimOne } from "../support/keys.ts";

const namesOf = (claimed: readonly ClaimedKey[]) => claimed.map(({ key }) => encodeKey(key));
const gate: InstallationKey = {
  installationId: 1,
  key: {
    kind: "environment",
    repository: { owner: "acme", name: "till" },
    environment: "live",
  },
};
const past: InstallationKey = {
  installationId: 1,
  key: { kind: "history", repository: { owner: "acme", name: "shop" } },
};

describeOnEveryDatabase("what is urgent", (databases) => {
  test("goes before hundreds of older keys of a busy repository", async () => {
    const store = await databases.open();
    const busy = Array.from({ length: 600 }, (_, number) => changeKey(number));
    await store.queue.markDirty(busy, 1_000);
    await store.queue.markDirty([past], 1_000);
    await store.queue.markDirty([gate], 9_000);
    await store.queue.markDirty([changeKey(599)], 9_500, "approval");
    const claimed = await claim(store, 10_000, 3);
    expect(namesOf(claimed).sort()).toEqual([
      "change/acme/shop/0",
      "change/acme/shop/599",
      "environment/acme/till/live",
    ]);
  });

  test("has a head start of minutes, no more: nothing waits for ever", async () => {
    const store = await databases.open();
    await store.queue.markDirty([changeKey(1)], 1_000, "search");
    await store.queue.markDirty([changeKey(2)], 1_001 + headStartMs);
    await store.queue.markDirty([gate], 1_002 + 2 * headStartMs);
    const claimed = [];
    for (const owner of ["one", "two", "three"]) {
      claimed.push(await claimOne(store, 1_002 + 2 * headStartMs, owner));
    }
    expect(namesOf(claimed)).toEqual([
      "change/acme/shop/1",
      "change/acme/shop/2",
      "environment/acme/till/live",
    ]);
  });

  test("stays so when the same key is marked for less, and not beyond the work on it", async () => {
    const store = await databases.open();
    const order = async (nowMs: number) => {
      const claimed = [await claimOne(store, nowMs), await claimOne(store, nowMs)];
      for (const key of claimed) await store.queue.complete(key, { againAtMs: nowMs + 1_000 });
      return namesOf(claimed);
    };
    await store.queue.markDirty([changeKey(1)], 1_000);
    await store.queue.markDirty([changeKey(2)], 1_500, "approval");
    await store.queue.markDirty([changeKey(2)], 1_500, "search");
    expect(await order(2_000)).toEqual(["change/acme/shop/2", "change/acme/shop/1"]);

    await store.queue.markDirty([changeKey(1)], 2_500);
    expect(await order(3_000)).toEqual(["change/acme/shop/1", "change/acme/shop/2"]);
  });

  test("is told apart in the ages of what is ready", async () => {
    const { queue } = await databases.open();
    await queue.markDirty([past], 1_000);
    await queue.markDirty([changeKey(1)], 2_000);
    await queue.markDirty([gate], 9_000);
    expect(await queue.stats(3_000)).toMatchObject({
      ready: 2,
      oldestReadyAgeMs: { first: 0, usual: 1_000, background: 2_000 },
    });
  });
});
