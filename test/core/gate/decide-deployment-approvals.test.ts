import { describe, expect, test } from "@jest/globals";
import { type GateSituation, gateOutcome, production } from "../../support/decided-gate.ts";
import { bob, dependabot } from "../../support/facts.ts";
import { carol, dave } from "../../support/observed-change.ts";
import { gateChange, releasedBy } from "../../support/observed-gate.ts";
import { policySource } from "../../support/policy.ts";

type Row = [name: string, situation: GateSituation, outcome: string];

describe("approvals of the deployment", () => {
  const releng = [{ from: ["@acme/releng"] }];
  const both = [{ from: ["@acme/releng"] }, { from: ["write"] }];
  test.each<Row>([
    ["none", production({ approvals: releng }), "waiting, approvals"],
    [
      "by one who is named",
      { ...production({ approvals: releng }), approvals: [releasedBy(carol)] },
      "released",
    ],
    [
      "by one who is not named",
      { ...production({ approvals: releng }), approvals: [releasedBy(bob)] },
      "waiting, approvals",
    ],
    [
      "of another commit",
      { ...production({ approvals: releng }), approvals: [releasedBy(carol, "0".repeat(40))] },
      "waiting, approvals",
    ],
    [
      "by a bot",
      {
        ...production({ approvals: [{ from: ["write"] }] }),
        approvals: [releasedBy(dependabot)],
        eligibility: { permissions: { "dependabot[bot]": "admin" }, teams: {} },
      },
      "waiting, approvals",
    ],
    [
      "twice by one person, of two",
      {
        ...production({ approvals: [{ from: ["@acme/releng"], count: 2 }] }),
        approvals: [releasedBy(carol), releasedBy(carol)],
      },
      "waiting, approvals",
    ],
    [
      "of two people",
      {
        ...production({ approvals: [{ from: ["@acme/releng"], count: 2 }] }),
        approvals: [releasedBy(carol), releasedBy(dave)],
      },
      "released",
    ],
    [
      "one person for two requirements",
      { ...production({ approvals: both }), approvals: [releasedBy(carol)] },
      "waiting, approvals",
    ],
    [
      "one person for two requirements that need not be distinct",
      {
        ...production({ approvals: both }, { approvers: { distinct: false } }),
        approvals: [releasedBy(carol)],
      },
      "released",
    ],
    [
      "matched whatever their order",
      { ...production({ approvals: both }), approvals: [releasedBy(carol), releasedBy(bob)] },
      "released",
    ],
    [
      "by a change's own author: it was approved by somebody else",
      {
        ...production({ approvals: releng }),
        added: [{ ...gateChange(1), involved: [carol] }],
        approvals: [releasedBy(carol)],
      },
      "released",
    ],
    [
      "by code owners, whom a deployment does not have",
      { ...production({ approvals: [{ from: ["code-owners"] }] }), approvals: [releasedBy(carol)] },
      "waiting, approvals",
    ],
    [
      "by every rule whose glob matches",
      {
        policies: [
          policySource({
            environments: {
              "prod*": { approvals: releng },
              production: { approvals: [{ from: ["write"] }] },
            },
          }),
        ],
        approvals: [releasedBy(bob)],
      },
      "waiting, approvals",
    ],
    [
      "not by a rule for another environment",
      { policies: [policySource({ environments: { staging: { approvals: releng } } })] },
      "released",
    ],
    [
      "whatever the environment's letters",
      { ...production({ approvals: releng }), environment: "Production" },
      "waiting, approvals",
    ],
  ])("%s", (_name, situation, outcome) => {
    expect(gateOutcome(situation)).toBe(outcome);
  });
});
