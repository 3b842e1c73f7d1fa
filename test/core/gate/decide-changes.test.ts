import { describe, expect, test } from "@jest/globals";
import {
  type GateSituation,
  gateEligibility,
  gateOutcome,
  production,
} from "../../support/decided-gate.ts";
import { dependabot } from "../../support/facts.ts";
import { carol, dave, erin } from "../../support/observed-change.ts";
import {
  directPush,
  gateChange,
  mergeShaOf,
  overrideBy,
  unapprovedChange,
  withCommits,
} from "../../support/observed-gate.ts";
import { policySource } from "../../support/policy.ts";

type Row = [name: string, situation: GateSituation, outcome: string];

const push = directPush("badc0de");

describe("changes of the set", () => {
  test.each<Row>([
    ["approved", {}, "released"],
    ["none of them", { added: [] }, "released"],
    ["one not approved", { added: [gateChange(1), unapprovedChange(2)] }, "waiting, change"],
    [
      "two that lack the same: said once",
      { added: [unapprovedChange(1), unapprovedChange(2)] },
      "waiting, change",
    ],
    [
      "one rejected: not yet, never rejected",
      { added: [gateChange(1, { verdict: "rejected" })] },
      "waiting, change",
    ],
    [
      "one under an invalid policy",
      { added: [gateChange(1, { verdict: "invalid" })] },
      "waiting, change",
    ],
    ["one of which nothing is known", { added: [gateChange(1, null)] }, "waiting, change"],
    ["a direct push", { added: [gateChange(1), push] }, "waiting, direct-push"],
    [
      "a direct push is never approved, whatever is said of it",
      { added: [{ ...push, decision: gateChange(1).decision }] },
      "waiting, direct-push",
    ],
    ["an approved emergency", { added: [gateChange(1, { type: "emergency" })] }, "released"],
    [
      "an emergency that waits",
      { added: [gateChange(1, { type: "emergency", verdict: "waiting" })] },
      "waiting, change",
    ],
  ])("%s", (_name, situation, outcome) => {
    expect(gateOutcome(situation)).toBe(outcome);
  });
});

describe("an override", () => {
  const two = [gateChange(1), push];
  const unknown = directPush("badc0de", { involved: [], pusherKnown: false });
  const byAlice = {
    ...gateEligibility,
    permissions: { alice: "admin", dave: "admin", erin: "admin" },
  } as const;
  test.each<Row>([
    [
      "by a change-manager covers a direct push",
      { added: two, overrides: [overrideBy(dave, push)] },
      "released",
    ],
    [
      "covers an unapproved change, by the gate's own",
      { added: [unapprovedChange(2)], overrides: [overrideBy(dave, unapprovedChange(2))] },
      "released",
    ],
    [
      "covers nothing that came later",
      { added: [push, directPush("facade5")], overrides: [overrideBy(dave, push)] },
      "waiting, direct-push",
    ],
    [
      "covers no change of which it names only a part",
      {
        added: [withCommits(gateChange(2, { verdict: "waiting" }), mergeShaOf(2), mergeShaOf(3))],
        overrides: [overrideBy(dave, gateChange(2))],
      },
      "waiting, change",
    ],
    [
      "by somebody who is no change-manager now",
      { added: two, overrides: [overrideBy(carol, push)] },
      "waiting, direct-push",
    ],
    [
      "by who pushed it",
      {
        added: two,
        overrides: [overrideBy({ ...dave, id: 1, login: "alice" }, push)],
        eligibility: byAlice,
      },
      "waiting, direct-push",
    ],
    [
      "by who pushed a commit in another's name",
      { added: [directPush("badc0de", { involved: [dave] })], overrides: [overrideBy(dave, push)] },
      "waiting, direct-push",
    ],
    [
      "by a bot",
      {
        added: two,
        overrides: [overrideBy(dependabot, push)],
        eligibility: { permissions: { "dependabot[bot]": "admin" }, teams: {} },
      },
      "waiting, direct-push",
    ],
    [
      "alone, where it is not known who pushed",
      { added: [unknown], overrides: [overrideBy(dave, unknown)] },
      "waiting, direct-push",
    ],
    [
      "twice by one person is one",
      { added: [unknown], overrides: [overrideBy(dave, unknown), overrideBy(dave, unknown)] },
      "waiting, direct-push",
    ],
    [
      "by two, where it is not known who pushed",
      {
        added: [unknown],
        overrides: [overrideBy(dave, unknown), overrideBy(erin, unknown)],
        eligibility: byAlice,
      },
      "released",
    ],
    [
      "by a change-manager of one policy only",
      {
        added: two,
        overrides: [overrideBy(dave, push)],
        policies: [
          policySource({ roles: { "change-manager": ["@acme/cab"] } }, "organisation"),
          policySource({}),
        ],
      },
      "waiting, direct-push",
    ],
    [
      "does not stand for the environment's approvals",
      {
        ...production({ approvals: [{ from: ["@acme/releng"] }] }),
        added: two,
        overrides: [overrideBy(dave, push)],
      },
      "waiting, approvals",
    ],
    [
      "does not open a window",
      {
        ...production({ windows: [{ days: ["Mon"], from: "09:00", to: "10:00" }] }),
        added: two,
        overrides: [overrideBy(dave, push)],
      },
      "waiting, window",
    ],
  ])("%s", (_name, situation, outcome) => {
    expect(gateOutcome(situation)).toBe(outcome);
  });
});

describe("components", () => {
  const api = production({ component: { name: "api", paths: ["services/api/**"] } });
  const ours = (verdict: "approved" | "waiting") =>
    gateChange(1, { verdict }, ["services/api/a.ts"]);
  const others = gateChange(2, { verdict: "waiting" }, ["services/web/b.ts"]);
  test.each<Row>([
    [
      "a change elsewhere does not count",
      { ...api, added: [ours("approved"), others] },
      "released",
    ],
    ["a change inside does", { ...api, added: [ours("waiting"), others] }, "waiting, change"],
    [
      "a change of unknown paths does",
      { ...api, added: [gateChange(3, { verdict: "waiting" })] },
      "waiting, change",
    ],
    ["by its name at the gate API", { ...api, component: "api", added: [others] }, "released"],
    [
      "another name counts everything",
      { ...api, component: "web", added: [others] },
      "waiting, change",
    ],
    [
      "a name of a release's component",
      {
        ...production(
          {},
          { releases: [{ tags: "v*", component: { name: "api", paths: ["services/api/**"] } }] },
        ),
        component: "api",
        added: [others],
      },
      "released",
    ],
    [
      "two policies, one without a component: everything counts",
      {
        policies: [
          policySource({ environments: { production: {} } }, "organisation"),
          ...api.policies,
        ],
        added: [others],
      },
      "waiting, change",
    ],
    [
      "an organisation that does not name the environment leaves it to the repository",
      { policies: [policySource({}, "organisation"), ...api.policies], added: [others] },
      "released",
    ],
  ])("%s", (_name, situation, outcome) => {
    expect(gateOutcome(situation)).toBe(outcome);
  });
});
