import { describe, expect, test } from "@jest/globals";
import {
  type EligibilityQuestions,
  eligibilityQuestions,
  isEligible,
} from "#core/approval/eligibility.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import type { StandingPrincipal } from "#core/policy/role.ts";
import {
  approve,
  commandBy,
  emergency,
  override,
  recordedCommands,
  setRisk,
  unapprove,
} from "../../support/commands.ts";
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

const emergencies = policySource({
  emergency: { declare: ["@acme/oncall"], approvals: [{ from: ["@acme/leads"] }] },
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
      "about whoever approved the head by command, nothing after a push",
      {
        policies: [teamsOnly],
        recorded: recordedCommands([
          commandBy(bob, approve),
          commandBy(carol, approve, { headSha: earlierSha }),
          commandBy(dave, approve),
          commandBy(dave, unapprove),
        ]),
      },
      { permissions: [], teams: [{ ...sre, login: "bob" }] },
    ],
    [
      "whether those who override the head or lower its risk are change-managers of each policy",
      {
        policies: [
          policySource({ roles: { "change-manager": ["@acme/cab"] } }, "organisation"),
          teamsOnly,
        ],
        recorded: recordedCommands([
          commandBy(bob, override),
          commandBy(carol, override, { headSha: earlierSha }),
          commandBy(dave, setRisk("lower", "low")),
        ]),
      },
      {
        permissions: ["bob", "dave"],
        teams: [
          { organization: "acme", slug: "cab", login: "bob" },
          { organization: "acme", slug: "cab", login: "dave" },
        ],
      },
    ],
    [
      "nothing about a lowering that a raise cancelled",
      {
        policies: [teamsOnly],
        recorded: recordedCommands([
          commandBy(dave, setRisk("lower", "low")),
          commandBy(bob, setRisk("raise", "high")),
        ]),
      },
      nothing,
    ],
    [
      "whether an emergency's declarer may declare one, and who of the approvers may approve it",
      {
        policies: [emergencies],
        reviews: [reviewBy(bob)],
        recorded: recordedCommands([commandBy(carol, emergency)]),
      },
      {
        permissions: [],
        teams: [
          { organization: "acme", slug: "leads", login: "bob" },
          { organization: "acme", slug: "oncall", login: "carol" },
        ],
      },
    ],
    [
      "nothing about emergencies where none is declared",
      { policies: [emergencies], reviews: [reviewBy(bob)] },
      nothing,
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

  test("of a merged change also about who approved it and objects since: it is decided as of its merge", () => {
    const observed = observedChange({
      policies: [teamsOnly],
      reviews: [reviewBy(bob), reviewBy(bob, { state: "changes-requested" })],
      state: "merged",
    });
    const asked = { permissions: [], teams: [{ ...sre, login: "bob" }] };
    expect(eligibilityQuestions(observed, { state: "merged" })).toEqual(asked);
    expect(eligibilityQuestions({ ...observed, state: "open" })).toEqual(nothing);
  });

  test("what is asked of a merged change, where somebody means to decide its content", () => {
    const observed = observedChange({
      policies: [teamsOnly],
      reviews: [reviewBy(bob)],
      state: "merged",
    });
    const asked = { permissions: [], teams: [{ ...sre, login: "bob" }] };
    expect(eligibilityQuestions(observed, { state: "merged" })).toEqual(asked);
    expect(eligibilityQuestions({ ...observed, state: "open" }, { state: "merged" })).toEqual(
      nothing,
    );
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
