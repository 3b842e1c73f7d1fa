import { expect, test } from "@jest/globals";
import type { EarlierHead } from "#core/change/recorded-facts.ts";
import { verifyChain } from "#core/ledger/verify-chain.ts";
import { type ChangeLook, type DecisionRecord, subjectOfChange } from "#store/change-state.ts";
import { describeOnEveryDatabase } from "../support/database.ts";

const shop = { owner: "acme", name: "shop" };

const look: ChangeLook = {
  repository: shop,
  number: 12,
  installationId: 1,
  state: "open",
  headSha: "a".repeat(40),
  baseBranch: "main",
  updatedAt: "2026-03-01T08:00:00Z",
};

function decision(overrides: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    ...look,
    verdict: "waiting",
    level: "high",
    diffDigest: "d1",
    requestedReviewers: ["Bob", "carol"],
    data: { verdict: "waiting", reasons: ["waits for 1 of @acme/sre"] },
    ...overrides,
  };
}

describeOnEveryDatabase("a decision", (databases) => {
  test("is entered in the ledger and remembered with its entry", async () => {
    const location = await databases.fresh();
    const store = await databases.open({ ...location, now: () => Date.UTC(2026, 2, 1, 9) });
    const { seq, hash, isNew } = await store.changes.recordDecision(decision());
    expect(isNew).toBe(true);
    expect(await store.ledger.entry(seq)).toMatchObject({
      at: "2026-03-01T09:00:00.000Z",
      kind: "change.decided",
      subject: "acme/shop#12",
      data: decision().data,
      hash,
    });
    expect(await store.changes.lastLook(shop, 12)).toEqual({
      ...look,
      repository: "acme/shop",
      requestedReviewers: ["bob", "carol"],
      decision: { verdict: "waiting", level: "high", ledger: { seq, hash } },
    });
  });

  test("that equals the last one keeps its entry; what is observed is still remembered", async () => {
    const store = await databases.open();
    const first = await store.changes.recordDecision(decision());
    const updatedAt = "2026-03-02T08:00:00Z";
    const data = { reasons: ["waits for 1 of @acme/sre"], verdict: "waiting" };
    const second = await store.changes.recordDecision(decision({ updatedAt, data }));
    expect(second).toEqual({ ...first, isNew: false });
    expect(await store.changes.lastLook(shop, 12)).toMatchObject({ updatedAt });
    expect(await store.ledger.head()).toMatchObject({ seq: 1 });
  });

  test("that differs is entered, also when it returns to an earlier one", async () => {
    const store = await databases.open();
    for (const verdict of ["waiting", "approved", "waiting"] as const) {
      const { isNew } = await store.changes.recordDecision(
        decision({ verdict, data: { verdict } }),
      );
      expect(isNew).toBe(true);
    }
    expect(await store.changes.lastLook(shop, 12)).toMatchObject({
      decision: { ledger: { seq: 3 } },
    });
    expect(await verifyChain(store.ledger.read())).toMatchObject({ ok: true, entries: 3 });
  });

  test("made by two at once is entered once", async () => {
    const store = await databases.open();
    const records = [1, 2, 3, 4].map(() => store.changes.recordDecision(decision()));
    const results = await Promise.all(records);
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(results.map(({ seq }) => seq))).toEqual(new Set([1]));
  });

  test("that the ledger refuses is not remembered either", async () => {
    const store = await databases.open();
    const faulty = decision({ data: { score: Number.NaN } });
    await expect(store.changes.recordDecision(faulty)).rejects.toThrow("score is NaN");
    expect(await store.changes.lastLook(shop, 12)).toBeNull();
  });

  test("has an outcome, entered after it", async () => {
    const store = await databases.open();
    await store.changes.recordDecision(decision());
    const outcome = { decision: 1, actions: ["create-check-run"] };
    await store.changes.recordOutcome({ repository: shop, number: 12, data: outcome });
    expect(await store.ledger.entriesOf(subjectOfChange(shop, 12))).toMatchObject([
      { kind: "change.decided" },
      { kind: "change.acted", data: outcome },
    ]);
  });

  test("stays remembered when no policy controls the change any more", async () => {
    const store = await databases.open();
    const { seq, hash } = await store.changes.recordDecision(decision());
    await store.changes.noteNotControlled({ ...look, headSha: "b".repeat(40) });
    expect(await store.changes.lastLook(shop, 12)).toMatchObject({
      headSha: "b".repeat(40),
      decision: { verdict: "waiting", level: "high", ledger: { seq, hash } },
    });
    expect(await store.changes.recordDecision(decision())).toEqual({ seq, hash, isNew: false });
  });

  test("comes after a look at which no policy controlled the change", async () => {
    const store = await databases.open();
    await store.changes.noteNotControlled(look);
    expect(await store.changes.lastLook(shop, 12)).toMatchObject({ decision: null });
    expect(await store.changes.recordDecision(decision())).toMatchObject({ seq: 1, isNew: true });
  });

  test("is forgotten with its change; its entries stay", async () => {
    const store = await databases.open();
    await store.changes.recordDecision(decision());
    await store.changes.forget(shop, 12);
    expect(await store.changes.lastLook(shop, 12)).toBeNull();
    expect(await store.ledger.head()).toMatchObject({ seq: 1 });
  });
});

