import { describe, expect, test } from "@jest/globals";
import { isFixTitle, isRevertTitle, readChangeName } from "#core/history/change-title.ts";

describe("a change's name", () => {
  test.each([
    ["a squashed pull request", "Add a cache (#12)\n\n* one", "Add a cache", 12],
    ["a merged one", "Merge pull request #7 from bob/x\n\nAdd y\n\nWhy", "Add y", 7],
    [
      "a merged one without a title",
      "Merge pull request #7 from bob/x",
      "Merge pull request #7 from bob/x",
      7,
    ],
    ["one by a merge bot", "Auto merge of #9 - bob:x, r=carol\n\nAdd z", "Add z", 9],
    ["a direct push", "Add a cache\n\nSee #3", "Add a cache", null],
    ["a number that is not at the end", "Mend (#3) again", "Mend (#3) again", null],
    ["a revert", 'Revert "Add a cache (#12)" (#13)', 'Revert "Add a cache (#12)"', 13],
    ["no message", "", "", null],
  ])("%s", (_name, message, title, number) => {
    expect(readChangeName(message)).toEqual({ title, number });
  });
});

describe("what a title says", () => {
  test.each([
    ["fix: a crash", true, false],
    ["Fixes a crash", true, false],
    ["fix(parser)!: empty input", true, false],
    ["Hotfix for the cache", true, false],
    ["Bugfix", true, false],
    ["Correct a regression in parsing", true, false],
    ["Add a prefix", false, false],
    ["Show fixtures", false, false],
    ['Revert "fix: a crash"', false, true],
    ["revert: add a cache", false, true],
    ["fix(cache): revert to the old default", false, true],
    ["Reverting the cache", false, true],
    ["[4.2] Revert the cache", false, true],
    ["Make migrations reversible", false, false],
    ["Do not revert on errors", false, false],
  ])("%s", (title, fix, revert) => {
    expect({ fix: isFixTitle(title), revert: isRevertTitle(title) }).toEqual({ fix, revert });
  });
});
