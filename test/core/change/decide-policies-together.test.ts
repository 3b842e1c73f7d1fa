import { describe, expect, test } from "@jest/globals";
import type { ChangeDecision } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { ChangeFacts } from "#core/change/facts.ts";
import { bob, fileChange } from "../../support/facts.ts";
import { carol, dave, now, observedChange, reviewBy } from "../../support/observed-change.ts";
import { policySource } from "../../support/policy.ts";

type Situation = NonNullable<Parameters<typeof observedChange>[0]>;

const eligibility = {
  permissions: { bob: "write", carol: "write", dave: "admin", erin: "none" },
  teams: { "acme/sre": ["bob", "carol"] },
} as const;

const low: Partial<ChangeFacts> = { files: [fileChange("src/a.ts")] };
const high: Partial<ChangeFacts> = { files: [fileChange("src/a.ts", { additions: 300 })] };
const docs: Partial<ChangeFacts> = { files: [fileChange("docs/a.md", { additions: 300 })] };

const write = [{ from: ["write"] }];
const sre = [{ from: ["@acme/sre"] }];
const standard = [{ name: "documentation", when: { onlyFiles: ["docs/**"] } }];

function decide(situation: Situation): ChangeDecision {
  const decision = decideChange(observedChange({ eligibility, ...situation }), now);
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  return decision;
}

describe("the change type", () => {
  const asksAll = { approvals: { low: write } };
  test.each<[string, Situation, string]>([
    [
      "standard by its only policy",
      { policies: [policySource({ standard, ...asksAll })], facts: docs },
      "approved standard",
    ],
    [
      "normal without a matching rule",
      { policies: [policySource({ standard, ...asksAll })], facts: low },
      "waiting normal",
    ],
    [
      "normal without any approval rule",
      { policies: [policySource({})], facts: docs },
      "approved normal",
    ],
    [
      "standard where the other policy has no approval rules",
      {
        policies: [policySource({}, "organisation"), policySource({ standard, ...asksAll })],
        facts: docs,
      },
      "approved standard",
    ],
    [
      "normal where the other policy has approval rules and does not say standard",
      {
        policies: [policySource(asksAll, "organisation"), policySource({ standard, ...asksAll })],
        facts: docs,
      },
      "waiting normal",
    ],
    [
      "standard where both say so",
      {
        policies: [
          policySource({ standard, ...asksAll }, "organisation"),
          policySource({ standard }),
        ],
        facts: docs,
      },
      "approved standard",
    ],
    [
      "an observing policy has no say beside one that enforces",
      {
        policies: [
          policySource({ standard, ...asksAll }, "organisation"),
          policySource({ mode: "observe", ...asksAll }),
        ],
        facts: docs,
      },
      "approved standard",
    ],
    [
      "a rule for low risk does not match where another policy says high",
      {
        policies: [
          policySource(
            {
              risk: {
                rules: [{ name: "docs are law", when: { files: ["docs/**"] }, atLeast: "high" }],
              },
            },
            "organisation",
          ),
          policySource({
            standard: [{ name: "small", when: { onlyFiles: ["docs/**"], maxRisk: "low" } }],
            approvals: { low: write },
          }),
        ],
        facts: docs,
      },
      "waiting normal",
    ],
    [
      "a rule for high risk does not match because another policy says high",
      {
        policies: [
          policySource(
            {
              risk: {
                rules: [{ name: "docs are law", when: { files: ["docs/**"] }, atLeast: "high" }],
              },
            },
            "organisation",
          ),
          policySource({
            standard: [{ name: "big", when: { onlyFiles: ["docs/**"], minRisk: "high" } }],
            approvals: { low: write },
          }),
        ],
        facts: docs,
      },
      "waiting normal",
    ],
    [
      "an also rule is asked of a standard change too",
      {
        policies: [
          policySource({
            standard,
            approvals: { also: [{ name: "law", when: { files: ["docs/**"] }, require: write }] },
          }),
        ],
        facts: docs,
      },
      "waiting standard",
    ],
  ])("%s", (_name, situation, expected) => {
    const { verdict, type } = decide(situation);
    expect(`${verdict} ${type}`).toBe(expected);
  });
});

describe("two policies", () => {
  const organisation = policySource({ approvals: { high: sre } }, "organisation");
  test.each<[string, Situation, string, readonly string[]]>([
    [
      "each asks its own, one person may serve both",
      {
        policies: [organisation, policySource({ approvals: { high: write } })],
        facts: high,
        reviews: [reviewBy(bob)],
      },
      "enforce approved high",
      [],
    ],
    [
      "the one that is not satisfied holds",
      {
        policies: [organisation, policySource({ approvals: { high: write } })],
        facts: high,
        reviews: [reviewBy(dave)],
      },
      "enforce waiting high",
      ["organisation: 1 approval from @acme/sre"],
    ],
    [
      "the higher level counts for both",
      {
        policies: [
          organisation,
          policySource({
            risk: { rules: [{ name: "a", when: { files: ["src/**"] }, atLeast: "high" }] },
            approvals: { low: write, high: [] },
          }),
        ],
        facts: low,
      },
      "enforce waiting high",
      ["organisation: 1 approval from @acme/sre"],
    ],
    [
      "an also rule for its own low level is asked though another policy says high",
      {
        policies: [
          policySource(
            { risk: { rules: [{ name: "a", when: { files: ["src/**"] }, atLeast: "high" }] } },
            "organisation",
          ),
          policySource({
            approvals: { also: [{ name: "small", when: { maxRisk: "low" }, require: write }] },
          }),
        ],
        facts: low,
      },
      "enforce waiting high",
      ["repository: 1 approval from someone with write access (small)"],
    ],
    [
      "one that does not control the branch takes no part",
      {
        policies: [
          organisation,
          policySource({ branches: ["release/*"], approvals: { high: write } }),
        ],
        facts: high,
        reviews: [reviewBy(carol)],
      },
      "enforce approved high",
      [],
    ],
    [
      "an observing one does not hold beside one that enforces",
      {
        policies: [organisation, policySource({ mode: "observe", approvals: { high: write } })],
        facts: high,
        reviews: [reviewBy(carol)],
      },
      "enforce approved high",
      [],
    ],
    [
      "an observing one does not raise the level beside one that enforces",
      {
        policies: [
          organisation,
          policySource({
            mode: "observe",
            risk: { rules: [{ name: "a", when: { files: ["src/**"] }, atLeast: "critical" }] },
          }),
        ],
        facts: low,
      },
      "enforce approved low",
      [],
    ],
    [
      "two that observe say what they would hold",
      {
        policies: [
          policySource({ mode: "observe", approvals: { high: sre } }, "organisation"),
          policySource({ mode: "observe", approvals: { high: write } }),
        ],
        facts: high,
      },
      "observe waiting high",
      [
        "organisation: 1 approval from @acme/sre",
        "repository: 1 approval from someone with write access",
      ],
    ],
  ])("%s", (_name, situation, expected, reasons) => {
    const decision = decide(situation);
    expect(`${decision.mode} ${decision.verdict} ${decision.level}`).toBe(expected);
    expect(decision.reasons.map(({ origin, missing }) => `${origin}: ${missing}`)).toEqual(reasons);
  });
});
