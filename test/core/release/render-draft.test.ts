import { describe, expect, test } from "@jest/globals";
import type { Account } from "#core/change/facts.ts";
import { collectChanges } from "#core/change-set/collect-changes.ts";
import { decideRelease } from "#core/release/decide-release.ts";
import type { ObservedRelease } from "#core/release/observed-release.ts";
import { longestBody, renderNotes } from "#core/release/render-draft.ts";
import type { RiskLevel } from "#core/risk/level.ts";
import { alice, bob, dependabot } from "../../support/facts.ts";
import { fc } from "../../support/fast-check.ts";
import { expectGolden } from "../../support/golden.ts";
import {
  acmeShop,
  approvalBy,
  carol,
  evidence,
  observedRelease,
  shaOf,
  type TestChange,
  tagNamed,
} from "../../support/release.ts";

const approved = (level: RiskLevel, number: number, ...by: readonly Account[]) =>
  evidence({ level, approvals: by.map((one) => approvalBy(one, number)) });

/** A usual fortnight. */
const usual: readonly TestChange[] = [
  { number: 12, title: "feat(api): page through orders", evidence: approved("medium", 12, bob) },
  { number: 13, title: "fix: round prices once", author: bob, evidence: evidence() },
  {
    number: 14,
    title: "feat(api)!: drop v1 of the API",
    body: "BREAKING CHANGE: `/v1` answers 410. Use `/v2`, which has the same fields.",
    evidence: approved("critical", 14, bob, carol),
  },
  {
    number: 15,
    title: "Bump left-pad from 1.0.0 to 1.0.1",
    author: dependabot,
    evidence: evidence({ type: "standard" }),
  },
  {
    number: 16,
    title: "docs: explain carts",
    author: carol,
    evidence: evidence({ type: "standard" }),
  },
  {
    number: 17,
    title: "feat: pay in instalments",
    paths: ["src/pay.ts", "db/migrations/0042_instalments.sql"],
    evidence: approved("high", 17, bob),
  },
];

const changesOf = (observed: ObservedRelease) => collectChanges(observed.range);

