import { describe, expect, test } from "@jest/globals";
import type { Deployment } from "#core/gate/deployment-log.ts";
import { findRollbacks } from "#core/release/find-rollbacks.ts";
import { rangeCommit } from "../../support/range-commit.ts";

const range = {
  headSha: "c",
  commits: [rangeCommit("a", ["base"]), rangeCommit("b", ["a"]), rangeCommit("c", ["b"])],
  pullRequests: [],
};

function deployed(id: number, sha: string, ...states: readonly string[]): Deployment {
  const statuses = states.map((state, index) => ({ state, atMs: 1_000 * id + index }));
  return { id, sha, environment: "production", createdAtMs: 1_000 * id, statuses };
}

const tags = new Map([["base", "v1.0.0"]]);

describe("the commit that an environment can go back to", () => {
  test.each<[string, readonly Deployment[], string | null, readonly string[] | null]>([
    ["is none where nothing succeeded", [deployed(1, "a", "in_progress", "failure")], null, null],
    ["is the baseline: all would go", [deployed(1, "base", "success")], "base", ["a", "b", "c"]],
    ["lies in the release: what came after would go", [deployed(1, "b", "success")], "b", ["c"]],
    ["is the release itself: nothing would go", [deployed(1, "c", "success")], "c", []],
    ["lies elsewhere: nobody knows", [deployed(1, "x", "success")], "x", null],
    [
      "is the last that succeeded, though it was replaced or a newer one failed",
      [
        deployed(3, "c", "failure"),
        deployed(1, "base", "success", "inactive"),
        deployed(2, "a", "success", "inactive"),
      ],
      "a",
      ["b", "c"],
    ],
  ])("%s", (_name, deployments, commitSha, removed) => {
    const release = { range, baselineSha: "base", tags };
    const [found] = findRollbacks(["production"], deployments, release);
    expect(found?.target?.commitSha ?? null).toBe(commitSha);
    const removes = found?.target?.removes?.map((change) =>
      change.kind === "direct-push" ? change.commit.sha : "",
    );
    expect(removes ?? null).toEqual(removed);
  });
});
