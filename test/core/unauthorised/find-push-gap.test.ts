import { describe, expect, test } from "@jest/globals";
import { type BranchMove, findPushGap, noCommit } from "#core/unauthorised/find-push-gap.ts";

/** Moves as `a>b c>d`, in the order in which deliveries told of them; `0` is no commit. */
function moves(text: string): readonly BranchMove[] {
  return text.split(" ").flatMap((move) => {
    const [beforeSha, headSha] = move.split(">");
    if (beforeSha === undefined || headSha === undefined) return [];
    return [{ beforeSha: beforeSha === "0" ? noCommit : beforeSha, headSha }];
  });
}

describe("nothing is missing", () => {
  test.each([
    ["one push was told", "a", "b", "a>b"],
    ["several were told", "a", "d", "a>b b>c c>d"],
    ["they were told in another order", "a", "d", "c>d a>b b>c"],
    ["it was moved away and back", "a", "c", "a>b b>a a>c"],
    ["what was told long ago is told too", "b", "c", "x>a a>b b>c"],
    ["a new branch was told", noCommit, "b", "0>a a>b"],
    ["it was deleted and made anew", "a", "c", "a>b 0>c"],
  ])("%s", (_name, stood, stands, told) => {
    expect(findPushGap(stood, stands, moves(told))).toBeNull();
  });
});

describe("a gap", () => {
  test.each([
    ["nothing was told", "a", "b", "", "a>b"],
    ["the last push was not told", "a", "c", "a>b", "b>c"],
    ["the first was not", "a", "c", "b>c", "a>b"],
    ["one between was not", "a", "d", "a>b c>d", "b>c"],
    ["one between was not, whatever the order of the others", "a", "d", "c>d a>b", "b>c"],
    ["after it was moved away and back", "a", "c", "a>b b>a", "a>c"],
    ["two were not: all of it is one", "a", "d", "b>c", "a>d"],
    ["old news comes late", "c", "d", "a>b", "c>d"],
    ["nobody told that the branch was made", noCommit, "b", "", "0>b"],
    ["nobody told that the branch was made, but of what came then", noCommit, "b", "a>b", "0>a"],
  ])("%s", (_name, stood, stands, told, gap) => {
    expect(findPushGap(stood, stands, moves(told))).toEqual(moves(gap)[0]);
  });
});
