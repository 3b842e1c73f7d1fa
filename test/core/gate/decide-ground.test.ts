import { describe, expect, test } from "@jest/globals";
import { decideGate } from "#core/gate/decide-gate.ts";
import {
  adHocFreeze,
  auditFreeze,
  closedWindow,
  type GateSituation,
  gateOutcome,
  production,
} from "../../support/decided-gate.ts";
import { bob } from "../../support/facts.ts";
import { carol } from "../../support/observed-change.ts";
import {
  compared,
  directPush,
  gateChange,
  gateNow,
  hourMs,
  observedGate,
  releasedBy,
  unapprovedChange,
} from "../../support/observed-gate.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

type Row = [name: string, situation: GateSituation, outcome: string];

const push = directPush("badc0de");

describe("what runs there now", () => {
  const ranHere = {
    successes: [{ environment: "production", component: null, atMs: gateNow - 90 * hourMs }],
  };
  const strict = {
    ...closedWindow,
    approvals: [{ from: ["@acme/releng"] }],
    after: { environment: "staging" },
  };
  const first = { baseline: { kind: "none" }, added: [] } as const;
  const back = { baseline: compared("behind"), added: [], removed: [unapprovedChange(9)] } as const;
  test.each<Row>([
    ["nothing: a release-manager accepts the first", first, "waiting, acceptance"],
    ["nothing, accepted", { ...first, approvals: [releasedBy(carol)] }, "released"],
    [
      "nothing, accepted by somebody who is no release-manager",
      { ...first, approvals: [releasedBy(bob)] },
      "waiting, acceptance",
    ],
    [
      "nothing, accepted for another commit",
      { ...first, approvals: [releasedBy(carol, "0".repeat(40))] },
      "waiting, acceptance",
    ],
    [
      "nothing, and the policy accepts that",
      { ...first, ...production({ firstDeployment: "accept" }) },
      "released",
    ],
    [
      "nothing, and one of two policies holds",
      {
        ...first,
        policies: [
          policySource(
            { environments: { production: { firstDeployment: "accept" } } },
            "organisation",
          ),
          policySource({ environments: { "*": {} } }),
        ],
      },
      "waiting, acceptance",
    ],
    [
      "nothing, in an environment that no policy names",
      { ...first, policies: [policySource({})] },
      "waiting, acceptance",
    ],
    [
      "nothing, and only one policy names the environment: it decides",
      {
        ...first,
        policies: [
          policySource({}, "organisation"),
          policySource({ environments: { production: { firstDeployment: "accept" } } }),
        ],
      },
      "released",
    ],
    [
      "a commit that is gone",
      { ...first, baseline: { kind: "gone", sha: "0".repeat(40) } },
      "waiting, acceptance",
    ],
    [
      "the same commit: nobody approves it again",
      {
        ...production(strict),
        ...ranHere,
        baseline: compared("identical"),
        added: [],
        policies: [
          policySource({ environments: { production: { approvals: [{ from: ["write"] }] } } }),
        ],
      },
      "released",
    ],
    [
      "the same commit, outside of hours",
      { ...production(strict), baseline: compared("identical"), added: [] },
      "waiting, window",
    ],
    [
      "a newer one, and this one ran here: back at any time, whatever is taken away",
      { ...production(strict), ...ranHere, ...back },
      "released",
    ],
    [
      "a newer one, and this one ran here: a freeze holds",
      { ...production(strict, { freezes: [auditFreeze] }), ...ranHere, ...back },
      "waiting, freeze",
    ],
    [
      "a newer one, and this one ran here: an ad hoc freeze holds",
      { ...production(strict), ...ranHere, ...back, adHocFreezes: [adHocFreeze] },
      "waiting, freeze",
    ],
    [
      "a newer one, and rollbacks are held like others",
      { ...production({ ...strict, rollback: "hold" }), ...ranHere, ...back },
      "waiting, approvals, after, window",
    ],
    [
      "a newer one, and one of two policies holds rollbacks",
      {
        ...ranHere,
        ...back,
        policies: [
          policySource({ environments: { production: strict } }, "organisation"),
          policySource({ environments: { production: { ...closedWindow, rollback: "hold" } } }),
        ],
      },
      "waiting, window",
    ],
    [
      "a newer one, and this one never ran here",
      { ...production(strict), ...back },
      "waiting, acceptance, approvals, after, window",
    ],
    [
      "a newer one, and this one ran elsewhere only",
      { ...back, successes: [{ environment: "staging", component: null, atMs: 0 }] },
      "waiting, acceptance",
    ],
    [
      "an older one, and this one was rolled back since",
      { ...production(strict), ...ranHere, added: [unapprovedChange(9)] },
      "waiting, change, approvals, after, window",
    ],
    [
      "one beside it: what it brings must be approved",
      { baseline: compared("diverged"), added: [unapprovedChange(2)], removed: [gateChange(3)] },
      "waiting, change",
    ],
    [
      "one beside it: what it takes away was approved once",
      { baseline: compared("diverged"), removed: [push] },
      "released",
    ],
    [
      "one beside it, and this one ran here",
      {
        ...production(strict),
        ...ranHere,
        baseline: compared("diverged"),
        added: [unapprovedChange(2)],
        removed: [gateChange(3)],
      },
      "released",
    ],
    [
      "not every commit was read",
      { baseline: compared("ahead", { added: { collected: 250, total: 251 } }) },
      "waiting, incomplete",
    ],
    [
      "more commits were read than there are",
      { baseline: compared("ahead", { added: { collected: 251, total: 250 } }) },
      "waiting, incomplete",
    ],
    [
      "not every commit that it takes away was read",
      { baseline: compared("diverged", { removed: { collected: 1, total: 2 } }) },
      "waiting, incomplete",
    ],
    [
      "not every commit was read of a rollback that asks nobody",
      {
        ...ranHere,
        ...back,
        baseline: compared("behind", { removed: { collected: 1, total: 2 } }),
      },
      "released",
    ],
  ])("%s", (_name, situation, outcome) => {
    expect(gateOutcome(situation)).toBe(outcome);
  });
});

