import { expect, test } from "@jest/globals";
import { describeOnEveryDatabase } from "../support/database.ts";
import { unauthorisedRemoval } from "../support/unauthorised.ts";

const shop = { owner: "acme", name: "shop" };

describeOnEveryDatabase("protection rules that were seen", (databases) => {
  test("are remembered by environment: when last seen, when last missed", async () => {
    let nowMs = 1_000;
    const store = await databases.open({ ...(await databases.fresh()), now: () => nowMs });
    expect(await store.rules.sightings(shop, "production")).toEqual({
      seenAtMs: null,
      missedAtMs: null,
    });
    for (const kind of ["rule.seen", "rule.missed", "rule.seen"] as const) {
      await store.rules.note(shop, "production", kind);
      nowMs += 1_000;
    }
    expect(await store.rules.sightings(shop, "production")).toEqual({
      seenAtMs: 3_000,
      missedAtMs: 2_000,
    });
    expect(await store.rules.sightings(shop, "staging")).toMatchObject({ seenAtMs: null });
  });

  test("that are gone are unauthorised changes, by environment and time", async () => {
    const store = await databases.open(await databases.fresh());
    const removal = unauthorisedRemoval();
    const { ledger } = await store.unauthorised.record(removal);
    await store.unauthorised.noteIssue(removal, 7);
    expect(await store.unauthorised.find(removal)).toMatchObject({
      change: removal,
      issueNumber: 7,
    });
    expect(await store.ledger.entry(ledger.seq)).toMatchObject({
      kind: "change.unauthorised",
      subject: `acme/shop@${removal.sha}`,
      data: {
        how: "protection-rule",
        environment: "production",
        knownAt: "2026-11-20T18:05:33.000Z",
        missedAt: "2026-11-20T19:00:04.000Z",
      },
    });
  });
});
