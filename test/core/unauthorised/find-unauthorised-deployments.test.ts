import { describe, expect, test } from "@jest/globals";
import type { Deployment } from "#core/gate/deployment-log.ts";
import {
  findUnauthorisedDeployments,
  nameUnauthorisedDeployment,
} from "#core/unauthorised/find-unauthorised-deployments.ts";
import { gateSha as sha } from "../../support/observed-gate.ts";

const sinceMs = 1_000_000;
const startedAtMs = sinceMs + 60_000;

type Gates = Parameters<typeof findUnauthorisedDeployments>[1];
type Gate = Gates[number];

const job: Gate = {
  name: { kind: "protection-rule", runId: 7, deploymentId: 1 },
  sha,
  state: "waiting",
  releasedAtMs: null,
};
const made: Gate = { ...job, name: { kind: "api-deployment", deploymentId: 1 } };
const asked: Gate = { ...job, name: { kind: "gate-api", id: "a" } };

/** A gate as it was released so long after the deployment started. */
function released(gate: Gate, afterMs = -1_000): Gate {
  return { ...gate, state: "released", releasedAtMs: startedAtMs + afterMs };
}

/** What is found of one deployment to production: how its gate stood; nothing where it was let. */
function found(states: readonly string[], gates: Gates, overrides: Partial<Deployment> = {}) {
  const deployment = {
    id: 1,
    sha,
    environment: "Production",
    createdAtMs: sinceMs,
    statuses: states.map((state, index) => ({ state, atMs: startedAtMs + index })),
    ...overrides,
  };
  const past = findUnauthorisedDeployments([deployment], gates, {
    environment: "production",
    sinceMs,
  });
  return past.map(({ gate }) => gate ?? "nobody asked");
}

describe("a deployment that went ahead", () => {
  test.each<[string, ReturnType<typeof found>, readonly string[]]>([
    ["with its job's gate released", found(["in_progress"], [released(job)]), []],
    ["before the job's release was noted", found(["in_progress"], [released(job, 60_000)]), []],
    ["though its job's gate waits", found(["in_progress"], [job]), ["waiting"]],
    ["though nobody asked", found(["in_progress"], []), ["nobody asked"]],
    ["and has succeeded already", found(["success"], []), ["nobody asked"]],
    ["after its status", found(["in_progress"], [released(made)]), []],
    ["past its status", found(["in_progress"], [released(made, 60_000)]), ["released"]],
    ["as the gate API had released its commit", found(["in_progress"], [released(asked)]), []],
    [
      "as the gate API had released another commit",
      found(["success"], [released({ ...asked, sha: "0" })]),
      ["nobody asked"],
    ],
    ["while the gate API's gate waits", found(["success"], [asked]), ["nobody asked"]],
    [
      "before anybody watched",
      found(["success"], [], { statuses: [{ state: "success", atMs: sinceMs - 1 }] }),
      [],
    ],
    ["elsewhere", found(["success"], [], { environment: "staging" }), []],
  ])("%s", (_name, past, expected) => {
    expect(past).toEqual(expected);
  });
});

test.each([[["waiting"]], [["queued", "pending"]], [["waiting", "failure"]], [["inactive"]], [[]]])(
  "a deployment that never went ahead (%j) is none",
  (states) => {
    expect(found(states, [job])).toEqual([]);
  },
);

test.each([
  ["production", "5d6e7f8@production"],
  ["eu-west/prod 1", "5d6e7f8@eu-west/prod 1"],
  ["a-->b", "5d6e7f8@a%2D-%3Eb"],
  ["größe-", "5d6e7f8@gr%C3%B6%C3%9Fe%2D"],
])("a deployment to %j is found again by %j", (environment, name) => {
  expect(nameUnauthorisedDeployment("5d6e7f8", environment)).toBe(name);
});
