import { describe, expect, test } from "@jest/globals";
import {
  type EligibilityQuestions,
  eligibilityQuestions,
  isEligible,
} from "#core/approval/eligibility.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import type { StandingPrincipal } from "#core/policy/role.ts";
import { bob, dependabot } from "../../support/facts.ts";
import {
  carol,
  codeOwnersFile,
  dave,
  earlierSha,
  observedChange,
  reviewBy,
} from "../../support/observed-change.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

const nothing: EligibilityQuestions = { permissions: [], teams: [] };

/** A policy that names a permission, a role, teams and a user at its levels. */
const levels = policySource({
  roles: { sre: ["@acme/sre", "maintain"] },
  approvals: {
    low: [],
    medium: [{ from: ["@maria", "@Acme/SRE"] }],
    critical: [{ from: ["sre", "code-owners"] }],
    also: [{ name: "schema", when: { minRisk: "high" }, require: [{ from: ["@acme/data"] }] }],
  },
});
const teamsOnly = policySource({ approvals: { high: [{ from: ["@acme/sre"] }] } });
const authors = policySource({
  standard: [{ name: "ops", when: { authors: ["@acme/ops", "bob"] } }],
  risk: { rules: [{ name: "new", when: { authors: ["@acme/new"] }, points: 5 }] },
});

const sre = { organization: "acme", slug: "sre" } as const;

describe("what is asked of GitHub", () => {
  test.each<[string, Partial<ObservedChange>, EligibilityQuestions]>([
    ["nothing without a policy", { reviews: [reviewBy(bob)] }, nothing],
    ["nothing without an approval", { policies: [levels] }, nothing],
    [
      "nothing of a policy that can't be used",
      { policies: [invalidPolicySource([])], reviews: [reviewBy(bob)] },
      nothing,
    ],
    [
      "nothing once the change is merged",
      { policies: [levels, authors], reviews: [reviewBy(bob)], state: "merged" },
      nothing,
    ],
    [
      "nothing where no policy controls the base branch",
      { policies: [levels], reviews: [reviewBy(bob)], defaultBranch: "trunk" },
      nothing,
    ],
    [
      "about an approver of the head, everything that any level may need, each team once",
      { policies: [levels], reviews: [reviewBy(bob)] },
      {
        permissions: ["bob"],
        teams: [
          { ...sre, login: "bob" },
          { organization: "acme", slug: "data", login: "bob" },
        ],
      },
    ],
    [
      "no permission where no requirement names one",
      { policies: [teamsOnly], reviews: [reviewBy(bob), reviewBy(carol)] },
      {
        permissions: [],
        teams: [
          { ...sre, login: "bob" },
          { ...sre, login: "carol" },
        ],
      },
    ],
    [
      "nothing about those whose review is no approval of the head, nor about bots and ghosts",
      {
        policies: [levels],
        reviews: [
          reviewBy(bob, { commitSha: earlierSha }),
          reviewBy(carol),
          reviewBy(carol, { state: "changes-requested" }),
          reviewBy(dave, { state: "commented" }),
          reviewBy(dependabot),
          reviewBy(null),
        ],
      },
      nothing,
    ],
    [
      "about an approver, the owners of changed files where code owners are named",
      {
        policies: [policySource({ approvals: { high: [{ from: ["code-owners"] }] } })],
        codeOwners: codeOwnersFile("src/ @acme/sre @maria\ndocs/ @acme/writers"),
        reviews: [reviewBy(bob)],
      },
      { permissions: ["bob"], teams: [{ ...sre, login: "bob" }] },
    ],
    [
      "nothing about owners where nobody names them",
      {
        policies: [policySource({ approvals: { high: [{ from: ["@maria"] }] } })],
        codeOwners: codeOwnersFile("* @acme/sre"),
        reviews: [reviewBy(bob)],
      },
      nothing,
    ],
    [
      "about the author, the teams of conditions",
      { policies: [authors] },
      {
        permissions: [],
        teams: [
          { organization: "acme", slug: "new", login: "alice" },
          { organization: "acme", slug: "ops", login: "alice" },
        ],
      },
    ],
  ])("%s", (_name, situation, questions) => {
    expect(eligibilityQuestions(observedChange(situation))).toEqual(questions);
  });
});

describe("who is eligible", () => {
  const eligibility = {
    permissions: { bob: "maintain", carol: "read" },
    teams: { "acme/sre": ["bob"] },
  } as const;
  const permission = (name: "write" | "maintain" | "admin"): StandingPrincipal => ({
    kind: "permission",
    permission: name,
  });
  test.each<[string, StandingPrincipal, string, boolean]>([
    ["a user, whatever the case", { kind: "user", login: "Bob" }, "bOB", true],
    ["not another user", { kind: "user", login: "bob" }, "carol", false],
    [
      "a member, whatever the case",
      { kind: "team", organization: "ACME", slug: "Sre" },
      "Bob",
      true,
    ],
    ["not who is no member", { kind: "team", organization: "acme", slug: "sre" }, "carol", false],
    [
      "nobody of a team without an answer",
      { kind: "team", organization: "acme", slug: "x" },
      "bob",
      false,
    ],
    ["who has more than the permission", permission("write"), "Bob", true],
    ["who has just the permission", permission("maintain"), "bob", true],
    ["not who has less", permission("admin"), "bob", false],
    ["not who can only read", permission("write"), "carol", false],
    ["not who has no answer", permission("write"), "dave", false],
    ["not who is called like a property", permission("write"), "constructor", false],
  ])("%s", (_name, principal, login, expected) => {
    expect(isEligible(principal, { id: 9, login, kind: "user" }, eligibility)).toBe(expected);
  });
});
