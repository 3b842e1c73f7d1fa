import { describe, expect, test } from "@jest/globals";
import { isRevertTitle, readChangeName } from "#core/history/change-title.ts";
import { findReverted, type RevertCandidate } from "#core/history/find-reverted.ts";
import { readRevertClaims } from "#core/history/revert-claims.ts";

const sha = (digit: string) => digit.repeat(40);

type Change = { message: string; shas?: readonly string[]; day?: number; merged?: string[] };

function candidates(changes: readonly Change[]): readonly RevertCandidate[] {
  return changes.map(({ message, shas, day, merged = [] }, index) => {
    const { title, number } = readChangeName(message);
    const [own = "", ...mergedShas] = shas ?? [sha(index.toString(16))];
    return {
      mergedAtMs: (day ?? index) * 86_400_000,
      title,
      number,
      sha: own,
      mergedShas,
      claims: readRevertClaims(title, [message, ...merged]),
      isRevert: isRevertTitle(title),
    };
  });
}

function revertedBy(changes: readonly Change[]): Record<number, number> {
  return Object.fromEntries(findReverted(candidates(changes)));
}

describe("a revert names its target", () => {
  const target = { message: "Add a cache (#12)" };
  const other = { message: "Add a log (#13)" };
  test.each<[string, string]>([
    ["by its SHA", `Undo\n\nThis reverts commit ${sha("0")}.`],
    ["by an abbreviated SHA", "Undo\n\nThis reverts commit 00000000."],
    ["by the number in a quoted title", 'Revert "Add a cache (#12)" (#20)'],
    ["by a quoted title", 'Revert "Add a cache"'],
    ["by its number", "Revert #12 for now (#20)"],
    ["by GitHub's words in the body", "Slower than before (#20)\n\nReverts acme/shop#12"],
    [
      "by the branch of GitHub's button",
      "Merge pull request #20 from acme/revert-12-cache\n\nTake it back",
    ],
  ])("%s", (_name, message) => {
    expect(revertedBy([target, other, { message }])).toEqual({ 0: 2 });
  });

  test("by a commit inside it", () => {
    expect(
      revertedBy([
        { message: "Merge pull request #12 from b/c", shas: [sha("a"), sha("b")] },
        {
          message: "Merge pull request #14 from d/e\n\nMend the cache",
          merged: [`Start over\n\nThis reverts commit ${sha("b")}.`],
        },
      ]),
    ).toEqual({ 0: 1 });
  });

  test("by the latest change of that title", () => {
    expect(
      revertedBy([
        { message: "Add a cache" },
        { message: "Add a cache" },
        { message: 'Revert "Add a cache"' },
        { message: "Add a cache" },
      ]),
    ).toEqual({ 1: 2 });
  });

  test("not by its title when it says something more exact", () => {
    expect(
      revertedBy([
        { message: "Add a cache" },
        { message: "Add a cache" },
        { message: `Revert "Add a cache"\n\nThis reverts commit ${sha("0")}.` },
      ]),
    ).toEqual({ 0: 2 });
  });
});

describe("not counted", () => {
  test.each<[string, readonly Change[], Record<number, number>]>([
    [
      "a revert that is reverted",
      [
        { message: "Add a cache (#12)" },
        { message: 'Revert "Add a cache (#12)" (#13)' },
        { message: 'Revert "Revert "Add a cache (#12)" (#13)" (#14)' },
      ],
      { 0: 1 },
    ],
    [
      "one that comes after 90 days",
      [{ message: "Add a cache (#12)" }, { message: "Revert #12", day: 90.1 }],
      {},
    ],
    ["a number that is an issue", [{ message: "Add a cache" }, { message: "Revert #12" }], {}],
    ["a commit elsewhere", [{ message: "A" }, { message: "This reverts commit abcdef1." }], {}],
    [
      "a change that reverts a part of itself",
      [
        {
          message: "Merge pull request #12 from b/c\n\nAdd",
          shas: [sha("a"), sha("b")],
          merged: [`This reverts commit ${sha("b")}.`],
        },
      ],
      {},
    ],
    ["talk of reverts", [{ message: "Add a cache" }, { message: "Don't revert Add a cache" }], {}],
  ])("%s", (_name, changes, expected) => {
    expect(revertedBy(changes)).toEqual(expected);
  });

  test("the 90th day still counts", () => {
    expect(revertedBy([{ message: "Add (#12)" }, { message: "Revert #12", day: 90 }])).toEqual({
      0: 1,
    });
  });
});