const releases: Readonly<Record<string, ObservedRelease>> = {
  usual: observedRelease(usual, {
    newcomers: new Set([carol.id]),
    rollbacks: [
      {
        environment: "production",
        target: {
          commitSha: shaOf(1),
          tagName: "v1.1.0",
          succeededAtMs: Date.UTC(2026, 2, 1, 9),
          removes: changesOf(observedRelease(usual)),
        },
      },
      {
        environment: "staging",
        target: {
          commitSha: shaOf(16),
          tagName: null,
          succeededAtMs: Date.UTC(2026, 2, 9, 17),
          removes: changesOf(observedRelease(usual)).slice(-1),
        },
      },
      { environment: "edge", target: null },
    ],
  }),
  "first-release": observedRelease(usual.slice(0, 2), {
    tag: tagNamed("v1.0.0"),
    baseline: {
      kind: "first-release",
      because: "no lower version has a tag",
      warning: null,
    },
    newcomers: new Set([alice.id, bob.id]),
    rollbacks: [{ environment: "production", target: null }],
  }),
  "patch-on-an-old-line": observedRelease(
    [
      {
        number: 21,
        title: "fix: round prices once (cherry-pick #13)",
        author: bob,
        evidence: approved("medium", 21, carol),
      },
      {
        number: 22,
        title: "[release-1.1] fix(auth): end sessions on time",
        evidence: approved("high", 22, bob),
      },
    ],
    {
      tag: tagNamed("v1.1.4"),
      baseline: {
        kind: "chosen",
        tag: tagNamed("v1.1.3"),
        rule: "version",
        because: "the highest lower stable version",
        warning: null,
      },
      elsewhere: [{ sha: shaOf(13), message: "fix: round prices once (#13)", version: "v2.0.0" }],
    },
  ),
  "release-candidate": observedRelease(usual, {
    tag: tagNamed("v1.2.0-rc.1"),
    baseline: {
      kind: "chosen",
      tag: tagNamed("v1.1.0"),
      rule: "last-stable",
      because: "the last stable version: it is the first pre-release of its series",
      warning: null,
    },
  }),
  "final-after-candidates": observedRelease([
    ...usual,
    {
      number: 18,
      title: 'Revert "feat: pay in instalments"',
      body: "Reverts acme/shop#17",
      evidence: approved("medium", 18, bob),
    },
  ]),
  "monorepo-component": observedRelease(
    [
      {
        ...usual[0],
        number: 12,
        title: "feat: page through orders",
        paths: ["services/api/orders.ts"],
      },
      { number: 13, title: "fix: paint the cart", paths: ["services/web/cart.ts"] },
    ],
    {
      tag: tagNamed("api/v1.2.0"),
      component: { name: "api", paths: ["services/api/**"] },
      baseline: {
        kind: "chosen",
        tag: tagNamed("api/v1.1.0"),
        rule: "version",
        because: "the highest lower stable version of api",
        warning: null,
      },
    },
  ),
  "major-after-an-old-line": observedRelease(
    [
      { number: 22, title: "fix(auth): end sessions on time", evidence: approved("high", 22, bob) },
      {
        number: 24,
        title: "feat!: new prices",
        body: "BREAKING CHANGE: prices are in cents.",
        evidence: approved("critical", 24, bob, carol),
      },
    ],
    {
      tag: tagNamed("v2.0.0"),
      baseline: {
        kind: "chosen",
        tag: tagNamed("v1.1.3"),
        rule: "version",
        because: "the highest lower stable version",
        warning: null,
      },
      baselineIsAncestor: false,
      onlyInBaseline: observedRelease([
        { number: 25, title: "chore: note the release 1.1.3", pushed: true, author: bob },
        { number: 26, title: "fix(auth): end sessions on time (cherry-pick #22)" },
        { number: 27, title: "fix: keep the cart over night", author: bob },
        { number: 28, title: "fix: count twice" },
        { number: 29, title: 'Revert "fix: count twice"', body: "Reverts acme/shop#28" },
      ]).range,
      elsewhere: [
        {
          sha: shaOf(26),
          message: "fix(auth): end sessions on time (cherry-pick #22) (#26)",
          version: "v1.1.2",
        },
      ],
    },
  ),
  "monorepo-without-paths": observedRelease(usual.slice(0, 2), {
    tag: tagNamed("api/v1.2.0"),
    component: { name: "api", paths: null },
    baseline: {
      kind: "chosen",
      tag: tagNamed("api/v1.1.0"),
      rule: "annotation",
      because: "which the tag's annotation names",
      warning: null,
    },
    baselineIsAncestor: false,
  }),
  "emergency-inside": observedRelease([
    ...usual.slice(0, 1),
    {
      number: 31,
      title: "fix: stop the double charge",
      evidence: evidence({
        type: "emergency",
        level: "high",
        approvals: [approvalBy(bob, 31)],
        exceptions: [
          {
            kind: "emergency",
            by: alice,
            reason: "customers are charged twice, see @finance",
            review: { kind: "overdue", dueMs: Date.UTC(2026, 2, 4), issueNumber: 40 },
          },
        ],
      }),
    },
    {
      number: 32,
      title: "fix: refund the double charge",
      evidence: evidence({
        level: "critical",
        exceptions: [
          {
            kind: "override",
            by: carol,
            reason: "the second approver is ill",
            review: { kind: "done", outcome: "successful", by: bob },
          },
        ],
      }),
    },
  ]),
  "unapproved-inside": observedRelease(
    [
      ...usual.slice(0, 1),
      {
        number: 33,
        title: "fix: hurry",
        evidence: evidence({ verdict: "waiting", level: "high", approvals: [] }),
      },
      { number: 34, title: "chore: merged while nobody looked", evidence: null },
      {
        number: 36,
        title: "feat: before the policy was enforced",
        evidence: evidence({ verdict: "waiting", mode: "observe", level: "medium" }),
      },
      {
        number: 37,
        title: "feat: before there was a policy",
        evidence: { decision: null, approvals: [], exceptions: [] },
      },
      { number: 35, title: "Quick fix @ops", pushed: true, author: bob },
    ],
    {
      evidence: {
        kind: "ledger",
        head: { seq: 12, hash: "6".repeat(64) },
        changes: new Map([
          [12, approved("medium", 12, bob)],
          [33, evidence({ verdict: "waiting", level: "high" })],
          [36, evidence({ verdict: "waiting", mode: "observe", level: "medium" })],
          [37, { decision: null, approvals: [], exceptions: [] }],
        ]),
        issues: new Map([[shaOf(35), 41]]),
      },
    },
  ),
  "labels-instead-of-titles": observedRelease(
    [
      { number: 61, title: "Drop v1 of the API", labels: ["breaking-change"] },
      { number: 62, title: "Page through orders", labels: ["kind/feature"] },
      { number: 63, title: "Rounding", labels: ["bug"], author: bob },
      { number: 64, title: "Newer base image", labels: ["dependencies"], author: carol },
      { number: 65, title: "Say how to page", labels: ["documentation", "good first issue"] },
      { number: 66, title: "cart: fix a leak" },
      { number: 67, title: "Say less" },
    ],
    { newcomers: new Set([bob.id, carol.id]) },
  ),
  "many-updates": observedRelease([
    ...usual.slice(0, 1),
    ...Array.from({ length: 12 }, (_, i) => ({
      number: 71 + i,
      title: `Bump left-pad from 1.0.${i} to 1.0.${i + 1}`,
      author: dependabot,
      evidence: i === 5 ? approved("high", 76, bob) : evidence({ type: "standard" }),
    })),
    { number: 83, title: "chore(deps): bump right-pad from 1.0.0 to 2.0.0", evidence: null },
  ]),
  "nothing-changed": observedRelease([], { changedFiles: 0 }),
  "hostile-names": observedRelease(
    [
      {
        number: 51,
        title: "feat(<!-- -->): ![x](http://evil) @everyone closes #1 | `code`",
        author: { id: 9, login: "e](http://evil)", kind: "user" },
        body: "BREAKING CHANGE: <script>alert(1)</script> @everyone",
        paths: ["db/migrations/`@everyone`.sql"],
        evidence: evidence(),
      },
    ],
    {
      tag: tagNamed("v1.2.0"),
      baseline: {
        kind: "chosen",
        tag: tagNamed("v1.1.0)<img>"),
        rule: "annotation",
        because: "which the tag's annotation names",
        warning: null,
      },
      baselineIsAncestor: false,
    },
  ),
};

