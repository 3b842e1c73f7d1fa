import { expect, test } from "@jest/globals";
import { findClosedAtStart } from "#core/gate/gate-breach.ts";
import type { ObservedGate } from "#core/gate/observed-gate.ts";
import {
  adHocFreeze,
  auditFreeze,
  closedWindow,
  openWindow,
  production,
} from "../../support/decided-gate.ts";
import { gateNow, gateSha, observedGate, unapprovedChange } from "../../support/observed-gate.ts";

const frozen = { freezes: [{ ...auditFreeze, timeZone: "UTC" }] };
const newer = {
  wayIn: { kind: "protection-rule", runId: 7002, runAttempt: 1, deploymentId: 2 },
  sha: "0".repeat(40),
  requestedAtMs: gateNow,
} as const;

test.each<[string, Partial<ObservedGate>, readonly RegExp[]]>([
  ["nothing", {}, []],
  ["a window that is open", production(openWindow), []],
  ["a window that has closed", production(closedWindow), [/^the deployment window, /]],
  ["a freeze of the policy", production({}, frozen), [/^the freeze "audit" to end, /]],
  ["an ad hoc freeze", { adHocFreezes: [adHocFreeze] }, [/^the freeze by @carol to end, /]],
  [
    "a freeze, though something newer was asked for since",
    { adHocFreezes: [adHocFreeze], newerGates: [newer] },
    [/^the freeze by @carol/],
  ],
  ["no approval that was taken back since", { added: [unapprovedChange(12)] }, []],
  ["no freeze where the policy only observes", production({}, { ...frozen, mode: "observe" }), []],
])("a released deployment that starts now would wait for %s", (_name, situation, expected) => {
  const closed = findClosedAtStart(observedGate({ sha: gateSha, ...situation }), gateNow);
  expect(closed).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
});
