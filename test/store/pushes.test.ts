import { expect, test } from "@jest/globals";
import type { Account } from "#core/change/facts.ts";
import type { Store } from "#store/store.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { alice, bob } from "../support/facts.ts";

const sha = "a".repeat(40);

describeOnEveryDatabase("the last pusher", (databases) => {
  let deliveries = 0;
  function push(store: Store, pusher: Account, receivedAtMs: number, headSha = sha) {
    deliveries += 1;
    return store.deliveries.accept(
      {
        id: `delivery-${deliveries}`,
        event: "pull_request",
        action: "synchronize",
        installationId: 1,
        receivedAtMs,
      },
      { keys: [], pushes: [{ repositoryId: 7, headSha, pusher }] },
    );
  }

  test("is who a delivery named, for that repository and commit only", async () => {
    const store = await databases.open();
    await push(store, alice, 1_000);
    expect(await store.pushes.lastPusherOf(7, sha)).toEqual(alice);
    expect(await store.pushes.lastPusherOf(8, sha)).toBeNull();
    expect(await store.pushes.lastPusherOf(7, "b".repeat(40))).toBeNull();
  });

  test("is the later of two who pushed the same commit, whatever the order of deliveries", async () => {
    const store = await databases.open();
    await push(store, bob, 2_000);
    await push(store, alice, 1_000);
    expect(await store.pushes.lastPusherOf(7, sha)).toEqual(bob);
    await push(store, alice, 3_000);
    expect(await store.pushes.lastPusherOf(7, sha)).toEqual(alice);
  });

  test("is the later of two also when both are stored by one commit", async () => {
    const store = await databases.open();
    await Promise.all([push(store, bob, 2_000), push(store, alice, 1_000)]);
    expect(await store.pushes.lastPusherOf(7, sha)).toEqual(bob);
  });

  test("is forgotten after a while", async () => {
    const store = await databases.open();
    await push(store, alice, 1_000);
    await push(store, bob, 2_000, "b".repeat(40));
    expect(await store.pushes.prune(2_000)).toBe(1);
    expect(await store.pushes.lastPusherOf(7, sha)).toBeNull();
    expect(await store.pushes.lastPusherOf(7, "b".repeat(40))).toEqual(bob);
  });
});
