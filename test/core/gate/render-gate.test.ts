import { describe, expect, test } from "@jest/globals";
import { renderDeploymentNews, renderDeployStatus } from "#core/gate/render-deployment.ts";
import { renderGateAnswer } from "#core/gate/render-gate-answer.ts";
import { renderGateReport } from "#core/gate/render-gate-report.ts";
import {
  adHocFreeze,
  auditFreeze,
  decidedGate,
  type GateSituation,
  production,
} from "../../support/decided-gate.ts";
import { expectGolden } from "../../support/golden.ts";
import { carol, dave } from "../../support/observed-change.ts";
import {
  baselineSha,
  compared,
  directPush,
  gateChange,
  gateNow,
  hourMs,
  observedGate,
  overrideBy,
  releasedBy,
  unapprovedChange,
} from "../../support/observed-gate.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

const roles = { "change-manager": ["@acme/cab"], "release-manager": ["@acme/releng"] };
const rule = {
  windows: [{ days: ["Mon", "Tue", "Wed"], from: "09:00", to: "16:00", timeZone: "Europe/Berlin" }],
  after: { environment: "staging", soak: "2h" },
  approvals: [{ from: ["release-manager"] }],
};
const full = production(rule, { roles });
const soaked = [{ environment: "staging", component: null, atMs: gateNow - 3 * hourMs }];
const push = directPush("badc0de");
const five = [1, 2, 3, 4].map((number) => gateChange(number));
const newer = {
  sha: "feedbee".padEnd(40, "0"),
  requestedAtMs: gateNow - 60_000,
  wayIn: { kind: "protection-rule", runId: 7002, runAttempt: 1, deploymentId: 2 },
} as const;
const ranHere = [{ environment: "production", component: null, atMs: gateNow - 90 * hourMs }];

const situations: readonly (readonly [name: string, situation: GateSituation])[] = [
  [
    "waits-for-an-approval",
    { ...production({}, { roles }), added: [...five, unapprovedChange(5)] },
  ],
  [
    "waits-for-everything",
    {
      ...full,
      added: [...five, unapprovedChange(5), unapprovedChange(6), push],
      adHocFreezes: [adHocFreeze],
    },
  ],
  [
    "waits-for-the-window",
    { ...full, added: five, successes: soaked, approvals: [releasedBy(carol)] },
  ],
  [
    "waits-for-a-freeze",
    {
      ...production({}, { roles, freezes: [{ ...auditFreeze, allow: { types: ["emergency"] } }] }),
    },
  ],
  ["waits-for-an-ad-hoc-freeze", { ...production({}, { roles }), adHocFreezes: [adHocFreeze] }],
  ["waits-for-somebody-to-answer-for-a-push", { ...production({}, { roles }), added: [push] }],
  [
    "waits-for-two-to-answer-for-a-push",
    { ...production({}, { roles }), added: [{ ...push, pusherKnown: false }] },
  ],
  [
    "waits-for-a-change-of-which-nothing-is-known",
    { ...production({}, { roles }), added: [gateChange(8, null)] },
  ],
  ["waits-for-staging", { ...full, approvals: [releasedBy(carol)] }],
  ["first-deployment", { ...production({}, { roles }), baseline: { kind: "none" }, added: [] }],
  [
    "baseline-gone",
    { ...production({}, { roles }), baseline: { kind: "gone", sha: baselineSha }, added: [] },
  ],
  [
    "back-to-what-never-ran",
    { ...production({}, { roles }), baseline: compared("behind"), added: [], removed: five },
  ],
  [
    "sideways",
    {
      ...production({}, { roles }),
      baseline: compared("diverged"),
      added: [unapprovedChange(5)],
      removed: five,
    },
  ],
  [
    "not-every-commit-was-read",
    { baseline: compared("ahead", { added: { collected: 250, total: 1_251 } }) },
  ],
  ["no-policy", { policies: [] }],
  ["invalid-policy", { policies: [invalidPolicySource([], "organisation")] }],
  ["superseded", { newerGates: [newer] }],
  ["rejected", { newerGates: [{ ...newer, requestedAtMs: gateNow - 2 * hourMs }] }],
  ["expired", { requestedAtMs: gateNow - 29 * 24 * hourMs }],
  ["released", { added: five }],
  ["released-by-override", { added: [...five, push], overrides: [overrideBy(dave, push)] }],
  [
    "released-rollback",
    { ...full, baseline: compared("behind"), added: [], removed: five, successes: ranHere },
  ],
  ["released-redeploy", { baseline: compared("identical"), added: [] }],
  [
    "released-only-observed",
    { policies: [policySource({ mode: "observe", environments: { production: rule }, roles })] },
  ],
];

