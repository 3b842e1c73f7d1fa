import { describe, expect, test } from "@jest/globals";
import type { ChangeDecision } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { ChangeFacts } from "#core/change/facts.ts";
import { alice, bob, fileChange } from "../../support/facts.ts";
import {
  carol,
  codeOwnersFile,
  dave,
  erin,
  now,
  observedChange,
  reviewBy,
} from "../../support/observed-change.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

type Situation = NonNullable<Parameters<typeof observedChange>[0]>;

const eligibility = {
  permissions: { bob: "write", carol: "write", dave: "admin", erin: "none" },
  teams: { "acme/sre": ["bob", "carol"] },
} as const;

const problem = { keyPath: "mode", line: 2, column: 1, message: "no mode", remedy: "Use enforce." };
const medium: Partial<ChangeFacts> = { files: [fileChange("src/a.ts", { additions: 60 })] };
const high: Partial<ChangeFacts> = { files: [fileChange("src/a.ts", { additions: 300 })] };

const write = [{ from: ["write"] }];
const sre = [{ from: ["@acme/sre"] }];

function decide(situation: Situation): ChangeDecision {
  const decision = decideChange(observedChange({ eligibility, ...situation }), now);
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
    expect(decideChange(observedChange(situation), now)).toEqual({
      kind: "not-controlled",
      because,
    });
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
      "code owners, of whom there are none",
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

describe("code owners", () => {
  const owners = (file: string | null, more: Situation = {}, requirement: object = {}) => ({
    policies: [policySource({ approvals: { low: [{ from: ["code-owners"], ...requirement }] } })],
    codeOwners: file === null ? null : codeOwnersFile(file),
    eligibility: {
      permissions: { bob: "write", carol: "write", dave: "read", erin: "admin" },
      teams: { "acme/sre": ["carol", "dave"] },
    } as const,
    facts: { files: [fileChange("src/a.ts"), fileChange("docs/b.md")] },
    ...more,
  });
  const both = "src/ @bob\ndocs/ @acme/sre";
  const byBoth = { reviews: [reviewBy(bob), reviewBy(carol)] };
  test.each<[string, Situation, verdict: string, waitsFor: readonly string[]]>([
    ["every file has an owner's approval", owners(both, byBoth), "approved", []],
    ["one has none", owners(both, { reviews: [reviewBy(bob)] }), "waiting", ["docs/b.md"]],
    ["nobody approved", owners(both), "waiting", ["docs/b.md", "src/a.ts"]],
    [
      "who owns nothing approved",
      owners(both, { reviews: [reviewBy(erin)] }),
      "waiting",
      ["docs/b.md", "src/a.ts"],
    ],
    ["a file that nobody owns needs none", owners("src/ @bob", byBoth), "approved", []],
    ["a file that is un-owned needs none", owners("* @bob\ndocs/", byBoth), "approved", []],
    [
      "an owner with read access does not count",
      owners("src/ @bob\ndocs/ @dave", { reviews: [reviewBy(bob), reviewBy(dave)] }),
      "waiting",
      ["docs/b.md"],
    ],
    [
      "nor a team's member with read access",
      owners("* @acme/sre", { reviews: [reviewBy(dave)] }),
      "waiting",
      ["docs/b.md", "src/a.ts"],
    ],
    [
      "an owner who pushed may not approve",
      owners("* @bob", { lastPusher: bob, reviews: [reviewBy(bob)] }),
      "waiting",
      ["docs/b.md", "src/a.ts"],
    ],
    [
      "both names of a rename need an owner",
      owners("old/ @erin\nsrc/ @bob", {
        facts: {
          files: [fileChange("src/a.ts", { status: "renamed", previousPath: "old/a.ts" })],
        },
        reviews: [reviewBy(bob)],
      }),
      "waiting",
      ["old/a.ts"],
    ],
    [
      "more owners are asked than one",
      owners("* @bob @carol", { reviews: [reviewBy(bob)] }, { count: 2 }),
      "waiting",
      ["docs/b.md", "src/a.ts"],
    ],
    ["so many owners approved", owners("* @bob @carol", byBoth, { count: 2 }), "approved", []],
    ["nothing is owned", owners("*.rb @bob", byBoth), "waiting", []],
    ["there is no file", owners(null, byBoth), "waiting", []],
    [
      "the file can't be read",
      owners(null, {
        ...byBoth,
        codeOwners: {
          ...codeOwnersFile(""),
          content: { kind: "unreadable", why: "is a binary file" },
        },
      }),
      "waiting",
      [],
    ],
    [
      "an address is nobody",
      owners("* carol@example.com", byBoth),
      "waiting",
      ["docs/b.md", "src/a.ts"],
    ],
    [
      "a file that GitHub did not list could be anybody's",
      owners("* @bob", {
        ...byBoth,
        policies: [policySource({ approvals: { critical: [{ from: ["code-owners"] }] } })],
        facts: { totals: { files: 2, additions: 2, deletions: 0, commits: 1 } },
      }),
      "waiting",
      [],
    ],
    [
      "another principal does without owners",
      owners("* @erin", byBoth, { from: ["code-owners", "@bob"] }),
      "approved",
      [],
    ],
    [
      "fewer others than are asked do not",
      owners("* @erin", byBoth, { from: ["code-owners", "@bob"], count: 2 }),
      "waiting",
      ["docs/b.md", "src/a.ts"],
    ],
  ])("%s", (_name, situation, expected, waitsFor) => {
    const { verdict, policies } = decide(situation);
    const files = policies[0]?.requirements[0]?.filesToApprove ?? [];
    expect({ verdict, waitsFor: files.map(({ path }) => path) }).toEqual({
      verdict: expected,
      waitsFor,
    });
  });

  test("lines without effect are told, ten at most", () => {
    const problems = owners(`* @bob\n${"!a\n".repeat(12)}`);
    expect(decide(problems).warnings).toEqual([
      ...Array.from(
        { length: 10 },
        (_, index) =>
          `Line ${index + 2} of .github/CODEOWNERS has no effect: a pattern can't be negated with !.`,
      ),
      "Neither have 2 more lines of .github/CODEOWNERS.",
    ]);
  });

  test("whose lines matter to no requirement are not told", () => {
    const { warnings } = decide({ policies: [policySource({})], codeOwners: codeOwnersFile("!a") });
    expect(warnings).toEqual([]);
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
