import { expect, test } from "@jest/globals";
import { verifyChain } from "#core/ledger/verify-chain.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { bob } from "../support/facts.ts";
import { headSha } from "../support/observed-change.ts";
import { unauthorisedMerge, unauthorisedPush } from "../support/unauthorised.ts";

describeOnEveryDatabase("what came without being approved", (databases) => {
  test("is entered in the ledger with who did it and what was lacking", async () => {
    const location = await databases.fresh();
    const store = await databases.open({ ...location, now: () => Date.UTC(2026, 10, 20, 19) });
    const merge = unauthorisedMerge();
    const { ledger, issueNumber } = await store.unauthorised.record(merge);
    expect(issueNumber).toBeNull();
    expect(await store.ledger.entry(ledger.seq)).toMatchObject({
      at: "2026-11-20T19:00:00.000Z",
      kind: "change.unauthorised",
      subject: "acme/shop#12",
      actor: bob,
      data: {
        how: "merge",
        branch: "main",
        commit: merge.sha,
        head: headSha,
        mergedAt: "2026-11-20T18:05:33.000Z",
        author: { id: 1, login: "alice" },
        verdict: "waiting",
        level: "high",
        reasons: [{ origin: "repository", missing: "1 approval from @acme/sre (reliability)" }],
        policies: [{ origin: "repository", repository: "acme/shop" }],
      },
    });
    expect(await store.unauthorised.find(merge)).toMatchObject({ change: merge, ledger });
  });

  test("a push is named by its commit", async () => {
    const store = await databases.open();
    const push = unauthorisedPush({ by: null, removed: 2 });
    const { ledger } = await store.unauthorised.record(push);
    const entry = await store.ledger.entry(ledger.seq);
    expect(entry).toMatchObject({
      subject: `acme/shop@${push.sha}`,
      data: {
        how: "push",
        before: push.beforeSha,
        removedCommits: 2,
        commitCount: 1,
        commits: [{ subject: "Fix the price", author: "alice" }],
      },
    });
    expect(entry).not.toHaveProperty("actor");
  });

  test("is on record once, whoever finds it again and whatever they say of it", async () => {
    const store = await databases.open();
    const [first, second] = await Promise.all([
      store.unauthorised.record(unauthorisedMerge()),
      store.unauthorised.record(unauthorisedMerge({ title: "Another title" })),
    ]);
    expect(second).toEqual(first);
    await store.unauthorised.noteIssue(unauthorisedMerge(), 13);
    expect(await store.unauthorised.record(unauthorisedMerge())).toMatchObject({ issueNumber: 13 });
    expect(await store.ledger.head()).toMatchObject({ seq: 1 });
    expect(await verifyChain(store.ledger.read())).toMatchObject({ ok: true });
  });

  test("names with half a character are recorded", async () => {
    const store = await databases.open();
    const title = "half \ud800";
    const { ledger } = await store.unauthorised.record(unauthorisedMerge({ title }));
    expect(await store.ledger.entry(ledger.seq)).toMatchObject({ data: { title: "half \ufffd" } });
  });
});
