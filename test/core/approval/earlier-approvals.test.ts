import { describe, expect, test } from "@jest/globals";
import { digestFiles } from "#core/approval/digest-diff.ts";
import { eligibilityQuestions } from "#core/approval/eligibility.ts";
import { decideChange } from "#core/change/decide-change.ts";
import { type EarlierHead, nothingRecorded } from "#core/change/recorded-facts.ts";
import { alice, bob, fileChange } from "../../support/facts.ts";
import {
  carol,
  earlierSha,
  headSha,
  now,
  observedChange,
  reviewBy,
} from "../../support/observed-change.ts";
import { policySource } from "../../support/policy.ts";

const patch = ["@@ -1 +1,41 @@", " a", ...Array.from({ length: 40 }, (_, n) => `+line ${n}`)];
const file = fileChange("src/app.ts", { additions: 40, patch: patch.join("\n") });
const same = digestFiles([file]);
const asksOne = { approvals: { low: [{ from: ["write"] }] } };

type Story = Parameters<typeof observedChange>[0] & {
  readonly heads?: readonly EarlierHead[];
  readonly policy?: Readonly<Record<string, unknown>>;
};

/** A medium change that bob approved at an earlier commit. */
function observe({ heads = [earlier()], policy = asksOne, facts, ...overrides }: Story) {
  return observedChange({
    policies: [policySource(policy)],
    facts: { files: [file], ...facts },
    reviews: [reviewBy(bob, { commitSha: earlierSha })],
    eligibility: { permissions: { bob: "write", carol: "write" }, teams: {} },
    recorded: { ...nothingRecorded, earlierHeads: heads },
    ...overrides,
  });
}

function earlier(overrides: Partial<EarlierHead> = {}): EarlierHead {
  return { headSha: earlierSha, diffDigest: same, level: "medium", ...overrides };
}

function decide(story: Story) {
  const decision = decideChange(observe(story), now);
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  return decision;
}

test.each<[string, Story]>([
  ["the diff is identical and the risk the same", {}],
  ["the diff is identical and the risk has fallen", { heads: [earlier({ level: "critical" })] }],
  [
    "several commits came in between",
    { heads: [earlier({ headSha: "7".repeat(40), diffDigest: "other" }), earlier()] },
  ],
])("an approval of an earlier commit counts when %s", (_name, story) => {
  const { verdict, policies } = decide(story);
  expect(verdict).toBe("approved");
  expect(policies[0]?.approvals).toEqual([
    expect.objectContaining({
      approver: bob,
      commitSha: earlierSha,
      counts: true,
      isKept: true,
      refusal: null,
    }),
  ]);
});

const unknown =
  "approved 1a2b3c4 by review, but it is not known whether the diff is the same since: needs to approve 5d6e7f8";

test.each<[string, Story, string]>([
  [
    "the diff is another",
    { heads: [earlier({ diffDigest: "other" })] },
    "approved 1a2b3c4 by review, but the diff changed since: needs to approve 5d6e7f8",
  ],
  [
    "the risk has risen",
    { heads: [earlier({ level: "low" })] },
    "approved 1a2b3c4 by review, but the risk rose from low to medium since: needs to approve 5d6e7f8",
  ],
  [
    "the policy keeps none",
    { policy: { ...asksOne, approvers: { keepApprovals: "never" } } },
    "approved 1a2b3c4 by review, but the policy keeps no approval over a push: needs to approve 5d6e7f8",
  ],
  ["the commit was never decided", { heads: [] }, unknown],
  ["only the head of now was decided", { heads: [earlier({ headSha })] }, unknown],
  ["the diff was not known then", { heads: [earlier({ diffDigest: null })] }, unknown],
  [
    "the diff is not known now",
    { facts: { files: [fileChange("src/app.ts", { additions: 40 })] } },
    unknown,
  ],
  [
    "neither diff is known",
    {
      heads: [earlier({ diffDigest: null })],
      facts: { files: [fileChange("src/app.ts", { additions: 40 })] },
    },
    unknown,
  ],
  [
    "GitHub lists only a part of the files",
    {
      heads: [earlier({ level: "critical" })],
      facts: { totals: { files: 2, additions: 40, deletions: 0, commits: 1 } },
    },
    unknown,
  ],
  [
    "the commit is gone",
    { reviews: [reviewBy(bob, { commitSha: null })] },
    "approved a commit that GitHub no longer has by review, but it is not known whether the diff is the same since: needs to approve 5d6e7f8",
  ],
  [
    "who gave it has pushed the rebased branch",
    { lastPusher: bob },
    "pushed last: someone else has to approve",
  ],
  [
    "who gave it asked for changes later",
    {
      reviews: [
        reviewBy(bob, { commitSha: earlierSha }),
        reviewBy(bob, { commitSha: earlierSha, state: "changes-requested" }),
      ],
    },
    "asked for changes on 1a2b3c4 by review, and has not approved 5d6e7f8 since",
  ],
])("it does not when %s", (_name, story, refusal) => {
  const { verdict, policies } = decide(story);
  expect(verdict).toBe("waiting");
  expect(policies[0]?.approvals).toEqual([
    expect.objectContaining({ counts: false, isKept: false, refusal }),
  ]);
});

test("who gave it must still be eligible", () => {
  const { verdict } = decide({ eligibility: { permissions: { bob: "read" }, teams: {} } });
  expect(verdict).toBe("waiting");
});

test("a commit that is the head again is approved as the head", () => {
  const { verdict, policies } = decide({
    headSha: earlierSha,
    heads: [earlier({ level: "low" }), earlier({ headSha, diffDigest: "other" })],
  });
  expect(verdict).toBe("approved");
  expect(policies[0]?.approvals).toMatchObject([{ counts: true, isKept: false }]);
});

test("the risk is held against that of the policies that decide", () => {
  const observing = {
    mode: "observe",
    risk: { rules: [{ name: "r", when: { files: ["**"] }, atLeast: "high" }] },
    ...asksOne,
  };
  const { policies } = decide({
    policies: [policySource(observing, "organisation"), policySource(asksOne)],
  });
  expect(policies.map(({ approvals }) => approvals.map(({ isKept }) => isKept))).toEqual([
    [true],
    [true],
  ]);
});

describe("what GitHub is asked", () => {
  test.each<[string, Story, readonly string[]]>([
    ["about an approver of the identical diff", {}, ["bob"]],
    ["not when the diff is another", { heads: [earlier({ diffDigest: "other" })] }, []],
    ["not when the commit was never decided", { heads: [] }, []],
    [
      "not when the policy keeps no approval",
      { policy: { ...asksOne, approvers: { keepApprovals: "never" } } },
      [],
    ],
    [
      "about each approver that may count",
      { reviews: [reviewBy(bob, { commitSha: earlierSha }), reviewBy(carol), reviewBy(alice)] },
      ["alice", "bob", "carol"],
    ],
  ])("%s", (_name, story, asked) => {
    expect(eligibilityQuestions(observe(story)).permissions).toEqual(asked);
  });
});
