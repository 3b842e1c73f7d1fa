import { describe, expect, test } from "@jest/globals";
import type { ChangeFacts } from "#core/change/facts.ts";
import {
  approve,
  approveAsManager,
  commandBy,
  override,
  reject,
  setRisk,
} from "../../support/commands.ts";
import {
  approvals,
  decide,
  given,
  medium,
  outcomeOf,
  type Situation,
  shop,
} from "../../support/decided-change.ts";
import { alice, bob, commitBy, fileChange } from "../../support/facts.ts";
import { carol, dave, earlierSha, erin, now, reviewBy } from "../../support/observed-change.ts";
import { policySource } from "../../support/policy.ts";

const policyFile: Partial<ChangeFacts> = { files: [fileChange(".github/sluice.yml")] };
const later = { atMs: now - 1_000 };

const waiting = "normal, medium: waiting, approvals";
const approved = "normal, medium: approved";

describe("an approval by command", () => {
  test.each<[string, Situation, string]>([
    ["counts on the head", given(commandBy(bob, approve)), approved],
    [
      "does not count after a push",
      given(commandBy(bob, approve, { headSha: earlierSha })),
      waiting,
    ],
    ["does not count from the author", given(commandBy(alice, approve)), waiting],
    ["does not count from somebody who may not any more", given(commandBy(erin, approve)), waiting],
    [
      "is cancelled by a later review that asks for changes",
      {
        ...given(commandBy(bob, approve)),
        reviews: [reviewBy(bob, { state: "changes-requested", submittedAtMs: now })],
      },
      waiting,
    ],
  ])("%s", (_name, situation, expected) => {
    expect(outcomeOf(situation)).toBe(expected);
  });
});

describe("a rejection", () => {
  const rejected = commandBy(carol, reject);
  const reviews = [reviewBy(bob)];
  const isRejected = "normal, medium: rejected, rejection";
  test.each<[string, Situation, string]>([
    ["stands against every approval", { ...given(rejected), reviews }, isRejected],
    [
      "stands after a push",
      { ...given({ ...rejected, headSha: earlierSha }), reviews },
      isRejected,
    ],
    ["stands beside what is missing", given(rejected), `${isRejected}, approvals`],
    ["ends when the same person approves", given(rejected, commandBy(carol, approve)), approved],
    [
      "is lifted by a change-manager's approval",
      { ...given(rejected, commandBy(dave, approveAsManager)), reviews },
      approved,
    ],
    ["is lifted by an override", given(rejected, commandBy(dave, override)), approved],
    [
      "stands when given after an override",
      given(commandBy(dave, override), commandBy(carol, reject)),
      isRejected,
    ],
  ])("%s", (_name, situation, expected) => {
    expect(outcomeOf(situation)).toBe(expected);
  });
});

describe("the risk that people set", () => {
  const raise = commandBy(bob, setRisk("raise", "high"));
  const lower = commandBy(dave, setRisk("lower", "low"));
  const inverted = policySource({ ...shop, approvals: { ...approvals, high: [] } });
  const lowOnly = (maxRisk: string) =>
    policySource({
      ...shop,
      standard: [{ name: "small", when: { files: ["src/**"], maxRisk } }],
    });
  test.each<[string, Situation, string]>([
    [
      "a raise asks for more",
      { ...given(raise), reviews: [reviewBy(bob)] },
      "normal, high: waiting, approvals",
    ],
    [
      "a raise stays after a push",
      given({ ...raise, headSha: earlierSha }),
      "normal, high: waiting, approvals",
    ],
    [
      "a raise to where less is asked frees from nothing",
      { ...given(raise), policies: [inverted] },
      "normal, high: waiting, approvals",
    ],
    ["a lowering asks for less", given(lower), "normal, low: approved"],
    ["a lowering ends with a push", given({ ...lower, headSha: earlierSha }), waiting],
    [
      "a lowering by somebody who is no change-manager does nothing",
      given({ ...lower, by: bob }),
      waiting,
    ],
    ["a lowering by the author does nothing", given({ ...lower, by: alice }), waiting],
    [
      "a lowering by whoever wrote a commit does nothing",
      { ...given(lower), facts: { ...medium, commits: [commitBy(alice), commitBy(dave)] } },
      waiting,
    ],
    [
      "a lowering takes a change-manager under each policy",
      {
        ...given(lower),
        policies: [
          policySource({ roles: { "change-manager": ["@bob"] } }, "organisation"),
          policySource(shop),
        ],
      },
      waiting,
    ],
    [
      "a later raise cancels it",
      given(lower, { ...raise, ...later }),
      "normal, high: waiting, approvals",
    ],
    [
      "a later lowering cancels a raise",
      given(raise, { ...lower, ...later }),
      "normal, low: approved",
    ],
    [
      "a lowering makes no standard change",
      { ...given(lower), policies: [lowOnly("low")] },
      "normal, low: approved",
    ],
    [
      "a raise ends a standard change",
      { ...given(raise), policies: [lowOnly("medium")] },
      "normal, high: waiting, approvals",
    ],
    [
      "a change of the policy stays critical",
      { ...given(lower), facts: policyFile },
      "normal, critical: waiting, approvals",
    ],
    [
      "facts that are missing stay critical",
      {
        ...given(lower),
        facts: { ...medium, totals: { files: 9, additions: 60, deletions: 0, commits: 1 } },
      },
      "normal, critical: waiting, approvals",
    ],
  ])("%s", (_name, situation, expected) => {
    expect(outcomeOf(situation)).toBe(expected);
  });

  test("a raise makes no standard change, where only riskier ones are", () => {
    const standard = [{ name: "odd", when: { minRisk: "high" } }];
    const policies = [policySource({ ...shop, standard })];
    expect(decide({ ...given(raise), policies }).type).toBe("normal");
  });
});
