import { describe, expect, test } from "@jest/globals";
import { windowStateAt } from "#core/calendar/window-state.ts";
import { decideGate } from "#core/gate/decide-gate.ts";
import { findDeploymentKind } from "#core/gate/deployment-kind.ts";
import { isEmergency } from "#core/gate/deployment-times.ts";
import type { GateState } from "#core/gate/gate-answer.ts";
import type { Baseline, ObservedGate } from "#core/gate/observed-gate.ts";
import { isApproved } from "#core/gate/unapproved-changes.ts";
import {
  adHocFreeze,
  auditFreeze,
  closedWindow,
  gateEligibility,
  openWindow,
} from "../../support/decided-gate.ts";
import { bob } from "../../support/facts.ts";
import { fc } from "../../support/fast-check.ts";
import { carol, dave } from "../../support/observed-change.ts";
import {
  compared,
  directPush,
  gateChange,
  gateNow,
  gateSha,
  hourMs,
  observedGate,
  overrideBy,
  releasedBy,
} from "../../support/observed-gate.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

const change = fc.oneof(
  fc
    .record({
      number: fc.integer({ min: 1, max: 99 }),
      verdict: fc.constantFrom("approved", "approved", "waiting", "rejected"),
      type: fc.constantFrom("standard", "normal", "emergency"),
      level: fc.constantFrom("low", "critical"),
    })
    .map(({ number, ...decision }) => gateChange(number, decision)),
  fc.constant(directPush("badc0de")),
);

const rule = fc
  .record({
    times: fc.constantFrom({}, {}, openWindow, closedWindow),
    approvals: fc.constantFrom([], [{ from: ["@acme/releng"] }], [{ from: ["write"], count: 2 }]),
    after: fc.constantFrom(null, { environment: "staging", soak: "2h" }),
    rollback: fc.constantFrom("release", "hold"),
    firstDeployment: fc.constantFrom("hold", "accept"),
  })
  .map(({ times, after, ...others }) => ({ ...others, ...times, ...(after && { after }) }));

const policyFile = fc.record({
  environments: fc.dictionary(fc.constantFrom("production", "prod*", "staging"), rule),
  freezes: fc.constantFrom(
    [],
    [],
    [auditFreeze],
    [{ ...auditFreeze, allow: { types: ["emergency"] } }],
  ),
});

const policies = fc
  .tuple(policyFile, policyFile, fc.boolean())
  .map(([organisation, repository, both]) =>
    both
      ? [policySource(organisation, "organisation"), policySource(repository)]
      : [policySource(repository)],
  );

const baseline = fc.constantFrom<Baseline>(
  { kind: "none" },
  compared("ahead"),
  compared("ahead"),
  compared("ahead", { added: { collected: 1, total: 2 } }),
  compared("behind"),
  compared("diverged"),
  compared("identical"),
);

const success = fc.record({
  environment: fc.constantFrom("production", "staging"),
  component: fc.constant(null),
  atMs: fc.constantFrom(gateNow - hourMs, gateNow - 3 * hourMs),
});

const gate = fc
  .record({
    policies,
    baseline,
    added: fc.array(change, { maxLength: 4 }),
    removed: fc.array(change, { maxLength: 2 }),
    successes: fc.array(success, { maxLength: 2 }),
    approvals: fc.subarray([bob, carol, dave]).map((people) => people.map((by) => releasedBy(by))),
    overrides: fc.constantFrom([], [overrideBy(dave, directPush("badc0de"))]),
    adHocFreezes: fc.constantFrom([], [], [], [adHocFreeze]),
  })
  .map((facts) => observedGate({ ...facts, eligibility: gateEligibility }));

function stateOf(observed: ObservedGate): GateState {
  const decision = decideGate(observed, gateNow);
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  return decision.state;
}

/** What was held before is not released by what is added. */
function neverReleases(add: (observed: ObservedGate) => ObservedGate): void {
  fc.assert(
    fc.property(gate, (observed) => {
      if (stateOf(observed) === "released") return;
      expect(stateOf(add(observed))).not.toBe("released");
    }),
    { numRuns: 200 },
  );
}

