import { expect, test } from "@jest/globals";
import type { Account } from "#core/change/facts.ts";
import type { Store } from "#store/store.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { alice, bob } from "../support/facts.ts";

const head = { repositoryId: 7, branch: "topic", headSha: "a".repeat(40) };
const other = { ...head, headSha: "b".repeat(40) };

describeOnEveryDatabase("the last pusher", (databases) => {
  let deliveries = 0;
  function push(
    store: Store,
    pusher: Account,
    receivedAtMs: number,
    pushed: typeof head & { readonly pushedAtMs?: number } = head,
  ) {
    deliveries += 1;
    return store.deliveries.accept(
      {
        id: `delivery-${deliveries}`,
        event: "pull_request",
        action: "synchronize",
        installationId: 1,
        receivedAtMs,
      },
      {
        keys: [],
        pushes: [{ beforeSha: null, pushedAtMs: null, ...pushed, pusher }],
        commands: [],
        heads: [],
        gates: [],
      },
    );
  }

  test("is who a delivery named, for that branch and commit only", async () => {
    const store = await databases.open();
    await push(store, alice, 1_000);
    expect(await store.pushes.lastPusherOf(head)).toEqual(alice);
    expect(await store.pushes.lastPusherOf({ ...head, repositoryId: 8 })).toBeNull();
    expect(await store.pushes.lastPusherOf({ ...head, branch: "Topic" })).toBeNull();
    expect(await store.pushes.lastPusherOf(other)).toBeNull();
  });

  test("stays who pushed to the branch when somebody pushes the commit to another", async () => {
    const store = await databases.open();
    await push(store, alice, 1_000);
    await push(store, bob, 2_000, { ...head, branch: "elsewhere" });
    expect(await store.pushes.lastPusherOf(head)).toEqual(alice);
  });

  test("is the later of two who pushed the same commit, whatever the order of deliveries", async () => {
    const store = await databases.open();
    await push(store, bob, 2_000);
    await push(store, alice, 1_000);
    expect(await store.pushes.lastPusherOf(head)).toEqual(bob);
    await push(store, alice, 3_000);
    expect(await store.pushes.lastPusherOf(head)).toEqual(alice);
  });

  test("stays who pushed last by GitHub's clock when an older delivery comes late", async () => {
    const store = await databases.open();
    await push(store, bob, 10_000, { ...head, pushedAtMs: 2_000 });
    await push(store, alice, 900_000, { ...head, pushedAtMs: 1_000 });
    expect(await store.pushes.lastPusherOf(head)).toEqual(bob);
    await push(store, alice, 910_000, { ...head, pushedAtMs: 2_000 });
    expect(await store.pushes.lastPusherOf(head)).toEqual(alice);
  });

  test("stays who pushed last also when one commit stores both, in the wrong order", async () => {
    const store = await databases.open();
    await Promise.all([
      push(store, bob, 10_000, { ...head, pushedAtMs: 2_000 }),
      push(store, alice, 10_001, { ...head, pushedAtMs: 1_000 }),
    ]);
    expect(await store.pushes.lastPusherOf(head)).toEqual(bob);
  });

  test("is the later of two also when both are stored by one commit", async () => {
    const store = await databases.open();
    await Promise.all([push(store, bob, 2_000), push(store, alice, 1_000)]);
    expect(await store.pushes.lastPusherOf(head)).toEqual(bob);
  });

  test("is forgotten after a while", async () => {
    const store = await databases.open();
    await push(store, alice, 1_000);
    await push(store, bob, 2_000, other);
    expect(await store.pushes.prune(2_000)).toBe(1);
    expect(await store.pushes.lastPusherOf(head)).toBeNull();
    expect(await store.pushes.lastPusherOf(other)).toEqual(bob);
  });
});
