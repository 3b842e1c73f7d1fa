import { expect, test } from "@jest/globals";
import type { ReleaseContents } from "#core/release/release-contents.ts";
import type { Store } from "#store/store.ts";
import { describeOnEveryDatabase } from "../support/database.ts";

const shop = { owner: "acme", name: "shop" };

const contents = (numbers: readonly number[], shown = "a"): ReleaseContents => ({
  ancestorTag: null,
  changes: numbers.map((number) => ({ number, shown, isIn: number < 90 })),
  names: numbers.map((number) => ({ sha: `c${number}`, name: `#${number}` })),
});

async function draft({ releases }: Store, tag: string): Promise<void> {
  const notes = { commitSha: tag, movedFromSha: null, digest: tag, data: { tag } };
  await releases.recordDrafted({ repository: shop, tag, ...notes });
  await releases.noteDraft(shop, tag, { releaseId: 7, isOnly: true });
}

describeOnEveryDatabase("what releases bring", (databases) => {
  test("is replaced by what they bring now, and found by name in other releases", async () => {
    const store = await databases.open();
    const { releasedChanges } = store;
    await draft(store, "v1.0.0");
    await releasedChanges.note(shop, "v1.0.0", contents([1, 2]));
    await releasedChanges.note(shop, "v1.0.0", contents([2, 3]));
    const names = ["#1", "#2", "#3", "#4"];
    expect(await releasedChanges.named(shop, "v1.0.0", names)).toEqual([]);
    const found = await releasedChanges.named(shop, "v1.0.1", names);
    expect(found.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: "#2", tag: "v1.0.0", sha: "c2" },
      { name: "#3", tag: "v1.0.0", sha: "c3" },
    ]);
  });

  test("releases stand in the order in which they were drafted first; one that came back is new", async () => {
    const store = await databases.open();
    const { releases, releasedChanges } = store;
    await draft(store, "v1.0.0");
    await draft(store, "v1.1.0");
    await releasedChanges.note(shop, "v1.1.0", { ...contents([1]), ancestorTag: "v1.0.0" });
    await releases.recordDrafted({
      ...{ repository: shop, tag: "v1.0.0", commitSha: "moved", movedFromSha: null },
      ...{ digest: "moved", data: {} },
    });
    expect(await releasedChanges.inOrder(shop)).toEqual([
      { tag: "v1.0.0", ancestorTag: null },
      { tag: "v1.1.0", ancestorTag: "v1.0.0" },
    ]);
    await releases.recordWithdrawn(shop, "v1.0.0", {});
    await draft(store, "v1.0.0");
    const order = await releasedChanges.inOrder(shop);
    expect(order.map(({ tag }) => tag)).toEqual(["v1.1.0", "v1.0.0"]);
  });

  test("a draft shows its pull requests until it is published", async () => {
    const store = await databases.open();
    const { releases, releasedChanges } = store;
    await draft(store, "v1.0.0");
    await releasedChanges.note(shop, "v1.0.0", contents([1]));
    expect(await releasedChanges.draftsWith(shop, 1)).toEqual([{ tag: "v1.0.0", shown: "a" }]);
    expect(await releasedChanges.draftsWith(shop, 2)).toEqual([]);
    await releases.recordPublished(shop, "v1.0.0", { digest: "p", data: {} });
    expect(await releasedChanges.draftsWith(shop, 1)).toEqual([]);
  });

  test("who was told of a release stays told, whatever becomes of it; what was reverted is not told", async () => {
    const store = await databases.open();
    const { releasedChanges } = store;
    await draft(store, "v1.0.0");
    await releasedChanges.note(shop, "v1.0.0", contents([1, 2, 3, 91]));
    expect(await releasedChanges.untold(shop, "v1.0.0", 2)).toEqual([3, 2]);
    await releasedChanges.noteTold(shop, "v1.0.0", [3, 2]);
    await releasedChanges.forget(shop, "v1.0.0");
    await releasedChanges.note(shop, "v1.0.0", contents([1, 2, 3, 4], "b"));
    expect(await releasedChanges.untold(shop, "v1.0.0", 9)).toEqual([4, 1]);
    expect(await releasedChanges.draftsWith(shop, 3)).toEqual([{ tag: "v1.0.0", shown: "b" }]);
  });
});
