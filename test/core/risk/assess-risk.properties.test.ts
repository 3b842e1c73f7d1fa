import { expect, test } from "@jest/globals";
import type { ChangeFacts } from "#core/change/facts.ts";
import { assessRisk } from "#core/risk/assess-risk.ts";
import { isAtLeast, riskLevels } from "#core/risk/level.ts";
import { alice, bob, changeFacts, commitBy, dependabot, fileChange } from "../../support/facts.ts";
import { fc } from "../../support/fast-check.ts";
import { policyWithRisk } from "../../support/risk-policy.ts";

const context = { teams: {} };
const count = fc.nat({ max: 5_000 });
const path = fc.constantFrom(
  "src/a.ts",
  "docs/b.md",
  "package.json",
  "go.sum",
  "Dockerfile",
  "db/migrations/1.sql",
  ".github/sluice.yml",
);
const file = fc
  .record({ path, from: fc.option(path), additions: count, deletions: count })
  .map(({ path, from, additions, deletions }) =>
    from === null
      ? fileChange(path, { additions, deletions })
      : fileChange(path, { additions, deletions, previousPath: from, status: "renamed" }),
  );
const author = fc.constantFrom(alice, dependabot);
const history = fc.option(
  fc.record({
    fixesOfHottestFile: count,
    hottestFile: fc.option(path),
    otherAuthors: count,
    mergedChangesOfAuthor: count,
    familiarFiles: count,
    existingFiles: count,
  }),
);
const change = fc
  .record({
    author,
    history,
    files: fc.array(file, { maxLength: 6 }),
    commits: fc.array(fc.constantFrom(alice, bob, dependabot, null).map((by) => commitBy(by))),
    labels: fc.subarray(["copy", "schema"]),
    title: fc.constantFrom("Change", "Bump a from 1.0.0 to 2.0.0"),
  })
  .map((overrides) => changeFacts(overrides));

const level = fc.constantFrom(...riskLevels);
const rule = fc
  .record({
    label: fc.constantFrom("copy", "schema"),
    points: fc.integer({ min: -100, max: 100 }),
    atLeast: level,
  })
  .map(({ label, ...rest }) => ({ when: { labels: [label] }, ...rest }));
const policy = fc
  .record({
    rules: fc
      .array(rule, { maxLength: 4 })
      .map((rules) => rules.map((rule, index) => ({ name: `rule ${index}`, ...rule }))),
    factors: fc.record({
      size: fc.constantFrom(0, 0.3, 1, 10),
      trustedBot: fc.constantFrom(1, 10),
    }),
    trustedBots: fc.subarray(["dependabot[bot]"]),
    defaultFloors: fc.boolean(),
  })
  .map((risk) => policyWithRisk(risk));

function withGap(facts: ChangeFacts): ChangeFacts {
  const totals = { files: facts.files.length + 1, additions: 0, deletions: 0, commits: 0 };
  return { ...facts, totals };
}

test("the score is a whole number from 0 to 100", () => {
  fc.assert(
    fc.property(change, policy, (facts, policy) => {
      const { score } = assessRisk(facts, policy, context);
      expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
    }),
  );
});

test("the level is the score's or that of a floor, and below none of them", () => {
  fc.assert(
    fc.property(change, policy, (facts, policy) => {
      const { level, scoreLevel, floors } = assessRisk(facts, policy, context);
      const bounds = [scoreLevel, ...floors.map(({ atLeast }) => atLeast)];
      expect(bounds).toContain(level);
      expect(bounds.every((bound) => isAtLeast(level, bound))).toBe(true);
    }),
  );
});

test("missing facts never lower score or level", () => {
  fc.assert(
    fc.property(change, policy, (facts, policy) => {
      const known = assessRisk({ ...facts, totals: null }, policy, context);
      const missing = assessRisk(withGap(facts), policy, context);
      expect(missing.level).toBe("critical");
      expect(missing.score).toBeGreaterThanOrEqual(known.score);
    }),
  );
});

test("the order of files changes nothing but the order in which they are named", () => {
  fc.assert(
    fc.property(change, policy, (facts, policy) => {
      const reversed = { ...facts, files: facts.files.toReversed() };
      const { score, level } = assessRisk(facts, policy, context);
      expect(assessRisk(reversed, policy, context)).toMatchObject({ score, level });
    }),
  );
});
