import { describe, expect, test } from "@jest/globals";
import type { Deployment } from "#core/gate/deployment-log.ts";
import { type FollowedGate, findDeploymentLines } from "#core/gate/find-deployment-lines.ts";
import type { GateBreach } from "#core/gate/gate-breach.ts";
import { type GateRecord, recordGate } from "#core/gate/gate-record.ts";
import type { ObservedGate } from "#core/gate/observed-gate.ts";
import { decidedGate } from "../../support/decided-gate.ts";
import {
  baselineSha,
  compared,
  directPush,
  gateChange,
  gateNow,
  gateSha,
  observedGate,
  unapprovedChange,
} from "../../support/observed-gate.ts";

function recordOf(situation: Partial<ObservedGate>): GateRecord {
  return recordGate(observedGate(situation), decidedGate(situation), gateNow);
}

/** Of the tests' own deployment, with these states one after the other. */
function deploymentWith(...states: readonly string[]): Deployment {
  const statuses = states.map((state, index) => ({ state, atMs: gateNow + index }));
  return { id: 1, sha: gateSha, environment: "production", createdAtMs: gateNow, statuses };
}

/** What each pull request is told, without the markup around it. */
function told(records: readonly GateRecord[], ...deployments: readonly Deployment[]) {
  const gates = records.map((record) => ({ record, breach: null }));
  return linesOf(gates, ...deployments);
}

function linesOf(gates: readonly FollowedGate[], ...deployments: readonly Deployment[]) {
  return findDeploymentLines(gates, deployments).map(
    ({ number, line }) => `#${number} ${line.replaceAll("*", "").replace(/^Deployment to /, "")}`,
  );
}

const released = recordOf({});
const waiting = recordOf({ added: [unapprovedChange(1)] });
const many = Array.from({ length: 60 }, (_, index) => unapprovedChange(index + 1));

describe("what a pull request is told of its deployment", () => {
  test.each<[string, GateRecord, readonly string[], string]>([
    [
      "it waits",
      waiting,
      ["waiting"],
      "#1 `production` waits for `#1` to be approved (1 approval from `@acme/sre` (reliability)). (`5d6e7f8`)",
    ],
    ["it is released", released, ["waiting"], "#12 `production` is released. (`5d6e7f8`)"],
    [
      "it has begun",
      released,
      ["waiting", "in_progress"],
      "#12 `production` is released. (`5d6e7f8`)",
    ],
    [
      "it succeeded",
      released,
      ["in_progress", "success"],
      "#12 `production` succeeded. (`5d6e7f8`)",
    ],
    [
      "it succeeded, and another did after it",
      released,
      ["success", "inactive"],
      "#12 `production` succeeded. (`5d6e7f8`)",
    ],
    [
      "it started past us",
      waiting,
      ["in_progress"],
      "#1 `production` started past its gate, which had not released it. (`5d6e7f8`)",
    ],
    [
      "it succeeded past us",
      waiting,
      ["in_progress", "success"],
      "#1 `production` succeeded past its gate, which had not released it. (`5d6e7f8`)",
    ],
    ["it failed", released, ["in_progress", "failure"], "#12 `production` failed. (`5d6e7f8`)"],
    [
      "its run was cancelled",
      waiting,
      ["waiting", "failure"],
      "#1 `production` was given up before it started. (`5d6e7f8`)",
    ],
    [
      "it expired",
      { ...waiting, state: "expired" },
      [],
      "#1 `production` has expired: nobody released it in 29 days. (`5d6e7f8`)",
    ],
    [
      "it is superseded",
      { ...waiting, state: "superseded" },
      [],
      "#1 `production` is superseded by a later one. (`5d6e7f8`)",
    ],
    [
      "it was rejected since it is superseded",
      { ...waiting, state: "rejected" },
      ["failure"],
      "#1 `production` is superseded by a later one. (`5d6e7f8`)",
    ],
  ])("%s", (_name, record, states, expected) => {
    expect(told([record], deploymentWith(...states))).toEqual([expected]);
  });

  const late = {
    because: "started-late",
    at: "2026-11-19T14:00:00.000Z",
    closed: ["the freeze to end"],
  } as const;
  const lateWords =
    "It started on 2026-11-19 14:00 UTC, when it would have waited for the freeze to end.";

  test.each<[string, GateBreach, readonly string[], string]>([
    [
      "it was released and has not started",
      { because: "not-started" },
      ["waiting"],
      "is released, and had not started an hour later. Another rule of the environment may hold it, or it has no runner.",
    ],
    ["it started after all", { because: "not-started" }, ["in_progress"], "is released."],
    ["it started in a freeze", late, ["in_progress"], `is released. ${lateWords}`],
    [
      "it started in a freeze, and succeeded",
      late,
      ["in_progress", "success"],
      `succeeded. ${lateWords}`,
    ],
    ["it started in a freeze, and failed", late, ["in_progress", "error"], `failed. ${lateWords}`],
  ])("%s", (_name, breach, states, expected) => {
    expect(linesOf([{ record: released, breach }], deploymentWith(...states))).toEqual([
      `#12 \`production\` ${expected} (\`5d6e7f8\`)`,
    ]);
  });

  test("a rollback that succeeded, by those whom it took away", () => {
    const rollback = recordOf({
      sha: "0".repeat(40),
      baseline: compared("behind", { sha: gateSha }),
      added: [],
      removed: [gateChange(12)],
      successes: [{ environment: "production", component: null, atMs: 0 }],
    });
    const before = "#12 `production` is released. (`5d6e7f8`)";
    expect(told([released, rollback], deploymentWith("waiting"))).toEqual([before]);
    expect(told([released, rollback], deploymentWith("success"))).toEqual([
      "#12 `production` was rolled back to `0000000`. (`5d6e7f8`)",
    ]);
  });

  test("by the newest gate, where it is in several", () => {
    const older = recordOf({ sha: baselineSha, added: [gateChange(12), gateChange(11)] });
    expect(told([older, released])).toEqual([
      "#12 `production` is released. (`5d6e7f8`)",
      "#11 `production` is released. (`9f8e7d6`)",
    ]);
  });

  test.each<[string, GateRecord["state"], string]>([
    ["the newest gate that was not given up", "released", "is released. (`9f8e7d6`)"],
    [
      "one that was given up, where an older gave way",
      "superseded",
      "was given up before it started. (`5d6e7f8`)",
    ],
  ])("by %s", (_name, state, expected) => {
    const wayIn = { kind: "protection-rule", runId: 7000, runAttempt: 1, deploymentId: 2 } as const;
    const older = { ...recordOf({ wayIn, sha: baselineSha, added: [unapprovedChange(1)] }), state };
    expect(told([older, waiting], deploymentWith("waiting", "failure"))).toEqual([
      `#1 \`production\` ${expected}`,
    ]);
  });

  test("of each component apart", () => {
    const component = recordOf({ component: "api" });
    expect(told([component, released])).toEqual([
      "#12 `production (api)` is released. (`5d6e7f8`)",
      "#12 `production` is released. (`5d6e7f8`)",
    ]);
  });

  test("never of a push, which has no pull request", () => {
    expect(told([recordOf({ added: [directPush("badc0de")] })])).toEqual([]);
  });

  test("in a large set only the newest 50, and without what changes often", () => {
    const lines = told([recordOf({ added: many })]);
    expect(lines).toHaveLength(50);
    expect(lines[0]).toBe("#60 `production` waits. (`5d6e7f8`)");
  });
});
