import { expect, test } from "@jest/globals";
import { controlsBranch } from "#core/policy/controls-branch.ts";

test.each<[name: string, branches: string[] | undefined, branch: string, controlled: boolean]>([
  ["the default branch, when none is named", undefined, "trunk", true],
  ["no other branch, when none is named", undefined, "main", false],
  ["a named branch", ["main", "release/*"], "release/1.2", true],
  ["no branch that is not named", ["release/*"], "release/1/2", false],
  ["not the default branch, when others are named", ["main"], "trunk", false],
])("a policy controls %s", (_name, branches, branch, controlled) => {
  expect(controlsBranch({ branches }, branch, "trunk")).toBe(controlled);
});

test("a default branch whose name looks like a glob is compared as it is", () => {
  expect(controlsBranch({ branches: undefined }, "main", "m*")).toBe(false);
});
