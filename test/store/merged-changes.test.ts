import { expect, test } from "@jest/globals";
import type { MergedChange } from "#core/change-set/merged-change.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { alice } from "../support/facts.ts";

const shop = { owner: "acme", name: "shop" };

function merged(number: number, sha: string, overrides: Partial<MergedChange> = {}): MergedChange {
  return {
    repository: shop,
    branch: "main",
    pullRequest: {
      number,
      title: `Change ${number} — ünïcode`,
      author: alice,
      labels: ["fix"],
      mergeCommitSha: sha,
      paths: ["src/a.ts"],
    },
    headSha: `head-${number}`,
    mergedAtMs: 1_000 * number,
    updatedAt: "2026-11-19T12:00:00Z",
    decision: { verdict: "waiting", type: "normal", level: "high", mode: "enforce", reasons: [] },
    approvals: [],
    exceptions: [],
    involved: [alice],
    pusherKnown: true,
    ...overrides,
  };
}

describeOnEveryDatabase("merged changes", (databases) => {
  test("are found by the commits that merged them, and by their numbers", async () => {
    const { mergedChanges } = await databases.open();
    const [one, two] = [merged(1, "a1"), merged(2, "b2")];
    await mergedChanges.note(one);
    await mergedChanges.note(two);
    await mergedChanges.note(merged(1, "a1", { repository: { owner: "acme", name: "other" } }));

    expect(await mergedChanges.mergedWith(shop, ["b2", "c3"])).toEqual([two]);
    expect(await mergedChanges.numbered(shop, [1, 7])).toEqual([one]);
    expect(await mergedChanges.mergedWith(shop, [])).toEqual([]);
  });

  test("are found among more commits than one statement can take", async () => {
    const { mergedChanges } = await databases.open();
    await mergedChanges.note(merged(1, "sha-2500"));
    const shas = Array.from({ length: 2_501 }, (_, index) => `sha-${index}`);

    expect(await mergedChanges.mergedWith(shop, shas)).toHaveLength(1);
  });

  test("are remembered as they were decided last", async () => {
    const { mergedChanges } = await databases.open();
    await mergedChanges.note(merged(1, "a1"));
    const approved = merged(1, "a1", {
      decision: {
        verdict: "approved",
        type: "normal",
        level: "high",
        mode: "enforce",
        reasons: [],
      },
      approvals: [{ by: alice, commitSha: "head-1" }],
    });
    await mergedChanges.note(approved);

    expect(await mergedChanges.numbered(shop, [1])).toEqual([approved]);
  });
});
