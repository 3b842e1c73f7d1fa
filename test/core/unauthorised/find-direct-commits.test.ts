import { expect, test } from "@jest/globals";
import type { AssociatedPullRequest } from "#core/change-set/claim-commits.ts";
import { findDirectCommits } from "#core/unauthorised/find-direct-commits.ts";
import { alice, commitBy } from "../../support/facts.ts";

/** A commit on top of others, named by a letter. */
function commit(sha: string, ...parents: readonly string[]) {
  return { ...commitBy(alice, { sha, parents, message: `Commit ${sha}\n\nText.` }), paths: null };
}

function pull(overrides: Partial<AssociatedPullRequest> = {}): AssociatedPullRequest {
  return {
    number: 1,
    title: "One",
    author: alice,
    labels: [],
    mergeCommitSha: "m",
    paths: null,
    baseBranch: "main",
    headSha: "h",
    mergedByGitHub: true,
    commitCount: 2,
    ...overrides,
  };
}

type Case = {
  readonly name: string;
  readonly commits: readonly ReturnType<typeof commit>[];
  readonly pulls?: readonly AssociatedPullRequest[];
  /** Commits that GitHub associates with pull request 1. */
  readonly associated?: readonly string[];
  readonly direct: readonly string[];
};

const cases: readonly Case[] = [
  {
    name: "commits without a pull request",
    commits: [commit("a", "0"), commit("b", "a")],
    direct: ["a", "b"],
  },
  {
    name: "a merge and what it brought",
    commits: [commit("h1", "0"), commit("h", "h1"), commit("m", "0", "h")],
    pulls: [pull()],
    direct: [],
  },
  { name: "a squash", commits: [commit("m", "0")], pulls: [pull()], direct: [] },
  {
    name: "a rebase",
    commits: [commit("r", "0"), commit("m", "r")],
    pulls: [pull()],
    associated: ["r", "m"],
    direct: [],
  },
  {
    name: "a rebase that brought more than the pull request has",
    commits: [commit("x", "0"), commit("r", "x"), commit("m", "r")],
    pulls: [pull()],
    associated: ["x", "r", "m"],
    direct: ["x", "r"],
  },
  {
    name: "a merge queue that merged two at once",
    commits: [commit("h", "0"), commit("m", "0", "h"), commit("k", "0"), commit("n", "m", "k")],
    pulls: [pull(), pull({ number: 2, mergeCommitSha: "n", headSha: "k" })],
    direct: [],
  },
  {
    name: "a commit below a merge that somebody pushed",
    commits: [commit("x", "0"), commit("h", "0"), commit("m", "x", "h")],
    pulls: [pull()],
    associated: ["x", "h", "m"],
    direct: ["x"],
  },
  {
    name: "a merge that somebody made by hand: nobody knows what else it holds",
    commits: [commit("h1", "0"), commit("h", "h1"), commit("m", "0", "h")],
    pulls: [pull({ mergedByGitHub: false })],
    associated: ["h1", "h", "m"],
    direct: ["m"],
  },
  {
    name: "what came after a head that somebody pushed to the base",
    commits: [commit("x", "h")],
    pulls: [pull({ mergeCommitSha: "h" })],
    associated: ["x"],
    direct: ["x"],
  },
  {
    name: "a head that somebody pushed to the base",
    commits: [commit("h1", "0"), commit("h", "h1")],
    pulls: [pull({ mergeCommitSha: "h" })],
    associated: ["h1", "h"],
    direct: [],
  },
  {
    name: "a commit on top of a head that somebody pushed to the base",
    commits: [commit("h1", "0"), commit("h", "h1"), commit("x", "h")],
    pulls: [pull({ mergeCommitSha: "x" })],
    associated: ["h1", "h", "x"],
    direct: ["x"],
  },
  {
    name: "a pull request into another branch",
    commits: [commit("m", "0")],
    pulls: [pull({ baseBranch: "topic" })],
    associated: ["m"],
    direct: ["m"],
  },
];

test.each(cases)(
  "what no pull request brought: $name",
  ({ commits, pulls = [], associated = [], direct }) => {
    const found = findDirectCommits(
      {
        commits,
        removed: 0,
        pullRequests: pulls,
        associated: new Map(associated.map((sha) => [sha, [1]])),
      },
      { headSha: commits.at(-1)?.sha ?? "", isInto: (branch) => branch === "main" },
    );
    expect(found.map(({ sha }) => sha)).toEqual(direct);
  },
);

test("a commit is told by the first line of its message and by its author", () => {
  const content = {
    commits: [commit("a", "0")],
    removed: 0,
    pullRequests: [],
    associated: new Map(),
  };
  expect(findDirectCommits(content, { headSha: "a", isInto: () => true })).toEqual([
    { sha: "a", subject: "Commit a", author: { name: "alice", account: alice } },
  ]);
});
