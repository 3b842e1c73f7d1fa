import { expect, test } from "@jest/globals";
import type { DeliveryRecord, DeliveryWork } from "#store/deliveries.ts";
import type { Store } from "#store/store.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { alice } from "../support/facts.ts";
import { changeKey, claim } from "../support/keys.ts";

function delivery(id: string, receivedAtMs = 1_000): DeliveryRecord {
  return { id, event: "pull_request", action: "opened", installationId: 1, receivedAtMs };
}

function workOn(...numbers: readonly number[]): DeliveryWork {
  return {
    keys: numbers.map((number) => changeKey(number)),
    pushes: [],
    commands: [],
    heads: [],
    gates: [],
  };
}

/** Accepts deliveries at once; gives what became of each, an error by its name. */
async function acceptAll(store: Store, deliveries: readonly [DeliveryRecord, DeliveryWork][]) {
  const results = await Promise.allSettled(
    deliveries.map(([record, work]) => store.deliveries.accept(record, work)),
  );
  return results.map((result) => (result.status === "fulfilled" ? result.value : "refused"));
}

describeOnEveryDatabase("a delivery", (databases) => {
  test("is stored with its keys and wakes who works on them", async () => {
    const store = await databases.open();
    const { promise: woken, resolve } = Promise.withResolvers<void>();
    store.queue.onWork(resolve);
    expect(await store.deliveries.accept(delivery("a"), workOn(1, 2))).toBe("stored");
    await woken;
    expect(await store.queue.stats(1_000)).toMatchObject({ ready: 2 });
    expect(await store.deliveries.known(["a", "b"])).toEqual(new Set(["a"]));
  });

  test("without keys, action or installation is stored all the same", async () => {
    const store = await databases.open();
    const ping = { id: "a", event: "ping", action: null, installationId: null, receivedAtMs: 1 };
    expect(await store.deliveries.accept(ping, workOn())).toBe("stored");
    expect(await store.queue.nextReadyAt()).toBeNull();
  });

  test("that comes again changes nothing", async () => {
    const store = await databases.open();
    await store.deliveries.accept(delivery("a"), workOn(1));
    const head = { repositoryId: 7, branch: "topic", headSha: "f".repeat(40) };
    const pushes = [{ ...head, beforeSha: null, pusher: alice, pushedAtMs: null }];
    const again = await store.deliveries.accept(delivery("a", 500), { ...workOn(1, 2), pushes });
    expect(again).toBe("duplicate");
    expect(await store.queue.stats(1_000)).toMatchObject({
      ready: 1,
      oldestReadyAgeMs: { usual: 0 },
    });
    expect(await store.pushes.lastPusherOf(head)).toBeNull();
  });

  test("that comes twice at the same time is stored once", async () => {
    const store = await databases.open();
    const results = await acceptAll(store, [
      [delivery("a"), workOn(1)],
      [delivery("a"), workOn(2)],
    ]);
    expect(results).toEqual(["stored", "duplicate"]);
    expect(await store.queue.stats(1_000)).toMatchObject({ ready: 1 });
  });

  test.each([
    ["the database refuses", delivery(""), workOn(3)],
    ["has a key with no number", delivery("c"), workOn(Number.NaN)],
    ["has a time that is no whole number", delivery("c", 1.5), workOn(3)],
  ])("that %s takes no other with it", async (_name, faulty, work) => {
    const store = await databases.open();
    const results = await acceptAll(store, [
      [delivery("a"), workOn(1)],
      [faulty, work],
      [delivery("b"), workOn(2)],
    ]);
    expect(results).toEqual(["stored", "refused", "stored"]);
    expect(await store.deliveries.known(["a", "b", "c", ""])).toEqual(new Set(["a", "b"]));
    expect(await store.queue.stats(1_000)).toMatchObject({ ready: 2 });
  });

  test("is one of thousands that come at once", async () => {
    const store = await databases.open();
    const deliveries = Array.from({ length: 2_000 }, (_, index): [DeliveryRecord, DeliveryWork] => [
      delivery(`delivery ${index}`),
      workOn(index % 100),
    ]);
    expect(new Set(await acceptAll(store, deliveries))).toEqual(new Set(["stored"]));
    expect(await store.queue.stats(1_000)).toMatchObject({ ready: 100 });
    expect((await store.deliveries.known(deliveries.map(([{ id }]) => id))).size).toBe(2_000);
  });

  test("is written before the store closes", async () => {
    const location = await databases.fresh();
    const store = await databases.open(location);
    const accepted = store.deliveries.accept(delivery("a"), workOn(1));
    await store.close();
    expect(await accepted).toBe("stored");
    const reopened = await databases.open(location);
    expect(await reopened.deliveries.known(["a"])).toEqual(new Set(["a"]));
  });

  test("is refused when the database is away", async () => {
    const store = await databases.open();
    await store.close();
    expect(await store.isReachable()).toBe(false);
    const results = await acceptAll(store, [
      [delivery("a"), workOn(1)],
      [delivery("b"), workOn(2)],
    ]);
    expect(results).toEqual(["refused", "refused"]);
  });

  test("of a push lets the pull request go first that it may have merged", async () => {
    const store = await databases.open();
    const repository = { owner: "acme", name: "shop" };
    const shas = { beforeSha: "a".repeat(40), headSha: "b".repeat(40) };
    const push = { kind: "push", repository, branch: "main", ...shas } as const;
    const keys = [{ installationId: 1, key: push }, changeKey(7)];
    await store.deliveries.accept(delivery("a", 1_000), { ...workOn(), keys });
    expect((await claim(store, 1_000)).map(({ key }) => key.kind)).toEqual(["change"]);
    expect((await claim(store, 6_000)).map(({ key }) => key.kind)).toContain("push");
  });

  test("is forgotten after a while", async () => {
    const store = await databases.open();
    await store.deliveries.accept(delivery("a", 1_000), workOn());
    await store.deliveries.accept(delivery("b", 2_000), workOn());
    expect(await store.deliveries.prune(2_000)).toBe(1);
    expect(await store.deliveries.known(["a", "b"])).toEqual(new Set(["b"]));
  });

  test("leaves behind, when it is forgotten, what it gave to do; sent again, its press still counts once", async () => {
    const store = await databases.open();
    const repository = { owner: "acme", name: "shop" };
    const source = { kind: "button", identifier: "approve", headSha: "f".repeat(40) } as const;
    const work = { ...workOn(7), commands: [{ repository, number: 7, giver: alice, source }] };
    await store.deliveries.accept(delivery("a", 1_000), work);
    await store.deliveries.prune(2_000);
    expect(await store.queue.stats(2_000)).toMatchObject({ ready: 1 });
    const { pending } = await store.commands.openOf(repository, 7);
    expect(pending).toMatchObject([{ name: { kind: "button", id: "a" } }]);

    expect(await store.deliveries.accept(delivery("a", 3_000), work)).toBe("stored");
    expect((await store.commands.openOf(repository, 7)).pending).toEqual(pending);
  });
});
