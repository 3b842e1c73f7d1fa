import { expect, test } from "@jest/globals";
import type { Key } from "#core/key.ts";
import { type Cause, type Rank, rankOf } from "#core/key-rank.ts";

const repository = { owner: "acme", name: "shop" };
const sha = "1".repeat(40);
const change: Key = { kind: "change", repository, number: 1 };

test.each<[string, Key, Cause, Rank]>([
  ["a change that somebody approved", change, "approval", "first"],
  ["a change to which something happened", change, "event", "usual"],
  ["a change that was found by looking", change, "search", "background"],
  [
    "a gate, even one that was found by looking",
    { kind: "environment", repository, environment: "production" },
    "search",
    "first",
  ],
  [
    "a merge group",
    { kind: "merge-group", repository, branch: "main", headSha: sha },
    "event",
    "first",
  ],
  ["a release", { kind: "release", repository, tag: "v1" }, "event", "usual"],
  ["a release's news", { kind: "release-news", repository, tag: "v1" }, "event", "background"],
  ["a branch", { kind: "branch", repository, branch: "main" }, "event", "usual"],
  [
    "a push",
    { kind: "push", repository, branch: "main", beforeSha: sha, headSha: sha },
    "event",
    "usual",
  ],
  ["a repository's past", { kind: "history", repository }, "event", "background"],
  [
    "a whole repository, whatever happened",
    { kind: "repository", repository },
    "approval",
    "background",
  ],
  ["an installation", { kind: "installation" }, "event", "background"],
])("%s", (_name, key, cause, rank) => {
  expect(rankOf(key, cause)).toBe(rank);
});
