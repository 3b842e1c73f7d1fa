import { describe, expect, test } from "@jest/globals";
import type { RangeCommit, SetChange } from "#core/change-set/change-set.ts";
import { type CommitRange, collectChanges } from "#core/change-set/collect-changes.ts";
import { fc } from "../../support/fast-check.ts";
import { mergedPullRequest, rangeCommit } from "../../support/range-commit.ts";

/** `#12: a b` for a pull request, `a` for a direct push. */
function say(change: SetChange): string {
  if (change.kind === "direct-push") return change.commit.sha;
  return `#${change.pullRequest.number}: ${change.commits.map(({ sha }) => sha).join(" ")}`;
}

/** Commits from `sha: parents`, in an order that tells nothing. */
function commits(...lines: readonly string[]): readonly RangeCommit[] {
  return lines
    .map((line) => {
      const [sha = "", parents = ""] = line.split(":");
      return rangeCommit(sha, parents.trim().split(" "));
    })
    .sort((a, b) => a.sha.localeCompare(b.sha));
}

describe("commits become changes", () => {
  test.each<[string, CommitRange, readonly string[]]>([
    [
      "a squash merge",
      {
        headSha: "s",
        commits: commits("s: base"),
        pullRequests: [mergedPullRequest(1, "s")],
      },
      ["#1: s"],
    ],
    [
      "a merge commit owns what it brought, and a sync with the base branch in between",
      {
        headSha: "m2",
        commits: commits("m1: base a", "a: base", "b: base", "sync: b m1", "m2: m1 sync"),
        pullRequests: [mergedPullRequest(1, "m1"), mergedPullRequest(2, "m2")],
      },
      ["#1: a m1", "#2: b sync m2"],
    ],
    [
      "a rebased pull request, whose other commits GitHub associates with it",
      {
        headSha: "r3",
        commits: commits("r1: base", "r2: r1", "r3: r2"),
        pullRequests: [mergedPullRequest(1, "r3")],
        associated: new Map([
          ["r1", [1]],
          ["r2", [99, 1]],
        ]),
      },
      ["#1: r1 r2 r3"],
    ],
    [
      "a merge queue's group of two",
      {
        headSha: "q2",
        commits: commits("a: base", "b: base", "q1: base a", "q2: q1 b"),
        pullRequests: [mergedPullRequest(1, "q1"), mergedPullRequest(2, "q2")],
      },
      ["#1: a q1", "#2: b q2"],
    ],
    [
      "direct pushes, merge commits among them",
      {
        headSha: "m",
        commits: commits("a: base", "b: base", "m: a b"),
        pullRequests: [],
      },
      ["a", "b", "m"],
    ],
    [
      "a direct push between two pull requests",
      {
        headSha: "s2",
        commits: commits("s1: base", "d: s1", "s2: d"),
        pullRequests: [mergedPullRequest(1, "s1"), mergedPullRequest(2, "s2")],
      },
      ["#1: s1", "d", "#2: s2"],
    ],
    [
      "pull requests of a release branch that a pull request merged back",
      {
        headSha: "back",
        commits: commits("x: base", "fix: base", "d: fix", "back: x d"),
        pullRequests: [mergedPullRequest(7, "fix"), mergedPullRequest(8, "back")],
      },
      ["x", "#7: fix", "#8: d back"],
    ],
    [
      "a pull that merged the base branch into the pusher's own commit",
      {
        headSha: "pull",
        commits: commits("s1: base", "own: base", "pull: own s1"),
        pullRequests: [mergedPullRequest(1, "s1")],
      },
      ["own", "#1: s1", "pull"],
    ],
    [
      "an octopus",
      {
        headSha: "o",
        commits: commits("a: base", "b: base", "o: base a b"),
        pullRequests: [mergedPullRequest(1, "o")],
      },
      ["#1: a b o"],
    ],
    [
      "an association with a pull request that is not among the known ones counts for nothing",
      {
        headSha: "d",
        commits: commits("d: base"),
        pullRequests: [mergedPullRequest(1, "elsewhere")],
        associated: new Map([["d", [5]]]),
      },
      ["d"],
    ],
    ["nothing", { headSha: "base", commits: [], pullRequests: [] }, []],
  ])("%s", (_name, range, expected) => {
    expect(collectChanges(range).map(say)).toEqual(expected);
  });
});

test("a line of fifty thousand commits is no trouble", () => {
  const line = Array.from({ length: 50_000 }, (_, i) => rangeCommit(`${i}`, [`${i - 1}`]));
  expect(collectChanges({ headSha: "49999", commits: line, pullRequests: [] })).toHaveLength(
    50_000,
  );
});

test("every commit that the head reaches belongs to exactly one change, in whatever order it is listed", () => {
  /** Commit i has up to two parents among those before it; the last is the head. */
  const graph = fc
    .array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 40 })
    .map((choices) =>
      choices.map(([first, second, merges], i) => {
        const parent = (choice: number) => `${i === 0 ? "base" : choice % i}`;
        const parents = merges ? [parent(first), parent(second)] : [parent(first)];
        return rangeCommit(`${i}`, [...new Set(parents)]);
      }),
    );
  fc.assert(
    fc.property(graph, fc.array(fc.nat(39)), fc.gen(), (line, merged, gen) => {
      const pullRequests = [...new Set(merged)].map((at) => mergedPullRequest(at + 1, `${at}`));
      const headSha = `${line.length - 1}`;
      const expected = collectChanges({ headSha, commits: line, pullRequests });
      const shuffled = gen(fc.shuffledSubarray, line, { minLength: line.length });
      expect(collectChanges({ headSha, commits: shuffled, pullRequests })).toEqual(expected);
      const owned = expected.flatMap((change) =>
        change.kind === "direct-push" ? [change.commit] : change.commits,
      );
      expect(owned.map(({ sha }) => sha).sort()).toEqual([...reach(line, headSha)].sort());
    }),
  );
});

function reach(line: readonly RangeCommit[], headSha: string): ReadonlySet<string> {
  const bySha = new Map(line.map((commit) => [commit.sha, commit]));
  const reached = new Set<string>();
  const waiting = [headSha];
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    const commit = bySha.get(sha);
    if (commit === undefined || reached.has(sha)) continue;
    reached.add(sha);
    waiting.push(...commit.parents);
  }
  return reached;
}
