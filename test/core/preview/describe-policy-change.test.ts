import { expect, test } from "@jest/globals";
import { describePolicyChange } from "#core/preview/describe-policy-change.ts";
import { policyOf } from "../../support/policy.ts";

const freeze = { name: "year end", from: "2026-12-18T18:00", to: "2027-01-04T08:00" };
const rule = { name: "database", when: { files: ["**/*.sql"] }, atLeast: "high" };

test.each<[string, Record<string, unknown>, Record<string, unknown>, readonly string[]]>([
  ["nothing", {}, {}, []],
  [
    "to enforcing",
    { mode: "observe" },
    {},
    ["The policy would enforce: the check would hold what is not approved."],
  ],
  [
    "branches",
    { branches: ["main", "release/*"] },
    { branches: ["main"] },
    ["It would control main (today: main and release/*)."],
  ],
  [
    "where levels begin",
    {},
    { risk: { levels: { high: 40, critical: 101 } } },
    [
      "The level high would begin at a score of 40 (today: at a score of 30).",
      "The level critical would begin at no score (today: at a score of 45).",
    ],
  ],
  [
    "approvals, also of the levels above",
    { approvals: { high: [{ from: ["@acme/sre"], count: 2, name: "reliability" }] } },
    { approvals: { high: [] } },
    ["high", "critical"].map(
      (level) =>
        `A change of ${level} risk would ask for no approval (today: 2 approvals from @acme/sre (reliability)).`,
    ),
  ],
  [
    "named things",
    { risk: { rules: [rule] }, freezes: [freeze] },
    { risk: { rules: [{ ...rule, atLeast: "critical" }] }, environments: { staging: {} } },
    [
      "The risk rule “database” would be different.",
      "The freeze “year end” would be gone.",
      "The environment “staging” would be new.",
    ],
  ],
  [
    "lists",
    { risk: { trustedBots: ["renovate[bot]"] } },
    { risk: { trustedBots: ["dependabot[bot]"], ignore: ["dist/**"] } },
    [
      "Left out of the size: also dist/**.",
      "Trusted bots: also dependabot[bot]; no longer renovate[bot].",
    ],
  ],
  [
    "floors and weights",
    {},
    { risk: { defaultFloors: false, factors: { hotspot: 0, size: 1 } } },
    ["The factor hotspot would weigh 0 (today: 1).", "The built-in floors would no longer hold."],
  ],
  [
    "what makes an approval count",
    { approvers: { distinct: false, keepApprovals: "never", request: "people" } },
    { approvers: { mayNotBe: ["author"] } },
    [
      "May not approve: no longer committer, co-author and last-pusher.",
      "One person could approve for one requirement.",
      "Approvals would survive a push that leaves the diff as it was.",
      "Reviews would be requested of the teams that are named.",
    ],
  ],
  [
    "emergencies",
    { emergency: { declare: ["@maria"], approvals: [{ from: ["write"] }] } },
    {},
    ["No change could be declared an emergency any more."],
  ],
  [
    "commands",
    {},
    { commands: { prefix: "sluice" } },
    ['Commands would begin with "/sluice" (today: "/").'],
  ],
])("a change of %s is told in words", (_name, before, after, expected) => {
  expect(describePolicyChange(policyOf(before), policyOf(after))).toEqual(expected);
});

test("a first policy and a removed one are told", () => {
  expect(describePolicyChange(null, policyOf({ branches: ["main"] }))).toEqual([
    "There is no policy here yet: this would be the first.",
    "It would control main (today: the default branch).",
  ]);
  expect(describePolicyChange(policyOf({}), null)).toEqual([
    "There would be no policy here any more.",
  ]);
});
