import { describe, expect, test } from "@jest/globals";
import {
  adHocFreeze,
  auditFreeze,
  closedWindow,
  decidedGate,
  type GateSituation,
  gateOutcome,
  openWindow,
  production,
} from "../../support/decided-gate.ts";
import { carol, dave } from "../../support/observed-change.ts";
import {
  compared,
  directPush,
  gateChange,
  gateNow,
  gateSha,
  hourMs,
  overrideBy,
  releasedBy,
  unapprovedChange,
} from "../../support/observed-gate.ts";
import { policySource } from "../../support/policy.ts";

type Row = [name: string, situation: GateSituation, outcome: string];

const push = directPush("badc0de");

describe("windows", () => {
  test.each<Row>([
    ["open", production(openWindow), "released"],
    ["closed", production(closedWindow), "waiting, window"],
    [
      "closed, for an approved emergency alone",
      { ...production(closedWindow), added: [gateChange(1, { type: "emergency" })] },
      "released",
    ],
    [
      "closed, for an emergency with something else along",
      { ...production(closedWindow), added: [gateChange(1, { type: "emergency" }), gateChange(2)] },
      "waiting, window",
    ],
    [
      "closed, for an emergency that nobody approved",
      {
        ...production(closedWindow),
        added: [gateChange(1, { type: "emergency", verdict: "waiting" })],
      },
      "waiting, change, window",
    ],
    [
      "closed, for an emergency that takes others away",
      {
        ...production(closedWindow),
        baseline: compared("diverged"),
        added: [gateChange(1, { type: "emergency" })],
      },
      "waiting, window",
    ],
    [
      "of two policies, one closed",
      {
        policies: [
          policySource({ environments: { production: openWindow } }, "organisation"),
          policySource({ environments: { production: closedWindow } }),
        ],
      },
      "waiting, window",
    ],
  ])("%s", (_name, situation, outcome) => {
    expect(gateOutcome(situation)).toBe(outcome);
  });
});

describe("freezes", () => {
  const frozen = (overrides: object = {}) => ({
    policies: [policySource({ freezes: [{ ...auditFreeze, ...overrides }] })],
  });
  test.each<Row>([
    ["of everything", frozen(), "waiting, freeze"],
    ["of the environment", frozen({ environments: ["prod*"] }), "waiting, freeze"],
    ["of another environment", frozen({ environments: ["staging"] }), "released"],
    ["of branches only", frozen({ branches: ["main"] }), "released"],
    ["that is over", frozen({ to: "2026-11-19T12:00" }), "released"],
    [
      "that lets the type pass",
      {
        ...frozen({ allow: { types: ["emergency"] } }),
        added: [gateChange(1, { type: "emergency" })],
      },
      "released",
    ],
    [
      "that lets not every change pass",
      {
        ...frozen({ allow: { types: ["emergency"] } }),
        added: [gateChange(1, { type: "emergency" }), gateChange(2)],
      },
      "waiting, freeze",
    ],
    [
      "that lets the risk pass",
      { ...frozen({ allow: { maxRisk: "low" } }), added: [gateChange(1)] },
      "released",
    ],
    [
      "that does not let the risk pass",
      { ...frozen({ allow: { maxRisk: "low" } }), added: [gateChange(1, { level: "medium" })] },
      "waiting, freeze",
    ],
    [
      "that never lets a direct push pass",
      {
        ...frozen({ allow: { types: ["normal"] } }),
        added: [push],
        overrides: [overrideBy(dave, push)],
      },
      "waiting, freeze",
    ],
    [
      "that lets no unknown set pass",
      {
        ...frozen({ allow: { types: ["normal"] } }),
        baseline: { kind: "none" },
        added: [],
        approvals: [releasedBy(carol)],
      },
      "waiting, freeze",
    ],
    [
      "that asks of what is taken away too",
      {
        ...frozen({ allow: { types: ["emergency"] } }),
        baseline: compared("diverged"),
        added: [gateChange(1, { type: "emergency" })],
        removed: [gateChange(2)],
      },
      "waiting, freeze",
    ],
    [
      "that lets a redeploy of nothing wait",
      {
        ...frozen({ allow: { types: ["emergency"] } }),
        baseline: compared("identical"),
        added: [],
      },
      "waiting, freeze",
    ],
    ["ad hoc", { adHocFreezes: [adHocFreeze] }, "waiting, freeze"],
    [
      "ad hoc, whatever the letters",
      { adHocFreezes: [{ ...adHocFreeze, target: "PRODUCTION" }] },
      "waiting, freeze",
    ],
    [
      "ad hoc, of another environment or a branch",
      { adHocFreezes: [{ ...adHocFreeze, target: "main" }] },
      "released",
    ],
    ["ad hoc, that is over", { adHocFreezes: [{ ...adHocFreeze, untilMs: gateNow }] }, "released"],
    [
      "ad hoc, that holds emergencies too",
      { adHocFreezes: [adHocFreeze], added: [gateChange(1, { type: "emergency" })] },
      "waiting, freeze",
    ],
  ])("%s", (_name, situation, outcome) => {
    expect(gateOutcome(situation)).toBe(outcome);
  });
});

