import { describe, expect, test } from "@jest/globals";
import { decideGate } from "#core/gate/decide-gate.ts";
import { GateRecord, recordGate } from "#core/gate/gate-record.ts";
import type { ObservedGate } from "#core/gate/observed-gate.ts";
import {
  adHocFreeze,
  closedWindow,
  decidedGate,
  gateEligibility,
  production,
} from "../../support/decided-gate.ts";
import { carol, dave } from "../../support/observed-change.ts";
import {
  baselineSha,
  compared,
  directPush,
  gateChange,
  gateNow,
  observedGate,
  overrideBy,
  releasedBy,
  unapprovedChange,
} from "../../support/observed-gate.ts";

function recordOf(situation: Partial<ObservedGate>): GateRecord {
  const observed = observedGate({ eligibility: gateEligibility, ...situation });
  return recordGate(observed, decidedGate(situation), gateNow);
}

const push = directPush("badc0de");

describe("a record, read from JSON", () => {
  test.each<[string, Partial<ObservedGate>]>([
    ["of a released gate", { approvals: [releasedBy(carol)] }],
    [
      "of one that waits for everything",
      {
        ...production(closedWindow),
        added: [unapprovedChange(1), push],
        adHocFreezes: [adHocFreeze],
      },
    ],
    ["of an overridden push", { added: [push], overrides: [overrideBy(dave, push)] }],
    [
      "of a first deployment",
      { baseline: { kind: "none" }, wayIn: { kind: "gate-api", id: "g1" } },
    ],
    [
      "where the baseline is gone",
      {
        baseline: { kind: "gone", sha: baselineSha },
        wayIn: { kind: "api-deployment", deploymentId: 7 },
      },
    ],
    [
      "of a rollback",
      {
        baseline: compared("behind"),
        removed: [gateChange(3)],
        successes: [{ environment: "production", component: null, atMs: 0 }],
      },
    ],
    [
      "of an overtaken gate",
      {
        newerGates: [
          { sha: baselineSha, requestedAtMs: gateNow, wayIn: { kind: "gate-api", id: "g2" } },
        ],
      },
    ],
  ])("%s is decided as it was", (_name, situation) => {
    const record = GateRecord.parse(JSON.parse(JSON.stringify(recordOf(situation))));
    const { policies } = observedGate(situation);
    const again = decideGate({ ...record.facts, policies }, record.decidedAtMs);
    expect(again).toMatchObject({ state: record.state });
    expect(again).toEqual(decidedGate(situation));
  });
});

test("what nobody needs whole is cut: a component then counts the change, whatever it touches", () => {
  const paths = Array.from({ length: 301 }, (_, index) => `web/${index}.ts`);
  const record = recordOf({
    ...production({ component: { paths: ["services/api/**"] } }),
    added: [gateChange(1, { verdict: "waiting" }, paths)],
  });
  const [change] = record.facts.added;
  expect(change?.change).toMatchObject({ pullRequest: { paths: null } });
  expect(record.state).toBe("released");
});
