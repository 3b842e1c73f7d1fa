import { expect, test } from "@jest/globals";
import { findWatchedNames, findWatching } from "#core/gate/find-watching.ts";
import { findWatchedSince } from "#core/gate/watched-environments.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

const names = { environments: { production: {}, "eu-*": {} } };

test.each<[string, readonly PolicySource[], string, boolean]>([
  ["a policy names it", [policySource(names)], "Production", true],
  ["a policy's glob names it", [policySource(names)], "eu-west", true],
  ["no policy names it", [policySource(names)], "staging", false],
  ["its policy only observes", [policySource({ ...names, mode: "observe" })], "production", false],
  [
    "the organisation's enforces",
    [policySource(names, "organisation"), policySource({ mode: "observe" })],
    "production",
    true,
  ],
  ["its policy can't be read", [invalidPolicySource([])], "production", false],
  ["there is no policy", [], "production", false],
])("an environment is watched: %s", (_name, policies, environment, expected) => {
  expect(findWatching(policies, environment).length > 0).toBe(expected);
  expect(findWatchedNames(policies).length > 0).toBe(expected || environment === "staging");
});

test("an environment is watched since the earliest of the names that mean it", () => {
  const watched = new Map([
    ["production", 5],
    ["prod*", 3],
    ["staging", 1],
  ]);
  expect(findWatchedSince(watched, "Production")).toBe(3);
  expect(findWatchedSince(watched, "preview")).toBeNull();
});