describe("after another environment", () => {
  const after = production({ after: { environment: "staging", soak: "2h" } });
  const success = { environment: "staging", component: null, atMs: gateNow - 2 * hourMs };
  test.each<Row>([
    ["the commit has not succeeded there", after, "waiting, after"],
    ["it has, long enough ago", { ...after, successes: [success] }, "released"],
    [
      "it has, but not long enough ago",
      { ...after, successes: [{ ...success, atMs: success.atMs + 1 }] },
      "waiting, after",
    ],
    [
      "the first success counts",
      { ...after, successes: [{ ...success, atMs: gateNow }, success] },
      "released",
    ],
    [
      "without a soak time",
      {
        ...production({ after: { environment: "staging" } }),
        successes: [{ ...success, atMs: gateNow }],
      },
      "released",
    ],
    [
      "a success elsewhere does not count",
      { ...after, successes: [{ ...success, environment: "test" }] },
      "waiting, after",
    ],
    [
      "nor one of another component",
      { ...after, successes: [{ ...success, component: "api" }] },
      "waiting, after",
    ],
    [
      "nor for an emergency is it left out",
      { ...after, added: [gateChange(1, { type: "emergency" })] },
      "waiting, after",
    ],
  ])("%s", (_name, situation, outcome) => {
    expect(gateOutcome(situation)).toBe(outcome);
  });
});

describe("newer gates and time", () => {
  const newer = (sha: string, minutesAgo: number, runAttempt = 1, runId = 7001) => ({
    sha,
    requestedAtMs: gateNow - minutesAgo * 60_000,
    wayIn: { kind: "protection-rule", runId, runAttempt, deploymentId: 2 } as const,
  });
  const other = "feedbee".padEnd(40, "0");
  test.each<Row>([
    ["another commit overtakes", { newerGates: [newer(other, 59)] }, "superseded, superseded"],
    [
      "and after an hour it is rejected",
      { newerGates: [newer(other, 60)] },
      "rejected, superseded",
    ],
    [
      "the first that overtook begins the hour",
      { newerGates: [newer(other, 1), newer(other, 60)] },
      "rejected, superseded",
    ],
    [
      "overtakes though changes are missing",
      { added: [unapprovedChange(1)], newerGates: [newer(other, 1)] },
      "superseded, superseded",
    ],
    [
      "what waits elsewhere than at GitHub stays overtaken",
      { newerGates: [newer(other, 60)], wayIn: { kind: "gate-api", id: "g1" } },
      "superseded, superseded",
    ],
    ["a second job of the run does not overtake", { newerGates: [newer(gateSha, 1)] }, "released"],
    [
      "a later attempt of the run does",
      { newerGates: [newer(gateSha, 1, 2)] },
      "superseded, superseded",
    ],
    [
      "another pipeline with the same commit does not",
      { newerGates: [newer(gateSha, 1, 2, 7002)] },
      "released",
    ],
    [
      "waits for 29 days",
      { requestedAtMs: gateNow - 29 * 24 * hourMs + 1, added: [unapprovedChange(1)] },
      "waiting, change",
    ],
    ["and not longer", { requestedAtMs: gateNow - 29 * 24 * hourMs }, "expired, expired"],
    [
      "expired, though overtaken",
      { requestedAtMs: gateNow - 29 * 24 * hourMs, newerGates: [newer(other, 1)] },
      "expired, expired",
    ],
  ])("%s", (_name, situation, outcome) => {
    expect(gateOutcome(situation)).toBe(outcome);
  });
});

describe("when to decide again", () => {
  const expiry = "2026-12-18T11:00:00.000Z";
  test.each<Row>([
    ["released: never", {}, "never"],
    ["waiting for people: at its expiry", { added: [unapprovedChange(1)] }, expiry],
    ["when the window opens", production(closedWindow), "2026-11-23T09:00:00.000Z"],
    [
      "when the first of several ends",
      { ...production(closedWindow, { freezes: [auditFreeze] }), adHocFreezes: [adHocFreeze] },
      "2026-11-19T13:00:00.000Z",
    ],
    [
      "when it has soaked",
      {
        ...production({ after: { environment: "staging", soak: "2h" } }),
        successes: [{ environment: "staging", component: null, atMs: gateNow }],
      },
      "2026-11-19T14:00:00.000Z",
    ],
    [
      "overtaken: when it is rejected",
      {
        newerGates: [
          { sha: "0".repeat(40), requestedAtMs: gateNow, wayIn: { kind: "gate-api", id: "g2" } },
        ],
      },
      "2026-11-19T13:00:00.000Z",
    ],
    ["expired: never", { requestedAtMs: 0 }, "never"],
  ])("%s", (_name, situation, moment) => {
    expect(decidedGate(situation).decideAgainAt ?? "never").toBe(moment);
  });
});
