import { describe, expect, test } from "@jest/globals";
import {
  beganAt,
  type Deployment,
  findBaseline,
  findReleasedSuccesses,
  findSuccesses,
  isGivenUp,
  type ReleasedGate,
} from "#core/gate/deployment-log.ts";

function deployment(id: number, ...states: readonly string[]): Deployment {
  const statuses = states.map((state, index) => ({ state, atMs: 100 * id + index }));
  return { id, sha: `sha-${id}`, environment: "Production", createdAtMs: 100 * id, statuses };
}

function released(deploymentId: number, more: Partial<ReleasedGate> = {}): ReleasedGate {
  return {
    repository: { owner: "acme", name: "shop" },
    name: { kind: "protection-rule", runId: 1, deploymentId },
    environment: "production",
    component: null,
    sha: `sha-${deploymentId}`,
    releasedAtMs: 100 * deploymentId,
    success: null,
    ...more,
  };
}

describe("a deployment", () => {
  test.each<[name: string, states: readonly string[], began: number | null, givenUp: boolean]>([
    ["that nobody has begun", [], null, false],
    ["that waits", ["waiting", "queued"], null, false],
    ["that is under way", ["waiting", "in_progress"], 101, false],
    ["that succeeded", ["in_progress", "success"], 100, false],
    ["that failed on its way", ["in_progress", "failure"], 100, false],
    ["whose run was cancelled while it waited", ["waiting", "failure"], 101, true],
    ["that another one replaced", ["success", "inactive"], 100, false],
  ])("%s", (_name, states, began, givenUp) => {
    const one = deployment(1, ...states);
    expect([beganAt(one), isGivenUp(one)]).toEqual([began, givenUp]);
  });
});

describe("what succeeded through a gate", () => {
  const log = [deployment(1, "success"), deployment(2, "success"), deployment(3, "in_progress")];

  test("leaves out what no gate released, and what has not succeeded", () => {
    const found = findReleasedSuccesses("production", [released(1), released(3)], log);
    expect(found.map(({ sha }) => sha)).toEqual(["sha-1"]);
  });

  test("remembers what GitHub does not show any more, and the last time as well as the first", () => {
    const before = released(1, { success: { atMs: 40, lastAtMs: 50 } });
    const moments = (log: readonly Deployment[]) =>
      findReleasedSuccesses("production", [before], log).map(({ atMs, lastAtMs }) => [
        atMs,
        lastAtMs,
      ]);
    expect(moments([])).toEqual([[40, 50]]);
    expect(moments(log)).toEqual([[40, 100]]);
  });

  test("counts what the gate API released: nobody tells more of it", () => {
    const asked = released(9, { name: { kind: "gate-api", id: "a" } });
    expect(findReleasedSuccesses("production", [asked], []).map(({ atMs }) => atMs)).toEqual([900]);
  });

  test("another environment's `after` takes any success", () => {
    expect(findSuccesses("production", [], log).map(({ sha }) => sha)).toEqual(["sha-1", "sha-2"]);
  });
});

describe("the baseline", () => {
  const of = (sha: string, component: string | null, lastAtMs: number) => {
    return { sha, component, lastAtMs, atMs: 0, environment: "production" };
  };

  test.each([
    [
      "is what succeeded last, not what was deployed last",
      [of("a", null, 9), of("b", null, 5)],
      "a",
    ],
    ["of the component", [of("a", "api", 5), of("b", "web", 9)], "a"],
    ["or of the whole repository", [of("a", "api", 5), of("b", null, 9)], "b"],
    ["is missing where nothing succeeded", [of("b", "web", 9)], undefined],
  ])("%s", (_name, successes, sha) => {
    expect(findBaseline(successes, "api")?.sha).toBe(sha);
  });
});
