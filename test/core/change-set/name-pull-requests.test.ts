import { expect, test } from "@jest/globals";
import type { RangeCommit } from "#core/change-set/change-set.ts";
import { namePullRequests } from "#core/change-set/name-pull-requests.ts";
import { bob } from "../../support/facts.ts";
import { rangeCommit } from "../../support/range-commit.ts";

const commit = (
  sha: string,
  parents: string,
  message: string,
  overrides: Partial<RangeCommit> = {},
) => rangeCommit(sha, parents.split(" "), { message, ...overrides });
const byBob = { author: { name: "bob", email: "bob@example.com", account: bob } };

test.each<[string, readonly RangeCommit[], readonly string[]]>([
  ["a squashed one", [commit("s", "base", "Add a cache (#12)")], ["#12 s Add a cache by alice"]],
  [
    "a merged one is its author's, not the merger's",
    [
      commit("a", "base", "One", byBob),
      commit("m", "base a", "Merge pull request #12 from bob/x\n\nAdd a cache"),
    ],
    ["#12 m Add a cache by bob"],
  ],
  [
    "a merged one whose message tells no title is called by its first commit",
    [
      commit("a", "base", "Add a cache", byBob),
      commit("b", "a", "Mend it", byBob),
      commit("m", "base b", "Merge pull request #12 from bob/x"),
    ],
    ["#12 m Add a cache by bob"],
  ],
  [
    "numbers inside a merged one are its own affair",
    [
      commit("a", "base", "One (#3)", byBob),
      commit("n", "a x", "Merge pull request #4 from fork/y\n\nTwo", byBob),
      commit("m", "base n", "Merge pull request #12 from bob/x\n\nAdd a cache"),
    ],
    ["#12 m Add a cache by bob"],
  ],
  [
    "those that a nameless merge brought back",
    [
      commit("f", "base", "Fix (#7)"),
      commit("s", "base", "Add (#8)"),
      commit("m", "s f", "Merge branch 'release-1.2'"),
    ],
    ["#8 s Add by alice", "#7 f Fix by alice"],
  ],
  ["a direct push", [commit("d", "base", "Fix #12")], []],
  [
    "an author without an account",
    [commit("s", "base", "Fix (#1)", { author: { name: "Zoë", email: "z@x", account: null } })],
    ["#1 s Fix by Zoë"],
  ],
])("%s", (_name, commits, expected) => {
  const headSha = commits.at(-1)?.sha ?? "";
  expect(
    namePullRequests(commits, headSha).map(
      ({ number, mergeCommitSha, title, author }) =>
        `#${number} ${mergeCommitSha} ${title} by ${author.login}`,
    ),
  ).toEqual(expected);
});
