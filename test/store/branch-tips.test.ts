import { expect, test } from "@jest/globals";
import { describeOnEveryDatabase } from "../support/database.ts";
import { alice } from "../support/facts.ts";

const repository = { owner: "acme", name: "shop" };
const first = "a".repeat(40);
const second = "b".repeat(40);
const third = "c".repeat(40);

describeOnEveryDatabase("where branches stand", (databases) => {
  test("is kept by repository and branch, with what is not explained", async () => {
    const store = await databases.open({ ...(await databases.fresh()), now: () => 5_000 });
    await store.branchTips.note(repository, "main", { sha: first, unexplainedSha: null });
    await store.branchTips.note(repository, "Main", { sha: second, unexplainedSha: null });
    await store.branchTips.note(repository, "main", { sha: first, unexplainedSha: third });
    expect(await store.branchTips.tipsOf(repository)).toEqual(
      new Map([
        ["main", { sha: first, notedAtMs: 5_000, unexplainedSha: third }],
        ["Main", { sha: second, notedAtMs: 5_000, unexplainedSha: null }],
      ]),
    );
    await store.branchTips.forget(repository, "main");
    expect([...(await store.branchTips.tipsOf(repository)).keys()]).toEqual(["Main"]);
    expect(await store.branchTips.tipsOf({ ...repository, name: "api" })).toEqual(new Map());
  });

  test("goes with which branches were held", async () => {
    const store = await databases.open();
    expect(await store.branchTips.watched(repository)).toBeNull();
    await store.branchTips.watch(repository, { defaultBranch: "main", globs: [] });
    const held = { defaultBranch: null, globs: ["main", "release/*"] };
    await store.branchTips.watch(repository, held);
    expect(await store.branchTips.watched(repository)).toEqual(held);
  });
});

describeOnEveryDatabase("the moves of a branch", (databases) => {
  test("are those that deliveries told of, in the order in which they came", async () => {
    const store = await databases.open();
    const push = (id: string, receivedAtMs: number, beforeSha: string | null, headSha: string) =>
      store.deliveries.accept(
        { id, event: "push", action: null, installationId: 1, receivedAtMs },
        {
          ...{ keys: [], commands: [], heads: [], gates: [] },
          pushes: [
            { repositoryId: 7, branch: "main", beforeSha, headSha, pusher: alice, pushedAtMs: 1 },
          ],
        },
      );
    await push("one", 2_000, second, third);
    await push("two", 1_000, first, second);
    // Of a pull request whose delivery does not tell where its branch was.
    await push("three", 3_000, null, first);
    const moves = [
      { beforeSha: first, headSha: second },
      { beforeSha: second, headSha: third },
    ];
    expect(await store.pushes.movesOf(7, "main", 0)).toEqual(moves);
    expect(await store.pushes.movesOf(7, "main", 2_000)).toEqual(moves.slice(1));
    expect(await store.pushes.movesOf(7, "Main", 0)).toEqual([]);
    expect(await store.pushes.movesOf(8, "main", 0)).toEqual([]);
  });
});
