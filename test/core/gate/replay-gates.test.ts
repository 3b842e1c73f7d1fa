import { describe, expect, test } from "@jest/globals";
import { recordGate } from "#core/gate/gate-record.ts";
import type { ObservedGate } from "#core/gate/observed-gate.ts";
import { replayGates } from "#core/gate/replay-gates.ts";
import { auditFreeze, closedWindow, decidedGate, openWindow } from "../../support/decided-gate.ts";
import {
  compared,
  gateNow,
  gateSha,
  hourMs,
  observedGate,
  unapprovedChange,
} from "../../support/observed-gate.ts";
import { policyOf } from "../../support/policy.ts";

function recordOf(situation: Partial<ObservedGate>, hoursLater = 0) {
  const decision = decidedGate(situation);
  return recordGate(observedGate(situation), decision, gateNow + hoursLater * hourMs);
}

const released = recordOf({});
const rollback = recordOf(
  {
    sha: "0".repeat(40),
    baseline: compared("behind", { sha: gateSha }),
    added: [],
    successes: [{ environment: "production", component: null, atMs: 0 }],
  },
  1,
);
const waiting = recordOf({ added: [unapprovedChange(1)] });

function policyFor(rule: object, policy: object = {}) {
  return policyOf({ environments: { production: rule }, ...policy });
}

/** What is held, by kind of reason; marked where it was rolled back later. */
function heldOf(...args: Parameters<typeof replayGates>): readonly string[] {
  return replayGates(...args).held.map(({ deployment, reasons, rolledBack }) =>
    [deployment, ...reasons.map(({ kind }) => kind), ...(rolledBack ? ["rolled back"] : [])].join(),
  );
}

describe("a replay of released gates", () => {
  test.each<[string, Parameters<typeof replayGates>, readonly string[]]>([
    ["holds nothing under the policy of then", [[released], policyFor({})], []],
    [
      "holds what a new window would have",
      [[released], policyFor(closedWindow)],
      ["forward,window"],
    ],
    [
      "knows what was rolled back later",
      [[released, rollback], policyFor(closedWindow)],
      ["forward,window,rolled back"],
    ],
    [
      "asks of the moment of the release",
      [[recordOf({}, 7)], policyFor(openWindow)],
      ["forward,window"],
    ],
    [
      "holds rollbacks too, where the policy would",
      [[rollback], policyFor({ ...closedWindow, rollback: "hold" })],
      ["rollback,window"],
    ],
    [
      "adds freezes of the policy",
      [[released], policyOf({ freezes: [auditFreeze] })],
      ["forward,freeze"],
    ],
    [
      "counts what a policy only observes",
      [[released], policyFor(closedWindow, { mode: "observe" })],
      ["forward,window"],
    ],
    ["leaves out gates that were not released", [[waiting], policyFor(closedWindow)], []],
  ])("%s", (_name, args, expected) => {
    expect(heldOf(...args)).toEqual(expected);
  });

  test("counts what it replayed, and what was rolled back", () => {
    const replay = replayGates([released, waiting, rollback], policyFor({}));
    expect(replay).toMatchObject({ replayed: 2, rolledBack: 1, held: [] });
  });

  test.each<[string, Partial<ObservedGate>]>([
    ["elsewhere", { environment: "staging" }],
    ["of another component", { component: "api" }],
    ["in another repository", { repository: { owner: "acme", name: "web" } }],
  ])("a rollback %s is none of this gate's", (_name, facts) => {
    const successes = [{ environment: "staging", component: null, atMs: 0 }];
    const other = {
      ...rollback,
      facts: {
        ...rollback.facts,
        ...facts,
        successes: [...rollback.facts.successes, ...successes],
      },
    };
    expect(replayGates([released, other], policyFor({})).rolledBack).toBe(0);
  });
});
