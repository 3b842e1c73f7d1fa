import { describe, expect, test } from "@jest/globals";
import type { Key } from "#core/key.ts";
import { heldUntilMs } from "#reconcile/keep-reserve.ts";

const repository = { owner: "acme", name: "shop" };
const past: Key = { kind: "history", repository };
const resetAtMs = 5_000;

function heldUntil(key: Key, share: number | null): number | null {
  return heldUntilMs(key, share === null ? null : { share, resetAtMs });
}

describe("while less than a fifth of the calls is left", () => {
  test.each<[string, Key]>([
    ["a repository's past", past],
    ["a whole repository", { kind: "repository", repository }],
    ["an installation", { kind: "installation" }],
  ])("%s waits until the next hour", (_name, key) => {
    expect(heldUntil(key, 0.19)).toBe(resetAtMs);
  });

  test.each<[string, Key]>([
    ["a change", { kind: "change", repository, number: 1 }],
    ["a gate", { kind: "environment", repository, environment: "production" }],
    ["a merge group", { kind: "merge-group", repository, branch: "main", headSha: "1".repeat(40) }],
    ["a policy that was pushed", { kind: "branch", repository, branch: "main" }],
    ["a release", { kind: "release", repository, tag: "v1" }],
  ])("%s goes on, down to the last call", (_name, key) => {
    expect(heldUntil(key, 0)).toBeNull();
  });
});

test.each([
  ["a fifth is left", 0.2],
  ["GitHub told of no limit", null],
])("nothing waits while %s", (_name, share) => {
  expect(heldUntil(past, share)).toBeNull();
});
