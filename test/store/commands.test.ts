import { describe, expect, test } from "@jest/globals";
import type { CommandEffect } from "#core/command/given-command.ts";
import type { HandledCommand } from "#core/command/handled-command.ts";
import type { PendingCommand, ReceivedCommand } from "#core/command/received-command.ts";
import type { Store } from "#store/store.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { alice, bob } from "../support/facts.ts";
import { changeKey, claim } from "../support/keys.ts";

const shop = { owner: "acme", name: "shop" };
const headSha = "a".repeat(40);

function comment(id: number, body = "/hold"): ReceivedCommand {
  const source = { kind: "comment", id: String(id), nodeId: `IC_${id}`, body } as const;
  return { repository: shop, number: 12, giver: alice, source: { ...source, createdAtMs: 1_000 } };
}
const press: ReceivedCommand = {
  repository: shop,
  number: 12,
  giver: bob,
  source: { kind: "button", identifier: "approve", headSha },
};

let deliveries = 0;
function receive(store: Store, command: ReceivedCommand, receivedAtMs = 5_000) {
  deliveries += 1;
  const record = { event: "issue_comment", action: "created", installationId: 1, receivedAtMs };
  return store.deliveries.accept(
    { id: `delivery-${deliveries}`, ...record },
    { keys: [], pushes: [], commands: [command], heads: [], gates: [] },
  );
}

const done = (effect: CommandEffect | null) =>
  ({ kind: "command.done", effect, data: { word: effect?.kind ?? "help" } }) as const;
const refused = { kind: "command.refused", effect: null, data: { word: "approve" } } as const;

function handled(
  command: PendingCommand,
  results: HandledCommand["results"],
  answer: HandledCommand["answer"] = null,
): HandledCommand {
  return { command, results, answer };
}

async function pendingOf(store: Store): Promise<readonly PendingCommand[]> {
  return (await store.commands.openOf(shop, 12)).pending;
}

describeOnEveryDatabase("a command", (databases) => {
  test("is pending from its delivery on, as it was given", async () => {
    const store = await databases.open();
    await receive(store, comment(7));
    await receive(store, press, 6_000);
    expect(await pendingOf(store)).toEqual([
      {
        ...comment(7),
        name: { kind: "comment", id: "7" },
        givenAtMs: 1_000,
        receivedAtMs: 5_000,
      },
      {
        ...press,
        name: { kind: "button", id: `delivery-${deliveries}` },
        givenAtMs: 6_000,
        receivedAtMs: 6_000,
      },
    ]);
    expect(await store.commands.openOf(shop, 13)).toEqual({ pending: [], due: [] });
  });

  test("of which no delivery told was meant for us since we know the repository", async () => {
    const place = await databases.fresh();
    const store = await databases.open({ ...place, now: () => 1_000 });
    const unhandled = () => store.commands.unhandledOf(shop, 12, [comment(7)]);
    expect(await unhandled()).toEqual([]);
    await store.tags.beginWatch(shop, []);
    expect(await unhandled()).toHaveLength(1);

    const later = await databases.open({ ...(await databases.fresh()), now: () => 1_001 });
    await later.tags.beginWatch(shop, []);
    expect(await later.commands.unhandledOf(shop, 12, [comment(7)])).toEqual([]);
  });

  test("that another delivery tells of again counts once, also after it was handled", async () => {
    const store = await databases.open();
    await Promise.all([receive(store, comment(7)), receive(store, comment(7, "/unhold"))]);
    const pending = await pendingOf(store);
    expect(pending).toHaveLength(1);
    const record = {
      headSha,
      handled: pending.map((one) => handled(one, [done(null)])),
      marks: [],
    };
    await store.commands.recordHandled(record);
    await receive(store, comment(7));
    expect(await pendingOf(store)).toEqual([]);
  });

  test("is entered in the ledger with its giver, and its effect kept, once", async () => {
    const store = await databases.open();
    await receive(store, comment(7));
    const [pending] = await pendingOf(store);
    if (pending === undefined) throw new Error("nothing is pending");
    const effect: CommandEffect = { kind: "hold", reason: "wait for the audit" };
    const record = { headSha, handled: [handled(pending, [done(effect), refused])], marks: [] };
    await Promise.all([store.commands.recordHandled(record), store.commands.recordHandled(record)]);

    expect(await store.ledger.entriesOf("acme/shop#12")).toMatchObject([
      { kind: "command.done", actor: alice, data: { word: "hold" } },
      { kind: "command.refused", actor: alice, data: { word: "approve" } },
    ]);
    expect(await store.commands.effectsOf(shop, 12)).toEqual([
      { by: alice, atMs: 1_000, headSha, effect },
    ]);
    expect(await store.commands.openOf(shop, 12)).toEqual({ pending: [], due: [] });
  });

  test("takes its place in the order of the comments, also when it comes late", async () => {
    const store = await databases.open();
    for (const [id, kind] of [
      [8, "declare-normal"],
      [7, "unapprove"],
    ] as const) {
      await receive(store, comment(id));
      const handling = (await pendingOf(store)).map((one) => handled(one, [done({ kind })]));
      await store.commands.recordHandled({ headSha, handled: handling, marks: [] });
    }
    const kinds = (await store.commands.effectsOf(shop, 12)).map(({ effect }) => effect.kind);
    expect(kinds).toEqual(["unapprove", "declare-normal"]);
  });

  test("owes its answer until that is given", async () => {
    const store = await databases.open();
    await receive(store, comment(7));
    const answer = {
      commentNodeId: "IC_7",
      reaction: "refused",
      reply: "No.",
      backOut: null,
    } as const;
    await store.commands.recordHandled({
      headSha,
      handled: (await pendingOf(store)).map((one) => handled(one, [refused], answer)),
      marks: [],
    });
    const name = { kind: "comment", id: "7" } as const;
    expect(await store.commands.openOf(shop, 12)).toEqual({
      pending: [],
      due: [{ name, ...answer }],
    });
    await store.commands.noteAnswered([name]);
    expect(await store.commands.openOf(shop, 12)).toEqual({ pending: [], due: [] });
  });
});

