import { expect, test } from "@jest/globals";
import { verifyChain } from "#core/ledger/verify-chain.ts";
import type { Store } from "#store/store.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { bob } from "../support/facts.ts";
import { reviewSubject } from "../support/review.ts";

const shop = { owner: "acme", name: "shop" };
const subject = reviewSubject();
const settlement = {
  by: bob,
  atMs: subject.dueMs + 1,
  outcome: "successful",
  notes: "No money was lost.",
} as const;

async function kindsIn(store: Store): Promise<readonly string[]> {
  const entries = await store.ledger.entriesOf("acme/shop#12");
  return entries.map(({ kind }) => kind);
}

describeOnEveryDatabase("a retrospective review", (databases) => {
  test("is owed from the merge until it is settled", async () => {
    const { reviews } = await databases.open();
    expect(await reviews.owedBy(shop)).toEqual([]);
    await reviews.owe(subject);
    await reviews.owe(reviewSubject({ number: 9, because: "override" }));
    await reviews.noteIssue(subject, 13);
    const { dueMs } = subject;
    expect(await reviews.owedBy(shop)).toEqual([
      { number: 9, because: "override", dueMs, issueNumber: null },
      { number: 12, because: "emergency", dueMs, issueNumber: 13 },
    ]);
    await reviews.settle(subject, settlement);
    expect((await reviews.owedBy(shop)).map(({ number }) => number)).toEqual([9]);
    expect(await reviews.find(shop, 12)).toMatchObject({ subject, settlement, isClosed: false });
    await reviews.noteClosed(subject);
    expect(await reviews.find(shop, 12)).toMatchObject({ isClosed: true });
    expect(await reviews.find(shop, 13)).toBeNull();
  });

  test("tells its story in the ledger, each part once", async () => {
    const store = await databases.open();
    const { reviews } = store;
    await Promise.all([reviews.owe(subject), reviews.owe(reviewSubject({ title: "Another" }))]);
    await Promise.all([reviews.noteOverdue(subject), reviews.noteOverdue(subject)]);
    await reviews.settle(subject, settlement);
    await reviews.settle(subject, { ...settlement, outcome: "failed" });
    expect(await kindsIn(store)).toEqual(["review.owed", "review.overdue", "review.done"]);
    const [owed, , done] = await store.ledger.entriesOf("acme/shop#12");
    expect(owed?.data).toMatchObject({
      because: "emergency",
      declared: { by: { login: "bob" }, reason: "Customers are charged twice." },
      approvals: [{ login: "dave" }],
      leftOut: ["1 approval from @acme/dba (DBA signs off on schema)"],
      due: "2026-11-23T02:10:00.000Z",
    });
    expect(done).toMatchObject({
      actor: bob,
      data: { outcome: "successful", notes: "No money was lost.", overdue: true },
    });
    expect(await verifyChain(store.ledger.read())).toMatchObject({ ok: true });
  });

  test("that nobody owes can't become overdue or settled", async () => {
    const store = await databases.open();
    await store.reviews.noteOverdue(subject);
    await store.reviews.settle(subject, settlement);
    expect(await kindsIn(store)).toEqual([]);
  });
});