describeOnEveryDatabase("the heads of a change", (databases) => {
  const first = { headSha: "a".repeat(40), diffDigest: "d1", level: "high" } as const;

  test("are remembered as they were decided, the last one first", async () => {
    let nowMs = 1_000;
    const { changes, changeHeads } = await databases.open({
      ...(await databases.fresh()),
      now: () => nowMs++,
    });
    await changes.recordDecision(decision());
    const second = { headSha: "b".repeat(40), diffDigest: null, level: "low" } as const;
    await changes.recordDecision(decision(second));
    await changes.recordDecision(decision({ number: 13 }));
    expect(await changeHeads.headsOf(shop, 12)).toEqual([second, first]);
    expect(await changeHeads.headsOf({ owner: "acme", name: "site" }, 12)).toEqual([]);
  });

  test.each<[string, Partial<DecisionRecord>, Partial<EarlierHead>]>([
    ["the same once more", {}, {}],
    ["a higher risk, though people may have approved before", { level: "critical" }, {}],
    ["a lower risk", { level: "low" }, { level: "low" }],
    [
      "another diff: which one was approved is not known",
      { diffDigest: "d2" },
      { diffDigest: null },
    ],
    ["a diff that is not known whole", { diffDigest: null }, { diffDigest: null }],
  ])("are held to the least that is known of them: %s", async (_name, again, expected) => {
    const { changes, changeHeads } = await databases.open();
    await changes.recordDecision(decision());
    await changes.recordDecision(decision(again));
    await changes.recordDecision(decision());
    expect(await changeHeads.headsOf(shop, 12)).toEqual([{ ...first, ...expected }]);
  });

  test("are the last 200", async () => {
    let nowMs = 1_000;
    const { changes, changeHeads } = await databases.open({
      ...(await databases.fresh()),
      now: () => nowMs++,
    });
    for (let n = 1; n <= 203; n++) {
      await changes.recordDecision(decision({ headSha: String(n).padStart(40, "0") }));
    }
    const heads = (await changeHeads.headsOf(shop, 12)).map(({ headSha }) => Number(headSha));
    expect(heads).toEqual(Array.from({ length: 200 }, (_, index) => 203 - index));
  });

  test("are forgotten with their change, or when they are old", async () => {
    let nowMs = 1_000;
    const { changes, changeHeads } = await databases.open({
      ...(await databases.fresh()),
      now: () => nowMs,
    });
    await changes.recordDecision(decision());
    await changes.recordDecision(decision({ number: 13 }));
    await changes.forget(shop, 12);
    expect(await changeHeads.headsOf(shop, 12)).toEqual([]);
    nowMs = 2_000;
    await changes.recordDecision(decision({ number: 13, headSha: "b".repeat(40) }));
    expect(await changeHeads.prune(2_000)).toBe(1);
    expect(await changeHeads.headsOf(shop, 13)).toMatchObject([{ headSha: "b".repeat(40) }]);
  });
});

describeOnEveryDatabase("the reviewers' load", (databases) => {
  test("counts the open changes of one installation", async () => {
    const { changes } = await databases.open();
    await changes.recordDecision(decision({ number: 1, requestedReviewers: ["bob"] }));
    await changes.recordDecision(decision({ number: 2, requestedReviewers: ["Bob", "carol"] }));
    await changes.recordDecision(decision({ number: 3, state: "merged" }));
    await changes.recordDecision(decision({ number: 4, state: "closed" }));
    await changes.recordDecision(decision({ number: 5, installationId: 2 }));
    const expected = new Map([
      ["bob", 2],
      ["carol", 1],
    ]);
    expect(await changes.openRequestsByReviewer(1)).toEqual(expected);
  });
});

describeOnEveryDatabase("whom we asked", (databases) => {
  test("is remembered for the commit that they were asked about, and for no other", async () => {
    const { changes } = await databases.open();
    const nobody = { users: [], teams: [] };
    expect(await changes.askedFor(shop, 12, "a".repeat(40))).toEqual(nobody);
    await changes.recordDecision(decision());
    const asked = { users: ["bob"], teams: ["acme/sre"] };
    await changes.noteAsked(shop, 12, "a".repeat(40), asked);
    await changes.recordDecision(decision({ data: { verdict: "approved" } }));
    expect(await changes.askedFor(shop, 12, "a".repeat(40))).toEqual(asked);
    expect(await changes.askedFor(shop, 12, "b".repeat(40))).toEqual(nobody);
  });

  test("is counted as requested at once, until the next look tells what became of it", async () => {
    const { changes } = await databases.open();
    await changes.recordDecision(decision());
    await changes.noteAsked(shop, 12, "a".repeat(40), { users: ["Dave", "bob"], teams: [] });
    const asked = new Map([
      ["bob", 1],
      ["carol", 1],
      ["dave", 1],
    ]);
    expect(await changes.openRequestsByReviewer(1)).toEqual(asked);
    await changes.recordDecision(decision({ requestedReviewers: ["dave"] }));
    expect(await changes.openRequestsByReviewer(1)).toEqual(new Map([["dave", 1]]));
  });
});
