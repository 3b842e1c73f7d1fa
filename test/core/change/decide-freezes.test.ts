import { describe, expect, test } from "@jest/globals";
import type { ChangeDecision } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { ChangeFacts } from "#core/change/facts.ts";
import { bob, fileChange } from "../../support/facts.ts";
import { now, observedChange, reviewBy } from "../../support/observed-change.ts";
import { policySource } from "../../support/policy.ts";

type Situation = NonNullable<Parameters<typeof observedChange>[0]>;

const day = { name: "day", from: "2026-11-20T08:00", to: "2026-11-20T18:00" };
const evening = { name: "evening", from: "2026-11-20T20:00", to: "2026-11-20T22:00" };
const past = { name: "past", from: "2026-11-19T20:00", to: "2026-11-20T12:00" };

const high: Partial<ChangeFacts> = { files: [fileChange("src/a.ts", { additions: 300 })] };
const docs: Partial<ChangeFacts> = { files: [fileChange("docs/a.md")] };
const standard = [{ name: "documentation", when: { onlyFiles: ["docs/**"] } }];
const frozenBy = (...freezes: readonly object[]) => ({ policies: [policySource({ freezes })] });

function decide(situation: Situation): ChangeDecision {
  const eligibility = { permissions: { bob: "write" }, teams: {} } as const;
  const decision = decideChange(observedChange({ eligibility, ...situation }), now);
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  return decision;
}

/** The verdict, the freezes that hold, and when to decide again. */
function outcomeOf(situation: Situation): string {
  const { verdict, reasons, decideAgainAt } = decide(situation);
  const holding = reasons.flatMap(
    ({ kind, missing, origin }) =>
      (kind === "freeze" && `${origin}: ${/"(.*)"/.exec(missing)?.[1]}`) || [],
  );
  return [verdict, ...holding, decideAgainAt?.slice(5, 16) ?? "never"].join(", ");
}

describe("a freeze", () => {
  test.each<[string, Situation, string]>([
    ["holds while it is in force", frozenBy(day), "waiting, repository: day, 11-20T18:00"],
    ["holds nothing before it begins", frozenBy(evening), "approved, 11-20T20:00"],
    ["holds nothing once it has ended", frozenBy(past), "approved, never"],
    [
      "is followed by the next change",
      frozenBy(past, evening, day),
      "waiting, repository: day, 11-20T18:00",
    ],
    [
      "holds whatever the approvals",
      {
        policies: [policySource({ freezes: [day], approvals: { high: [{ from: ["write"] }] } })],
        facts: high,
        reviews: [reviewBy(bob)],
      },
      "waiting, repository: day, 11-20T18:00",
    ],
    [
      "of the branch",
      frozenBy({ ...day, branches: ["ma*"] }),
      "waiting, repository: day, 11-20T18:00",
    ],
    ["of another branch", frozenBy({ ...day, branches: ["release/*"] }), "approved, never"],
    ["of environments only", frozenBy({ ...day, environments: ["production"] }), "approved, never"],
    [
      "of branches and environments",
      frozenBy({ ...day, branches: ["main"], environments: ["production"] }),
      "waiting, repository: day, 11-20T18:00",
    ],
  ])("%s", (_name, situation, expected) => {
    expect(outcomeOf(situation)).toBe(expected);
  });
});

describe("what a freeze allows", () => {
  const allowing = (allow: object, policy: object = {}) => ({
    policies: [policySource({ ...policy, freezes: [{ ...day, allow }] })],
  });
  const held = "waiting, repository: day, 11-20T18:00";
  const passes = "approved, 11-20T18:00";
  test.each<[string, Situation, string]>([
    ["a type", { ...allowing({ types: ["standard"] }, { standard }), facts: docs }, passes],
    ["not another type", allowing({ types: ["standard"] }, { standard }), held],
    ["a level", allowing({ maxRisk: "low" }), passes],
    ["not a higher level", { ...allowing({ maxRisk: "medium" }), facts: high }, held],
    ["both parts, both given", allowing({ types: ["normal"], maxRisk: "low" }), passes],
    ["not one of both parts", allowing({ types: ["emergency"], maxRisk: "low" }), held],
    [
      "nothing because another policy calls the change normal",
      {
        policies: [
          policySource({ approvals: { high: [{ from: ["write"] }] } }, "organisation"),
          policySource({ standard, freezes: [{ ...day, allow: { types: ["normal"] } }] }),
        ],
        facts: docs,
      },
      held,
    ],
  ])("%s", (_name, situation, expected) => {
    expect(outcomeOf(situation)).toBe(expected);
  });
});

describe("freezes of two policies", () => {
  test.each<[string, Situation, string]>([
    [
      "hold both, until the first change",
      {
        policies: [
          policySource({ freezes: [{ ...day, to: "2026-11-20T16:00" }] }, "organisation"),
          policySource({ freezes: [day, evening] }),
        ],
      },
      "waiting, organisation: day, repository: day, 11-20T16:00",
    ],
    [
      "hold though only one is in force",
      { policies: [policySource({}, "organisation"), policySource({ freezes: [day] })] },
      "waiting, repository: day, 11-20T18:00",
    ],
    [
      "hold nothing where only the observing one is in force, but are looked at again",
      {
        policies: [
          policySource({}, "organisation"),
          policySource({ mode: "observe", freezes: [day] }),
        ],
      },
      "approved, 11-20T18:00",
    ],
    [
      "say what they would hold where both observe",
      { policies: [policySource({ mode: "observe", freezes: [day] })] },
      "waiting, repository: day, 11-20T18:00",
    ],
  ])("%s", (_name, situation, expected) => {
    expect(outcomeOf(situation)).toBe(expected);
  });
});
