import { describe, expect, test } from "@jest/globals";
import type { SetChange } from "#core/change-set/change-set.ts";
import { findShipped, type ShippedCommit, shaToCompare } from "#core/change-set/find-shipped.ts";
import { mergedPullRequest, rangeCommit } from "../../support/range-commit.ts";

const sha = (letter: string) => letter.repeat(40);
const push = (
  letter: string,
  message: string,
  parents: readonly string[] = ["base"],
): SetChange => ({
  kind: "direct-push",
  commit: rangeCommit(sha(letter), parents, { message }),
});
const elsewhere = (letter: string, message: string, version = "v1.1.1"): ShippedCommit => ({
  sha: sha(letter),
  message,
  version,
});
const picked = (message: string, letter: string) =>
  `${message}\n\n(cherry picked from commit ${sha(letter)})`;
const none = new Map<string, string>();

describe("already shipped", () => {
  test.each<[string, SetChange, readonly ShippedCommit[], string | null]>([
    [
      "picked to the other line",
      push("a", "Fix"),
      [elsewhere("b", picked("Fix", "a"))],
      "v1.1.1: cherry-picked",
    ],
    [
      "picked from the other line",
      push("a", picked("Fix", "b")),
      [elsewhere("b", "Fix")],
      "v1.1.1: cherry-picked",
    ],
    [
      "both picked from a third commit",
      push("a", picked("Fix", "c")),
      [elsewhere("b", picked("Fix", "c"))],
      "v1.1.1: cherry-picked",
    ],
    [
      "a trailer that names what no release had",
      push("a", picked("Fix", "c")),
      [elsewhere("b", "Fix")],
      null,
    ],
    [
      "a backport that its title names",
      push("a", "Fix a race (#12)"),
      [elsewhere("b", "Fix a race (cherry-pick #12 for 1.1) (#13)")],
      "v1.1.1: the same pull request by its title",
    ],
    [
      "as a bot writes it",
      push("a", "Fix (#12)"),
      [elsewhere("b", "Automated cherry pick of #12: Fix (#13)")],
      "v1.1.1: the same pull request by its title",
    ],
    [
      "a backport with its origin's number at the end",
      push("a", "Fix a race (#12) (#14)"),
      [elsewhere("b", "Fix a race (#12)")],
      "v1.1.1: the same pull request by its title",
    ],
    [
      "the same pull request under its own number",
      push("a", "Fix (#12)"),
      [elsewhere("b", "Fix (#12)")],
      "v1.1.1: the same pull request by its title",
    ],
    ["another pull request", push("a", "Fix (#12)"), [elsewhere("b", "Fix (#11)")], null],
    [
      "in two lines: the earliest counts",
      push("a", "Fix"),
      [elsewhere("b", picked("Fix", "a"), "v1.0.9"), elsewhere("c", picked("Fix", "a"))],
      "v1.0.9: cherry-picked",
    ],
  ])("%s", (_name, change, commits, expected) => {
    const { fresh, shipped } = findShipped([change], commits, none);
    expect(shipped.map(({ version, because }) => `${version}: ${because}`)).toEqual(
      expected === null ? [] : [expected],
    );
    expect(fresh).toEqual(expected === null ? [change] : []);
  });

  const [one, two] = [push("a", "One"), push("b", "Two")];
  const merged: SetChange = {
    kind: "pull-request",
    pullRequest: mergedPullRequest(1, sha("d")),
    commits: [
      rangeCommit(sha("a"), ["base"], { message: "One" }),
      rangeCommit(sha("b"), [sha("a")], { message: "Two" }),
      rangeCommit(sha("d"), ["base", sha("b")], { message: "Merge pull request #1 from x" }),
    ],
  };

  test("a pull request of several commits counts when all of them shipped, in the later version", () => {
    const first = elsewhere("e", picked("One", "a"), "v1.1.1");
    const second = elsewhere("f", picked("Two", "b"), "v1.1.2");
    expect(findShipped([merged], [first], none).fresh).toEqual([merged]);
    expect(findShipped([merged], [first, second], none).shipped).toMatchObject([
      { version: "v1.1.2" },
    ]);
  });

  test("equal patches are found where titles are alike, and only those are asked for", () => {
    const other = elsewhere("e", "[release-1.1] ONE (#7)");
    expect(shaToCompare([one, two], [other])).toEqual([sha("a"), sha("e")]);
    const same = new Map([sha("a"), sha("e")].map((commit) => [commit, "p"]));
    expect(findShipped([one, two], [other], same)).toMatchObject({
      fresh: [two],
      shipped: [{ change: one, version: "v1.1.1", because: "the same patch" }],
    });
    const different = new Map([
      [sha("a"), "p"],
      [sha("e"), "q"],
    ]);
    expect(findShipped([one], [other], different).fresh).toEqual([one]);
  });
});
