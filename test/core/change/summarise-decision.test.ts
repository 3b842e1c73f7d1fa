import { describe, expect, test } from "@jest/globals";
import { decideChange } from "#core/change/decide-change.ts";
import { summariseDecision } from "#core/change/summarise-decision.ts";
import { digestJson } from "#core/ledger/entry.ts";
import { jsonProblem } from "#core/ledger/json.ts";
import {
  approve,
  commandBy,
  hold,
  override,
  recordedCommands,
  reject,
  setRisk,
} from "../../support/commands.ts";
import { bob, fileChange } from "../../support/facts.ts";
import {
  baseSha,
  carol,
  codeOwnersFile,
  dave,
  earlierSha,
  erin,
  headSha,
  now,
  observedChange,
  reviewBy,
} from "../../support/observed-change.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

type Situation = NonNullable<Parameters<typeof observedChange>[0]>;

const asks = policySource({ approvals: { medium: [{ name: "peer", from: ["write"] }] } });
const facts = { files: [fileChange("src/a.ts", { additions: 60 })] };
const eligibility = { permissions: { bob: "write" }, teams: {} } as const;

function summarise(situation: Situation) {
  const observed = observedChange({ policies: [asks], facts, eligibility, ...situation });
  const decision = decideChange(observed, now);
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  return summariseDecision(observed, decision);
}

test("an entry says what was decided, why, by which policy, and who approved which commit", () => {
  expect(summarise({ reviews: [reviewBy(bob)] })).toEqual({
    verdict: "approved",
    mode: "enforce",
    type: "normal",
    level: "medium",
    score: 24,
    head: headSha,
    diff: null,
    base: "main",
    policies: [
      {
        origin: "repository",
        repository: "acme/shop",
        blob: "d4e5f60".padEnd(40, "0"),
        mode: "enforce",
        standardRule: null,
        risk: {
          score: 24,
          level: "medium",
          factors: [{ name: "size", points: 24, observed: "60 source lines changed in 1 file" }],
          floors: [],
        },
        requirements: [
          {
            label: "peer",
            because: "medium risk",
            from: ["write"],
            count: 1,
            approvals: [{ id: 2, login: "bob", commit: headSha }],
            obstacle: null,
          },
        ],
        freezes: [],
      },
    ],
    reasons: [],
  });
});

test("where code owners are asked, an entry names the version of their file and what waits for them", () => {
  const codeOwners = codeOwnersFile("* @acme/sre");
  const byOwners = policySource({ approvals: { medium: [{ from: ["code-owners"] }] } });
  expect(summarise({ codeOwners, policies: [byOwners] })).toMatchObject({
    policies: [{ requirements: [{ from: ["code-owners"], filesToApprove: ["src/a.ts"] }] }],
    codeOwners: { path: ".github/CODEOWNERS", blob: codeOwners.blobSha },
  });
  expect(summarise({ codeOwners })).toEqual(summarise({}));
});

test("an entry names the commands that the decision rests on", () => {
  const atMs = Date.parse("2026-11-20T11:00:00Z");
  const recorded = recordedCommands([
    commandBy(bob, approve, { atMs }),
    commandBy(carol, hold, { atMs }),
    commandBy(dave, override, { atMs }),
    commandBy(erin, reject, { atMs }),
    commandBy(dave, setRisk("raise", "medium"), { atMs }),
  ]);
  const permissions = { bob: "write", dave: "admin" } as const;
  const at = "2026-11-20T11:00:00.000Z";
  expect(summarise({ recorded, eligibility: { permissions, teams: {} } })).toMatchObject({
    verdict: "rejected",
    policies: [
      {
        risk: { floors: [{ name: "raised by @dave", atLeast: "medium" }] },
        requirements: [{ approvals: [{ id: 2, login: "bob", commit: headSha, means: "command" }] }],
      },
    ],
    override: { by: { id: 4, login: "dave" }, at, reason: "the shop is down" },
    rejections: [{ by: { id: 5, login: "erin" }, at, reason: "it drops the orders table" }],
    holds: [{ by: { id: 3, login: "carol" }, at, reason: "the load test is running" }],
    reasons: [
      { origin: null, missing: "@erin to lift the rejection" },
      { origin: null, missing: "@carol to lift the hold" },
    ],
  });
});

describe("the digest", () => {
  const before = digestJson(summarise({}));
  test.each<[string, Situation, boolean]>([
    ["the same decision", {}, true],
    ["a moved base", { baseSha: baseSha.replace("9", "8") }, true],
    ["a comment", { reviews: [reviewBy(bob, { state: "commented" })] }, true],
    ["an approval", { reviews: [reviewBy(bob)] }, false],
    ["another head", { headSha: earlierSha }, false],
    ["another version of the policy", { policies: [{ ...asks, blobSha: "e".repeat(40) }] }, false],
  ])("%s", (_name, situation, same) => {
    expect(digestJson(summarise(situation)) === before).toBe(same);
  });
});

test.each<[string, Situation]>([
  ["an invalid policy", { policies: [invalidPolicySource([])] }],
  [
    "a rule's name cut in the middle of a character",
    {
      policies: [
        policySource({
          risk: { rules: [{ name: "a\uD83D", when: { files: ["**"] }, points: 5 }] },
        }),
      ],
    },
  ],
  ["a title that is half a character", { facts: { title: "\uDE00", ...facts } }],
])("%s makes an entry that JSON holds without loss", (_name, situation) => {
  expect(jsonProblem(summarise(situation), "data")).toBeNull();
});