describe("policies", () => {
  const observing = policySource({ mode: "observe", environments: { production: closedWindow } });
  test.each<Row>([
    ["none: held", { policies: [] }, "waiting, policy-missing"],
    [
      "none, asked through the gate API: held",
      { policies: [], wayIn: { kind: "gate-api", id: "g1" } },
      "waiting, policy-missing",
    ],
    [
      "one that can't be read: held",
      { policies: [invalidPolicySource([])] },
      "waiting, invalid-policy",
    ],
    [
      "one of two that can't be read: held",
      { policies: [policySource({}, "organisation"), invalidPolicySource([])] },
      "waiting, invalid-policy",
    ],
    [
      "that can't be read, for a rollback too",
      { policies: [invalidPolicySource([])], baseline: compared("behind") },
      "waiting, invalid-policy",
    ],
    [
      "that do not name the environment: changes must be approved",
      { policies: [policySource({})], added: [unapprovedChange(1)] },
      "waiting, change",
    ],
    [
      "that do not name the environment: nothing more",
      { policies: [policySource({})] },
      "released",
    ],
    [
      "that only observe",
      { policies: [observing], added: [unapprovedChange(1)] },
      "released; change, window",
    ],
    [
      "that only observe, overtaken",
      {
        policies: [observing],
        newerGates: [
          { sha: "0".repeat(40), requestedAtMs: gateNow, wayIn: { kind: "gate-api", id: "g2" } },
        ],
      },
      "released; superseded",
    ],
    [
      "one observes beside one that enforces",
      { policies: [policySource({}, "organisation"), observing], added: [unapprovedChange(1)] },
      "waiting, change; window",
    ],
    [
      "both ask for approvals",
      {
        policies: [
          policySource(
            { environments: { production: { approvals: [{ from: ["@acme/sre"] }] } } },
            "organisation",
          ),
          policySource({ environments: { production: { approvals: [{ from: ["maintain"] }] } } }),
        ],
        approvals: [releasedBy(carol)],
      },
      "waiting, approvals",
    ],
  ])("%s", (_name, situation, outcome) => {
    expect(gateOutcome(situation)).toBe(outcome);
  });

  test("a deployment through the API where there is no policy is left alone", () => {
    const gate = observedGate({ policies: [], wayIn: { kind: "api-deployment", deploymentId: 1 } });
    expect(decideGate(gate, gateNow)).toEqual({ kind: "not-controlled", because: "no-policy" });
  });
});
