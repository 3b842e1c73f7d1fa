import { expect, test } from "@jest/globals";
import type { JudgedMerge } from "#store/judged-merges.ts";
import { describeOnEveryDatabase } from "../support/database.ts";

const repository = { owner: "acme", name: "shop" };
const sha = (letter: string) => letter.repeat(40);

function merge(number: number, from: string, to: string): JudgedMerge {
  const shas = { sha: sha(to), parentSha: sha(from) };
  return { repository, number, branch: "main", judgement: "authorised", ...shas };
}

const push = (from: string, to: string) => ({
  repository,
  branch: "main",
  beforeSha: sha(from),
  headSha: sha(to),
});

describeOnEveryDatabase("a merge that was judged", (databases) => {
  test("stays judged as it was first", async () => {
    const store = await databases.open();
    expect(await store.judgedMerges.judgementOf(repository, 1)).toBeNull();
    await store.judgedMerges.note({ ...merge(1, "a", "b"), judgement: "unauthorised" });
    await store.judgedMerges.note(merge(1, "a", "b"));
    expect(await store.judgedMerges.judgementOf(repository, 1)).toBe("unauthorised");
    expect(await store.judgedMerges.judgementOf(repository, 2)).toBeNull();
  });

  test("explains the push that it was, and one of several merges upon each other", async () => {
    const { judgedMerges } = await databases.open();
    await judgedMerges.note(merge(1, "a", "b"));
    await judgedMerges.note(merge(2, "b", "c"));
    expect(await judgedMerges.explainPush(push("a", "b"))).toBe(true);
    expect(await judgedMerges.explainPush(push("a", "c"))).toBe(true);
  });

  test("explains nothing else", async () => {
    const { judgedMerges } = await databases.open();
    await judgedMerges.note(merge(1, "a", "b"));
    await judgedMerges.note({ ...merge(2, "b", "c"), parentSha: null });
    expect(await judgedMerges.explainPush(push("b", "a"))).toBe(false);
    expect(await judgedMerges.explainPush(push("a", "d"))).toBe(false);
    expect(await judgedMerges.explainPush(push("0", "b"))).toBe(false);
    expect(await judgedMerges.explainPush(push("b", "c"))).toBe(false);
    expect(await judgedMerges.explainPush(push("b", "b"))).toBe(false);
    expect(await judgedMerges.explainPush({ ...push("a", "b"), branch: "next" })).toBe(false);
  });
});
