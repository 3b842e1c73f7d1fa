import { describe, expect, test } from "@jest/globals";
import { decideChange } from "#core/change/decide-change.ts";
import type { RecordedFacts } from "#core/change/recorded-facts.ts";
import type { GivenCommand } from "#core/command/given-command.ts";
import {
  commandBy,
  emergency,
  hold,
  override,
  recordedCommands,
  reject,
} from "../../support/commands.ts";
import {
  approvals,
  decide,
  docs,
  given,
  onEmergency,
  outcomeOf,
  type Situation,
  shop,
} from "../../support/decided-change.ts";
import { bob } from "../../support/facts.ts";
import { carol, dave, erin, now, observedChange, reviewBy } from "../../support/observed-change.ts";
import { policySource } from "../../support/policy.ts";

const waiting = "normal, medium: waiting, approvals";
const approved = "normal, medium: approved";

const hourMs = 3_600_000;
const inAnHour = new Date(now + hourMs).toISOString();

describe("an ad hoc freeze", () => {
  const freeze = { target: "main", fromMs: now - 1, untilMs: now + hourMs, reason: "x", by: erin };
  const frozen = (change: object, ...commands: readonly GivenCommand[]): Situation => ({
    recorded: recordedCommands(commands, { adHocFreezes: [{ ...freeze, ...change }] }),
    reviews: [reviewBy(bob)],
  });
  const held = "normal, medium: waiting, freeze";
  test.each<[string, Situation, string, string | null]>([
    ["holds its branch until it ends", frozen({}), held, inAnHour],
    ["holds no other branch", frozen({ target: "mai*" }), approved, null],
    ["holds nothing once it has ended", frozen({ untilMs: now }), approved, null],
    [
      "holds nothing before it begins",
      frozen({ fromMs: now + hourMs, untilMs: now + 2 * hourMs }),
      approved,
      inAnHour,
    ],
    ["lets no override pass", frozen({}, commandBy(dave, override)), held, inAnHour],
    [
      "lets no emergency pass",
      frozen({}, commandBy(carol, emergency)),
      "emergency, medium: waiting, freeze",
      inAnHour,
    ],
  ])("%s", (_name, situation, expected, again) => {
    expect(outcomeOf(situation)).toBe(expected);
    expect(decide(situation).decideAgainAt).toBe(again);
  });
});

describe("an owed review", () => {
  const holding = { ...shop, emergency: { ...onEmergency, overdue: "hold-normal" } };
  const standard = [{ name: "docs", when: { onlyFiles: ["docs/**"] } }];
  const owed = (dueMs: number, ...commands: readonly GivenCommand[]): Situation => ({
    recorded: recordedCommands(commands, {
      owedReviews: [{ number: 3, because: "emergency", dueMs, issueNumber: 5 }],
    }),
    reviews: [reviewBy(bob)],
    policies: [policySource(holding)],
  });
  const held = "normal, medium: waiting, overdue-review";
  test.each<[string, Situation, string, string | null]>([
    ["holds a normal change once it is due", owed(now), held, null],
    ["holds nothing before", owed(now + hourMs), approved, inAnHour],
    [
      "holds nothing where the policy only warns",
      { ...owed(now), policies: [policySource(shop)] },
      approved,
      null,
    ],
    [
      "holds no standard change",
      { ...owed(now), facts: docs, policies: [policySource({ ...holding, standard })] },
      "standard, low: approved",
      null,
    ],
    [
      "holds no emergency",
      owed(now, commandBy(carol, emergency)),
      "emergency, medium: approved",
      null,
    ],
    ["holds an override", owed(now, commandBy(dave, override)), held, null],
    [
      "holds what one policy calls normal, though another knows better",
      {
        ...owed(now),
        facts: docs,
        policies: [
          policySource({ emergency: holding.emergency, approvals }, "organisation"),
          policySource({ ...holding, standard }),
        ],
      },
      "normal, low: waiting, overdue-review",
      null,
    ],
    [
      "holds what a policy by itself calls normal, though another calls it standard",
      {
        ...owed(now),
        facts: docs,
        policies: [
          policySource({ emergency: holding.emergency }, "organisation"),
          policySource({ approvals, standard }),
        ],
      },
      "standard, low: waiting, overdue-review",
      null,
    ],
  ])("%s", (_name, situation, expected, again) => {
    expect(outcomeOf(situation)).toBe(expected);
    expect(decide(situation).decideAgainAt).toBe(again);
  });

  test("is a warning where nothing holds", () => {
    expect(decide({ ...owed(now), policies: [policySource(shop)] }).warnings).toEqual([
      expect.stringContaining("1 retrospective review is overdue: #3 (issue #5)."),
    ]);
    expect(decide(owed(now)).warnings).toEqual([]);
  });
});

describe("a merged change", () => {
  const merged = { state: "merged" } as const;
  const everything: Partial<RecordedFacts> = {
    adHocFreezes: [{ target: "main", fromMs: 0, untilMs: now + 1, reason: "x", by: erin }],
    owedReviews: [{ number: 3, because: "override", dueMs: 0, issueNumber: null }],
  };
  const frozen = policySource({
    ...shop,
    emergency: { ...onEmergency, overdue: "hold-normal" },
    freezes: [{ name: "day", from: "2026-11-20T08:00", to: "2026-11-20T18:00" }],
  });
  test.each<[string, Situation, string]>([
    ["is not approved by its merge", merged, waiting],
    ["is approved by whoever approves it later", { ...merged, reviews: [reviewBy(bob)] }, approved],
    [
      "is not held by what asks only when to merge",
      {
        ...merged,
        reviews: [reviewBy(bob)],
        policies: [frozen],
        recorded: recordedCommands([commandBy(carol, hold)], everything),
      },
      approved,
    ],
    [
      "can be rejected",
      { ...merged, ...given(commandBy(carol, reject)), reviews: [reviewBy(bob)] },
      "normal, medium: rejected, rejection",
    ],
    ["can be overridden", { ...merged, ...given(commandBy(dave, override)) }, approved],
  ])("%s", (_name, situation, expected) => {
    expect(outcomeOf(situation)).toBe(expected);
  });

  test("is decided by the content only where somebody asks", () => {
    const observed = observedChange({ state: "merged", policies: [policySource(shop)] });
    expect(decideChange(observed, now)).toEqual({ kind: "not-controlled", because: "not-open" });
  });
});
