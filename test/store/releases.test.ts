import { expect, test } from "@jest/globals";
import { describeOnEveryDatabase } from "../support/database.ts";

const shop = { owner: "acme", name: "shop" };

const notes = {
  repository: shop,
  tag: "v1.0.0",
  commitSha: "c1",
  movedFromSha: null,
  digest: "d1",
  data: { tag: "v1.0.0" },
};

describeOnEveryDatabase("releases", (databases) => {
  test("equal notes are entered once, others anew", async () => {
    const { releases, ledger } = await databases.open();
    const first = await releases.recordDrafted(notes);
    expect(await releases.recordDrafted(notes)).toEqual(first);
    await releases.recordDrafted({ ...notes, digest: "d2", commitSha: "c2", movedFromSha: "c1" });

    const entries = await ledger.entriesOf("acme/shop:release/v1.0.0");
    expect(entries.map(({ kind }) => kind)).toEqual(["release.drafted", "release.drafted"]);
    expect(await releases.find(shop, "v1.0.0")).toMatchObject({
      commitSha: "c2",
      movedFromSha: "c1",
    });
  });

  test("an attempt is open until one draft is known to be the only one", async () => {
    const { releases } = await databases.open();
    await releases.recordDrafted(notes);
    await releases.noteAttempt(shop, "v1.0.0");
    await releases.noteDraft(shop, "v1.0.0", { releaseId: 7, isOnly: false });
    expect((await releases.find(shop, "v1.0.0"))?.attemptedAtMs).not.toBeNull();

    await releases.noteDraft(shop, "v1.0.0", { releaseId: 7, isOnly: true });
    expect(await releases.find(shop, "v1.0.0")).toMatchObject({
      releaseId: 7,
      attemptedAtMs: null,
    });
  });

  test("what is published is entered once for each text, and only of what we drafted", async () => {
    const { releases, ledger } = await databases.open();
    const publication = { digest: "p1", data: { text: "p1" } };
    await releases.recordPublished(shop, "v1.0.0", publication);
    await releases.recordDrafted(notes);
    await releases.recordPublished(shop, "v1.0.0", publication);
    await releases.recordPublished(shop, "v1.0.0", publication);
    await releases.recordPublished(shop, "v1.0.0", { ...publication, digest: "p2" });

    const entries = await ledger.entriesOf("acme/shop:release/v1.0.0");
    expect(entries.map(({ kind }) => kind)).toEqual([
      "release.drafted",
      "release.published",
      "release.published",
    ]);
  });

  test("a draft that was withdrawn is forgotten, and made anew when the tag comes back", async () => {
    const { releases, ledger } = await databases.open();
    await releases.recordDrafted(notes);
    await releases.noteDraft(shop, "v1.0.0", { releaseId: 7, isOnly: true });
    await releases.recordWithdrawn(shop, "v1.0.0", { tag: "v1.0.0" });
    expect((await releases.find(shop, "v1.0.0"))?.releaseId).toBeNull();

    await releases.recordDrafted(notes);
    expect(await ledger.entriesOf("acme/shop:release/v1.0.0")).toHaveLength(3);
  });
});

describeOnEveryDatabase("tags", (databases) => {
  test("missed are those that are new, moved or gone; never the past", async () => {
    const { tags } = await databases.open();
    await tags.beginWatch(shop, ["past", "also-past"]);
    await tags.noteSeen(shop, "seen", "a");
    await tags.noteSeen(shop, "moved", "a");
    await tags.noteSeen(shop, "gone", "a");
    await tags.noteSeen(shop, "back", "b");
    await tags.noteSeen(shop, "back", null);
    const present = ["past", "seen", "moved", "new", "back"].map((tag) => ({
      tag,
      targetSha: tag === "seen" ? "a" : "b",
    }));
    expect((await tags.findMissed(shop, present)).toSorted()).toEqual([
      "back",
      "gone",
      "moved",
      "new",
    ]);
  });

  test("a watch begins once, and leaves alone what was looked at", async () => {
    const { tags } = await databases.open();
    expect(await tags.isWatched(shop)).toBe(false);
    await tags.noteSeen(shop, "seen", "a");
    await tags.beginWatch(shop, ["seen"]);
    expect(await tags.isWatched(shop)).toBe(true);
    expect(await tags.findMissed(shop, [{ tag: "seen", targetSha: "b" }])).toEqual(["seen"]);
  });
});