describe("the notes of a release", () => {
  test.each(Object.entries(releases))("%s", (name, observed) => {
    expectGolden(`release/${name}.md`, `${renderNotes(decideRelease(observed), acmeShop)}\n`);
  });

  test("without GitHub: no links, no approvals, what the history tells", () => {
    const observed = observedRelease(usual, {
      evidence: { kind: "none", levels: new Map([[shaOf(17), "high"]]) },
      newcomers: null,
      rollbacks: null,
    });
    expectGolden("release/offline.md", `${renderNotes(decideRelease(observed), null)}\n`);
  });
});

describe("two thousand changes", () => {
  const types = ["feat", "fix", "perf", "docs", "chore", "build(deps)"];
  const levels: readonly RiskLevel[] = [
    "low",
    "low",
    "low",
    "low",
    "low",
    "medium",
    "medium",
    "high",
  ];
  const many: readonly TestChange[] = Array.from({ length: 2_000 }, (_, i) => {
    const number = 1_000 + i;
    const level = levels[i % levels.length] as RiskLevel;
    return {
      number,
      title: `${types[i % types.length]}: change number ${i} of a very long list of changes that nobody reads`,
      author: [alice, bob, carol][i % 3] as Account,
      evidence:
        level === "low" ? evidence() : approved(level, number, [bob, carol][i % 2] as Account),
    };
  });

  test("fit, and lose neither approvers nor what is risky", () => {
    const text = renderNotes(decideRelease(observedRelease(many)), acmeShop);
    expectGolden("release/two-thousand-changes.md", `${text}\n`);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(longestBody);
    for (const { number, evidence: own } of many) {
      expect(text).toContain(`#${number}`);
      if (own?.decision?.level === "high")
        expect(text).toMatch(new RegExp(`\\(#${number} by .*approved by`));
    }
  });

  test("all of high risk: the titles go, the approvals stay", () => {
    const risky = many.map((one) => ({ ...one, evidence: approved("high", one.number, bob) }));
    const text = renderNotes(decideRelease(observedRelease(risky)), acmeShop);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(longestBody);
    expect(text.match(/approved by bob on/g)).toHaveLength(2_000);
    expect(text).toContain("titles are");
  });
});

test("whatever the limit, the notes keep it", () => {
  const decision = decideRelease(releases["unapproved-inside"] as ObservedRelease);
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 3_000 }), (limit) => {
      expect(Buffer.byteLength(renderNotes(decision, acmeShop, limit))).toBeLessThanOrEqual(limit);
    }),
  );
});