describe("what never releases a gate", () => {
  test("another policy that enforces, where one names the environment already", () => {
    fc.assert(
      fc.property(gate, policyFile, rule, (observed, file, production) => {
        const named = { ...file, environments: { ...file.environments, production } };
        const before = { ...observed, policies: [policySource(named)] };
        if (stateOf(before) === "released") return;
        for (const added of [file, named]) {
          const policies = [policySource(added, "organisation"), ...before.policies];
          expect(stateOf({ ...before, policies })).not.toBe("released");
        }
      }),
      { numRuns: 200 },
    );
  });

  test("a policy that can't be read", () => {
    neverReleases((observed) => ({
      ...observed,
      policies: [invalidPolicySource([], "organisation"), ...observed.policies],
    }));
  });

  test("an ad hoc freeze", () => {
    neverReleases((observed) => ({ ...observed, adHocFreezes: [adHocFreeze] }));
  });

  test("a newer gate", () => {
    const newer = {
      sha: "0".repeat(40),
      requestedAtMs: gateNow,
      wayIn: { kind: "gate-api", id: "g2" },
    } as const;
    neverReleases((observed) => ({ ...observed, newerGates: [newer] }));
  });

  test("another change that nobody approved", () => {
    neverReleases((observed) => ({
      ...observed,
      added: [...observed.added, gateChange(100, { verdict: "waiting" })],
    }));
  });
});

test("another approval never holds a gate", () => {
  fc.assert(
    fc.property(gate, fc.constantFrom(bob, carol, dave), (observed, by) => {
      if (stateOf(observed) !== "released") return;
      const more = { ...observed, approvals: [...observed.approvals, releasedBy(by, gateSha)] };
      expect(stateOf(more)).toBe("released");
    }),
    { numRuns: 200 },
  );
});

test("what is released was approved or answered for, lies in every window and in no freeze; or goes back to what ran there", () => {
  fc.assert(
    fc.property(gate, (observed) => {
      if (stateOf(observed) !== "released") return;
      const kind = findDeploymentKind(observed);
      const ranHere = kind === "rollback" || kind === "redeploy";
      const isCovered = (one: ObservedGate["added"][number]) =>
        isApproved(one) || (observed.overrides.length > 0 && one.change.kind === "direct-push");
      if (!ranHere) expect(observed.added.every(isCovered)).toBe(true);
      expect(observed.adHocFreezes).toEqual([]);
      for (const { content } of observed.policies) {
        if (content.kind === "invalid") throw new Error("released by an invalid policy");
        const { environments, freezes } = content.policy;
        expect(freezes.every(({ allow }) => allow !== undefined)).toBe(true);
        if (kind === "rollback" || isEmergency(observed.added)) continue;
        for (const [name, { windows }] of Object.entries(environments)) {
          if (name === "staging" || windows === undefined) continue;
          expect(windowStateAt(windows, gateNow).kind).toBe("open");
        }
      }
    }),
    { numRuns: 400 },
  );
});

test("the order of changes, approvals and earlier successes is of no account", () => {
  fc.assert(
    fc.property(gate, (observed) => {
      const turned = {
        ...observed,
        added: observed.added.toReversed(),
        removed: observed.removed.toReversed(),
        approvals: observed.approvals.toReversed(),
        successes: observed.successes.toReversed(),
      };
      expect(stateOf(turned)).toBe(stateOf(observed));
    }),
  );
});

test("a gate that waits for nothing but time is released when the time has come, or waits for something new", () => {
  fc.assert(
    fc.property(gate, (observed) => {
      const decision = decideGate(observed, gateNow);
      if (decision.kind !== "decided" || decision.decideAgainAt === null) return;
      const again = Date.parse(decision.decideAgainAt);
      expect(again).toBeGreaterThan(gateNow);
      const before = decideGate(observed, again - 1);
      if (before.kind === "decided") expect(before.state).toBe(decision.state);
    }),
  );
});
