import { expect, test } from "@jest/globals";
import type { SetChange } from "#core/change-set/change-set.ts";
import { changesThatTouch } from "#core/change-set/touches-paths.ts";
import { mergedPullRequest, rangeCommit } from "../../support/range-commit.ts";

const api = ["services/api/**"];

const pullRequest = (
  paths: readonly string[] | null,
  commitPaths: readonly (readonly string[] | null)[],
): SetChange => ({
  kind: "pull-request",
  pullRequest: mergedPullRequest(1, "s", { paths }),
  commits: commitPaths.map((own, i) => rangeCommit(`${i}`, [], { paths: own })),
});
const push = (paths: readonly string[] | null): SetChange => ({
  kind: "direct-push",
  commit: rangeCommit("d", [], { paths }),
});

test.each<[string, SetChange, boolean]>([
  ["a pull request inside", pullRequest(["README.md", "services/api/a.ts"], []), true],
  [
    "a pull request outside, whatever its commits did on the way",
    pullRequest(["web/a.ts"], [["services/api/a.ts"]]),
    false,
  ],
  [
    "a pull request known by its commits",
    pullRequest(null, [["web/a.ts"], ["services/api/a.ts"]]),
    true,
  ],
  ["a pull request whose files are not known", pullRequest(null, [["web/a.ts"], null]), true],
  ["a direct push inside", push(["services/api/a.ts"]), true],
  ["a direct push outside", push(["web/a.ts"]), false],
  ["a direct push of which nothing is known", push(null), true],
])("%s", (_name, change, belongs) => {
  expect(changesThatTouch([change], api)).toEqual(belongs ? [change] : []);
});