describe("the report for the waiting run", () => {
  test.each(situations)("%s", (name, situation) => {
    const report = renderGateReport(observedGate(situation), decidedGate(situation));
    expect(report.length).toBeLessThanOrEqual(1_024);
    expectGolden(`gate/${name}.md`, report);
  });

  test("of a hundred unapproved changes fits, and its first line with it", () => {
    const added = Array.from({ length: 100 }, (_, index) =>
      gateChange(index + 1, {
        verdict: "waiting",
        reasons: [
          { missing: `1 approval from @acme/team-${index}`, whoCanResolve: "Anybody. ".repeat(50) },
        ],
      }),
    );
    const report = renderGateReport(observedGate({ added }), decidedGate({ added }));
    expect(report.length).toBeLessThanOrEqual(1_024);
    expect(report.split("\n")[0]).toMatch(/^\*\*Waits for `#1` to be approved .*; 9\d more\.\*\*$/);
  });

  test("mentions nobody and makes no markup of foreign names", () => {
    const evil = { ...adHocFreeze, reason: "<img src=x> @everyone [x](http://evil.example)" };
    const environment = "production";
    const situation = { adHocFreezes: [evil], environment };
    const report = renderGateReport(observedGate(situation), decidedGate(situation));
    expect(report.replace(/`[^`]*`/g, "")).not.toMatch(/@|<img|evil/);
  });
});

test("the lines on the pull request", () => {
  const { reasons } = decidedGate({ ...full, successes: soaked });
  const of = { environment: "production", sha: observedGate().sha };
  const closed = ['the freeze "year end @all" to end, Monday 2027-01-04 08:00 Europe/Berlin'];
  const late = { atMs: gateNow, closed };
  const lines = [
    renderDeploymentNews(of, { kind: "waits", reasons }),
    renderDeploymentNews(of, { kind: "waits", reasons: [] }),
    renderDeploymentNews(of, { kind: "released", late: null }),
    renderDeploymentNews(of, { kind: "not-started" }),
    renderDeploymentNews(of, { kind: "released", late }),
    renderDeploymentNews(of, { kind: "superseded" }),
    renderDeploymentNews(of, { kind: "expired" }),
    renderDeploymentNews(of, { kind: "given-up" }),
    renderDeploymentNews(of, { kind: "succeeded", late: null }),
    renderDeploymentNews(of, { kind: "succeeded", late }),
    renderDeploymentNews(of, { kind: "failed", late: null }),
    renderDeploymentNews(of, { kind: "failed", late }),
    ...(["started", "succeeded", "failed"] as const).map((outcome) =>
      renderDeploymentNews(of, { kind: "past-gate", outcome }),
    ),
    renderDeploymentNews(of, { kind: "rolled-back", toSha: baselineSha }),
  ];
  expectGolden("gate/on-the-pull-request.md", `${lines.join("\n\n")}\n`);
});

describe("the commit status", () => {
  test.each<[string, GateSituation, string, string]>([
    ["released", {}, "success", "Released"],
    [
      "waiting",
      { added: [unapprovedChange(5)] },
      "pending",
      "Waits for #5 to be approved (1 approval from @acme/sre (reliability))",
    ],
    [
      "waiting for much",
      { ...full, added: [unapprovedChange(5), push] },
      "pending",
      "Waits for a change-manager to answer for badc0de, pushed without a pull request; 4 more",
    ],
    [
      "overtaken",
      { newerGates: [newer] },
      "failure",
      "Superseded: waits for nothing any more, since feedbee was asked for later",
    ],
    [
      "only observed",
      { policies: [policySource({ mode: "observe" })], added: [unapprovedChange(5)] },
      "success",
      "Only observed, would wait for #5 to be approved (1 approval from @acme/sre (reliability))",
    ],
  ])("%s", (_name, situation, state, description) => {
    const status = renderDeployStatus("production", decidedGate(situation));
    expect(status).toEqual({ context: "sluice/deploy: production", state, description });
    expect(status.description.length).toBeLessThanOrEqual(140);
  });
});

test("the answer of the gate API has the reasons in plain words, and every change", () => {
  const added = [gateChange(1), unapprovedChange(5), push];
  const decision = decidedGate({ added, overrides: [overrideBy(dave, push)] });
  expect(renderGateAnswer("g1", decision, gateNow)).toEqual({
    id: "g1",
    state: "waiting",
    reasons: [
      {
        missing: "#5 to be approved (1 approval from @acme/sre (reliability))",
        whoCanResolve: expect.stringContaining("Any member of @acme/sre"),
      },
    ],
    changes: [
      expect.objectContaining({ number: 1, author: "alice", approved: true }),
      expect.objectContaining({ number: 5, approved: false }),
      expect.objectContaining({
        number: null,
        sha: push.change.kind === "direct-push" && push.change.commit.sha,
        approved: true,
      }),
    ],
    retryAfterSeconds: 30,
  });
});

test("a pipeline need not ask again once the gate is decided", () => {
  expect(renderGateAnswer("g1", decidedGate({}), gateNow).retryAfterSeconds).toBe(0);
});
