import { expect, test } from "@jest/globals";
import { keysOf } from "#github/event-to-keys.ts";

const before = "a".repeat(40);
const after = "b".repeat(40);

const push = (more: object = {}) => ({
  installation: { id: 5 },
  repository: { id: 42, name: "shop", owner: { login: "acme" }, default_branch: "main" },
  ref: "refs/heads/main",
  before,
  after,
  commits: [{ added: [], removed: [], modified: ["src/a.ts"] }],
  ...more,
});

const key = {
  kind: "push",
  repository: { owner: "acme", name: "shop" },
  branch: "main",
  beforeSha: before,
  headSha: after,
};

test.each<[string, object, readonly object[]]>([
  ["to the default branch is judged", push(), [key]],
  [
    "to another branch is judged: a policy may control it",
    push({ ref: "refs/heads/release/1" }),
    [{ ...key, branch: "release/1" }],
  ],
  [
    "that makes a branch is judged: it may bring commits that nobody saw",
    push({ before: "0".repeat(40) }),
    [{ ...key, beforeSha: "0".repeat(40) }],
  ],
  ["that does not say what was before is not", push({ before: "somewhere" }), []],
  ["that deletes the branch is not", push({ deleted: true }), []],
  [
    "of a tag is a release's",
    push({ ref: "refs/tags/main" }),
    [{ kind: "release", repository: key.repository, tag: "main" }],
  ],
  ["of a merge queue is not", push({ ref: "refs/heads/gh-readonly-queue/main/pr-1-a" }), []],
])("a push %s", (_name, payload, expected) => {
  const { keys } = keysOf({ name: "push", payload }, "sluice");
  expect(keys.map(({ key: found }) => found)).toEqual(expected);
});
