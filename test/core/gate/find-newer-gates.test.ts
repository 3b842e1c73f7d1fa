import { describe, expect, test } from "@jest/globals";
import { findNewerGates } from "#core/gate/find-newer-gates.ts";
import { gateNow, gateSha } from "../../support/observed-gate.ts";

type Gate = Parameters<typeof findNewerGates>[0];

const otherSha = "0".repeat(40);
const gate: Gate = {
  name: { kind: "protection-rule", runId: 7, deploymentId: 10 },
  runAttempt: 1,
  sha: gateSha,
  component: null,
  requestedAtMs: gateNow,
  releasedAtMs: null,
};
const later: Gate = {
  ...gate,
  name: { kind: "protection-rule", runId: 8, deploymentId: 11 },
  sha: otherSha,
  requestedAtMs: gateNow + 1,
};
const made: Gate = { ...later, name: { kind: "api-deployment", deploymentId: 11 } };
const asked: Gate = { ...later, name: { kind: "gate-api", id: "a" }, runAttempt: null };

/** Whether the other gate counts as newer, its deployment having had these states. */
function isNewer(other: Gate, states: readonly string[] = ["waiting"]): boolean {
  const statuses = states.map((state, index) => ({ state, atMs: gateNow + index }));
  const deployment = { id: 11, sha: otherSha, environment: "production", createdAtMs: 0, statuses };
  return findNewerGates(gate, [gate, other], [deployment]).length > 0;
}

describe("who overtakes a gate: one", () => {
  test.each<[string, boolean, boolean]>([
    ["of a later job", isNewer(later), true],
    [
      "of an earlier job that told late",
      isNewer({ ...later, name: { kind: "protection-rule", runId: 8, deploymentId: 9 } }),
      false,
    ],
    ["that the gate API opened later", isNewer(asked), true],
    ["that the gate API opened before", isNewer({ ...asked, requestedAtMs: 0 }), false],
    ["of another component", isNewer({ ...later, component: "api" }), false],
    ["of which the commit is not known", isNewer({ ...later, sha: null }), false],
  ])("%s", (_name, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe("whether a later gate still overtakes", () => {
  test.each<[string, boolean, boolean]>([
    ["its job was cancelled while it waited", isNewer(later, ["waiting", "failure"]), false],
    ["it was rejected", isNewer(later, ["waiting", "error"]), false],
    [
      "it was released, and cancelled before it started",
      isNewer({ ...later, releasedAtMs: gateNow }, ["waiting", "queued", "failure"]),
      false,
    ],
    ["its job runs", isNewer(later, ["in_progress"]), true],
    ["its job ran and failed", isNewer(later, ["in_progress", "failure"]), true],
    ["it succeeded", isNewer(later, ["success", "inactive"]), true],
    ["GitHub says nothing of it yet", isNewer(later, []), true],
    ["a tool gave its waiting deployment up", isNewer(made, ["pending", "failure"]), false],
    [
      "a tool says only that its released deployment failed",
      isNewer({ ...made, releasedAtMs: gateNow }, ["failure"]),
      true,
    ],
  ])("where %s", (_name, found, expected) => {
    expect(found).toBe(expected);
  });

  test("where GitHub does not list its deployment any more", () => {
    expect(findNewerGates(gate, [later], [])).toHaveLength(1);
  });
});
