import { describe, expect, test } from "@jest/globals";
import type { ChangeDecision } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { ChangeFacts } from "#core/change/facts.ts";
import { alice, bob, fileChange } from "../../support/facts.ts";
import { carol, dave, erin, observedChange, reviewBy } from "../../support/observed-change.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

type Situation = NonNullable<Parameters<typeof observedChange>[0]>;

const eligibility = {
  permissions: { bob: "write", carol: "write", dave: "admin", erin: "none" },
  teams: { "acme/sre": ["bob", "carol"] },
} as const;

const problem = { keyPath: "mode", line: 2, column: 1, message: "no mode", remedy: "Use enforce." };
const low: Partial<ChangeFacts> = { files: [fileChange("src/a.ts")] };
const medium: Partial<ChangeFacts> = { files: [fileChange("src/a.ts", { additions: 60 })] };
const high: Partial<ChangeFacts> = { files: [fileChange("src/a.ts", { additions: 300 })] };
const docs: Partial<ChangeFacts> = { files: [fileChange("docs/a.md", { additions: 300 })] };

const write = [{ from: ["write"] }];
const sre = [{ from: ["@acme/sre"] }];
const standard = [{ name: "documentation", when: { onlyFiles: ["docs/**"] } }];

function decide(situation: Situation): ChangeDecision {
  const decision = decideChange(observedChange({ eligibility, ...situation }));
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  return decision;
}

describe("what no policy controls", () => {
  test.each<[string, Situation, string]>([
    ["a change without any policy", {}, "no-policy"],
    ["a closed change", { policies: [policySource({})], state: "closed" }, "not-open"],
    ["a merged change", { policies: [policySource({})], state: "merged" }, "not-open"],
    [
      "a change to another branch",
      { policies: [policySource({})], defaultBranch: "trunk" },
      "branch",
    ],
    [
      "a closed change under an invalid policy",
      { policies: [invalidPolicySource([problem])], state: "closed" },
      "not-open",
    ],
  ])("%s", (_name, situation, because) => {
    expect(decideChange(observedChange(situation))).toEqual({ kind: "not-controlled", because });
  });
});

describe("the verdict", () => {
  test.each<[string, Situation, string]>([
    ["nothing asked", { policies: [policySource({})], facts: high }, "approved normal high"],
    [
      "an approval is missing",
      { policies: [policySource({ approvals: { medium: write } })], facts: medium },
      "waiting normal medium",
    ],
    [
      "the approval is there",
      {
        policies: [policySource({ approvals: { medium: write } })],
        facts: medium,
        reviews: [reviewBy(bob)],
      },
      "approved normal medium",
    ],
    [
      "an approval by somebody without the right",
      {
        policies: [policySource({ approvals: { medium: write } })],
        facts: medium,
        reviews: [reviewBy(erin)],
      },
      "waiting normal medium",
    ],
    [
      "one person for two requirements",
      {
        policies: [policySource({ approvals: { medium: [...write, ...sre] } })],
        facts: medium,
        reviews: [reviewBy(bob)],
      },
      "waiting normal medium",
    ],
    [
      "one person for two requirements, where the policy allows it",
      {
        policies: [
          policySource({
            approvals: { medium: [...write, ...sre] },
            approvers: { distinct: false },
          }),
        ],
        facts: medium,
        reviews: [reviewBy(bob)],
      },
      "approved normal medium",
    ],
    [
      "two people, the flexible one first",
      {
        policies: [policySource({ approvals: { medium: [...write, ...sre] } })],
        facts: medium,
        reviews: [reviewBy(bob), reviewBy(dave)],
      },
      "approved normal medium",
    ],
    [
      "the author's approval, where the policy allows it",
      {
        policies: [
          policySource({
            approvals: { medium: [{ from: ["@alice"] }] },
            approvers: { mayNotBe: [] },
          }),
        ],
        facts: medium,
        reviews: [reviewBy(alice)],
      },
      "approved normal medium",
    ],
    [
      "a draft is decided like others",
      { policies: [policySource({ approvals: { medium: write } })], facts: medium, draft: true },
      "waiting normal medium",
    ],
    [
      "an invalid policy, whatever was approved",
      {
        policies: [policySource({}, "organisation"), invalidPolicySource([problem])],
        reviews: [reviewBy(bob)],
      },
      "invalid normal critical",
    ],
    [
      "an invalid policy on a branch that the other does not control",
      {
        policies: [policySource({}, "organisation"), invalidPolicySource([problem])],
        defaultBranch: "trunk",
      },
      "invalid normal critical",
    ],
    [
      "an unknown last pusher at high risk",
      {
        policies: [policySource({ approvals: { high: write } })],
        facts: high,
        lastPusher: null,
        reviews: [reviewBy(bob)],
      },
      "waiting normal high",
    ],
    [
      "an unknown last pusher at high risk, who may approve",
      {
        policies: [
          policySource({ approvals: { high: write }, approvers: { mayNotBe: ["author"] } }),
        ],
        facts: high,
        lastPusher: null,
        reviews: [reviewBy(bob)],
      },
      "approved normal high",
    ],
    [
      "an unknown last pusher at medium risk",
      {
        policies: [policySource({ approvals: { medium: write } })],
        facts: medium,
        lastPusher: null,
        reviews: [reviewBy(bob)],
      },
      "approved normal medium",
    ],
    [
      "code owners, who can't be told yet",
      {
        policies: [policySource({ approvals: { medium: [{ from: ["code-owners"] }] } })],
        facts: medium,
        reviews: [reviewBy(bob)],
      },
      "waiting normal medium",
    ],
    [
      "code owners or others, of whom one approved",
      {
        policies: [policySource({ approvals: { medium: [{ from: ["code-owners", "write"] }] } })],
        facts: medium,
        reviews: [reviewBy(bob)],
      },
      "approved normal medium",
    ],
  ])("%s", (_name, situation, expected) => {
    const { verdict, type, level } = decide(situation);
    expect(`${verdict} ${type} ${level}`).toBe(expected);
  });
});

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

describe("warnings", () => {
  const asks = policySource({ approvals: { low: write } });
  test.each<[string, Situation, readonly string[]]>([
    ["none", { policies: [asks] }, []],
    [
      "an unknown last pusher where nothing is asked is no matter",
      { policies: [policySource({})], lastPusher: null },
      [],
    ],
    [
      "an unknown last pusher",
      { policies: [asks], lastPusher: null },
      ["It is not known who pushed last"],
    ],
    [
      "an approval by an account that is gone",
      { policies: [asks], reviews: [reviewBy(null)] },
      ["1 approval by accounts that are gone"],
    ],
    [
      "facts that are incomplete",
      { policies: [asks], facts: { totals: { files: 2, additions: 1, deletions: 0, commits: 1 } } },
      ["GitHub did not give the whole change"],
    ],
  ])("%s", (_name, situation, warnings) => {
    const found = decide(situation).warnings;
    expect(found).toHaveLength(warnings.length);
    for (const [index, warning] of warnings.entries()) expect(found[index]).toContain(warning);
  });
});