describeOnEveryDatabase("the pull request that a command had opened", (databases) => {
  test("is known by who ordered it, may be an emergency, and is looked at; once", async () => {
    const store = await databases.open({ ...(await databases.fresh()), now: () => 9_000 });
    const declaration = {
      command: { kind: "comment", id: "7" },
      repository: shop,
      number: 13,
      by: alice,
      backsOut: 12,
      emergencyReason: "backs out #12: the shop is down",
      installationId: 1,
    } as const;
    await Promise.all([
      store.commands.recordOrder(declaration),
      store.commands.recordOrder(declaration),
    ]);

    const order = { kind: "order", backsOut: 12 };
    const effect = { kind: "declare-emergency", reason: declaration.emergencyReason };
    expect(await store.commands.effectsOf(shop, 13)).toMatchObject([
      { by: alice, atMs: 9_000, effect: order },
      { by: alice, effect },
    ]);
    expect(await store.ledger.entriesOf("acme/shop#13")).toMatchObject([
      { kind: "command.done", actor: alice, data: { word: "back-out", effect: order } },
      { kind: "command.done", actor: alice, data: { word: "back-out", effect } },
    ]);
    expect(await claim(store, 9_000)).toMatchObject([changeKey(13)]);
  });
});

describeOnEveryDatabase("ad hoc freezes", (databases) => {
  test("stand for the whole repository, whichever pull request ordered them", async () => {
    const store = await databases.open({ ...(await databases.fresh()), now: () => 10_000 });
    const order = async (id: number, number: number, effect: CommandEffect) => {
      await receive(store, { ...comment(id), number });
      const { pending } = await store.commands.openOf(shop, number);
      const handling = pending.map((one) => handled(one, [done(effect)]));
      await store.commands.recordHandled({ headSha, handled: handling, marks: [] });
    };
    const freeze = { kind: "freeze", untilMs: 20_000, reason: "an incident" } as const;
    await order(1, 12, { ...freeze, target: "main" });
    await order(2, 12, { ...freeze, target: "production" });
    await order(3, 13, { kind: "unfreeze", target: "main" });
    expect(await store.commands.freezesOf(shop)).toMatchObject([{ target: "production" }]);
    expect(await store.commands.freezesOf({ ...shop, name: "api" })).toEqual([]);
  });
});

describeOnEveryDatabase("the arrival of a head commit", (databases) => {
  const head = { repository: shop, number: 12, headSha, receivedAtMs: 5_000 };
  const tell = (store: Store, cause: "opened" | "pushed", arrivedAtMs: number) => {
    deliveries += 1;
    const record = { event: "pull_request", action: "x", installationId: 1, receivedAtMs: 5_000 };
    return store.deliveries.accept(
      { id: `delivery-${deliveries}`, ...record },
      { keys: [], pushes: [], commands: [], heads: [{ ...head, cause, arrivedAtMs }], gates: [] },
    );
  };

  describe("by several deliveries", () => {
    test.each([
      ["in order", [2_000, 3_000]],
      ["late", [3_000, 2_000]],
    ])("%s: the last time counts", async (_name, times) => {
      const store = await databases.open();
      for (const at of times) await tell(store, "pushed", at);
      expect(await store.headArrivals.arrivalOf(shop, 12, headSha)).toEqual({
        cause: "pushed",
        arrivedAtMs: 3_000,
        receivedAtMs: 5_000,
      });
    });
  });

  test.each([
    ["before", true],
    ["after", false],
  ])("that was seen %s a delivery told of it is as that tells", async (_name, isBefore) => {
    const store = await databases.open();
    expect(await store.headArrivals.arrivalOf(shop, 12, headSha)).toBeNull();
    const see = () => store.headArrivals.note({ ...head, cause: "seen", arrivedAtMs: 9_000 });
    if (isBefore) await see();
    await tell(store, "opened", 2_000);
    if (!isBefore) await see();
    expect(await store.headArrivals.arrivalOf(shop, 12, headSha)).toMatchObject({
      cause: "opened",
      arrivedAtMs: 2_000,
    });
    expect(await store.headArrivals.prune(6_000)).toBe(1);
    expect(await store.headArrivals.arrivalOf(shop, 12, headSha)).toBeNull();
  });
});
