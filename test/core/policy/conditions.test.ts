import { describe, expect, test } from "@jest/globals";
import type { ChangeFacts } from "#core/change/facts.ts";
import {
  type ConditionSubject,
  matchesCondition,
  teamsAskedByConditions,
} from "#core/policy/conditions.ts";
import type { Condition } from "#core/policy/schema.ts";
import { alice, changeFacts, dependabot, fileChange } from "../../support/facts.ts";
import { fc } from "../../support/fast-check.ts";
import { policyOf } from "../../support/policy.ts";

type Change = Partial<ChangeFacts> & Partial<Omit<ConditionSubject, "facts">>;

function subject({
  factsComplete = true,
  level = "low",
  teams = {},
  ...facts
}: Change): ConditionSubject {
  return { facts: changeFacts(facts), factsComplete, level, teams };
}

const migration = fileChange("db/migrations/001.sql", { additions: 7, deletions: 3 });
const readme = fileChange("README.md", { additions: 40 });
const moved = fileChange("docs/001.sql", { previousPath: "db/001.sql", status: "renamed" });
const copied = fileChange("docs/001.sql", { previousPath: "db/001.sql", status: "copied" });
const team = { "acme/data": ["alice"] };

type Row = [name: string, when: Condition, change: Change, because: string];

describe("a condition holds:", () => {
  test.each<Row>([
    ["none is given", {}, {}, "it applies to every change"],
    [
      "a file matches",
      { files: ["**/*.sql", "**/migrations/**"] },
      { files: [readme, migration] },
      "db/migrations/001.sql matches **/*.sql",
    ],
    ["a former name matches", { files: ["db/**"] }, { files: [moved] }, "db/001.sql matches db/**"],
    [
      "a file matches, whatever else is missing",
      { files: ["**/*.sql"] },
      { files: [migration], factsComplete: false },
      "db/migrations/001.sql matches **/*.sql",
    ],
    [
      "all files match",
      { onlyFiles: ["**/*.md", "db/**"] },
      { files: [readme, migration] },
      "every changed file matches **/*.md or db/**",
    ],
    [
      "all files match, the source of a copy aside",
      { onlyFiles: ["docs/**"] },
      { files: [copied] },
      "every changed file matches docs/**",
    ],
    [
      "one label is there, in another case",
      { labels: ["breaking-change", "security"] },
      { labels: ["bug", "Security"] },
      "it has the label Security",
    ],
    ["the author is named", { authors: ["alice"] }, {}, "the author is alice"],
    ["the author is named with an @", { authors: ["@Alice"] }, {}, "the author is alice"],
    [
      "the author is a named bot",
      { authors: ["dependabot[bot]"] },
      { author: dependabot },
      "the author is dependabot[bot]",
    ],
    [
      "the author is in a named team",
      { authors: ["@Acme/Data"] },
      { teams: team },
      "the author alice is in @Acme/Data",
    ],
    [
      "the base branch matches",
      { branches: ["release/*"] },
      { baseBranch: "release/1" },
      "the base branch release/1 matches release/*",
    ],
    [
      "the title contains a match",
      { title: "(?i)fix|revert" },
      { title: "Please REVERT it" },
      "the title “Please REVERT it” matches (?i)fix|revert",
    ],
    ["enough lines", { minLines: 50 }, { files: [readme, migration] }, "50 changed lines"],
    ["few enough lines", { maxLines: 50 }, { files: [readme, migration] }, "50 changed lines"],
    ["enough files", { minFiles: 2 }, { files: [readme, migration] }, "2 changed files"],
    ["few enough files", { maxFiles: 1 }, { files: [readme] }, "1 changed file"],
    ["from a fork", { fork: true }, { fork: true }, "it comes from a fork"],
    ["from no fork", { fork: false }, {}, "it comes from no fork"],
    ["risky enough", { minRisk: "high" }, { level: "critical" }, "the risk is critical"],
    ["not too risky", { maxRisk: "medium" }, { level: "medium" }, "the risk is medium"],
    [
      "all parts hold",
      { maxRisk: "low", authors: ["alice"], onlyFiles: ["**/*.md"] },
      { files: [readme] },
      "the author is alice; the risk is low; every changed file matches **/*.md",
    ],
  ])("%s", (_name, when, change, because) => {
    expect(matchesCondition(when, subject(change))).toEqual({
      matches: true,
      certain: true,
      because,
    });
  });
});

describe("a condition does not hold:", () => {
  test.each<Row>([
    [
      "no file matches",
      { files: ["**/*.sql", "a", "b", "c"] },
      { files: [readme] },
      "no changed file matches **/*.sql, a, b or 1 more",
    ],
    [
      "the source of a copy matches",
      { files: ["db/**"] },
      { files: [copied] },
      "no changed file matches db/**",
    ],
    [
      "one file does not match",
      { onlyFiles: ["**/*.md"] },
      { files: [readme, migration] },
      "db/migrations/001.sql does not match **/*.md",
    ],
    [
      "a former name does not match",
      { onlyFiles: ["docs/**"] },
      { files: [moved] },
      "db/001.sql does not match docs/**",
    ],
    ["nothing is changed", { onlyFiles: ["**"] }, { files: [] }, "no file is changed"],
    [
      "one file does not match, whatever else is missing",
      { onlyFiles: ["docs/**"] },
      { files: [readme], factsComplete: false },
      "README.md does not match docs/**",
    ],
    ["no label", { labels: ["security"] }, { labels: ["bug"] }, "it has no label security"],
    ["another author", { authors: ["@bob"] }, {}, "alice is not among @bob"],
    [
      "a bot's name without [bot]",
      { authors: ["dependabot"] },
      { author: dependabot },
      "dependabot[bot] is not among dependabot",
    ],
    [
      "not in the team",
      { authors: ["@acme/data"] },
      { teams: { "acme/data": ["bob"] } },
      "alice is not among @acme/data",
    ],
    ["no answer about the team", { authors: ["@acme/data"] }, {}, "alice is not among @acme/data"],
    [
      "a team's name as login",
      { authors: ["@acme/data"] },
      { author: { ...alice, login: "acme/data" } },
      "acme/data is not among @acme/data",
    ],
    [
      "another base branch",
      { branches: ["release/*"] },
      { baseBranch: "main" },
      "the base branch main does not match release/*",
    ],
    [
      "another title",
      { title: "^fix" },
      { title: "no fix" },
      "the title “no fix” does not match ^fix",
    ],
    ["too few lines", { minLines: 41 }, { files: [readme] }, "40 changed lines"],
    ["too many lines", { maxLines: 39 }, { files: [readme] }, "40 changed lines"],
    [
      "too many lines, whatever else is missing",
      { maxLines: 39 },
      { files: [readme], factsComplete: false },
      "40 changed lines",
    ],
    ["too few files", { minFiles: 2 }, { files: [readme] }, "1 changed file"],
    ["too many files", { maxFiles: 0 }, { files: [readme] }, "1 changed file"],
    ["from no fork", { fork: true }, {}, "it comes from no fork"],
    ["from a fork", { fork: false }, { fork: true }, "it comes from a fork"],
    ["too little risk", { minRisk: "high" }, { level: "medium" }, "the risk is medium"],
    ["too much risk", { maxRisk: "low" }, { level: "medium" }, "the risk is medium"],
    [
      "one part of many fails",
      { authors: ["alice"], onlyFiles: ["**/*.md"], maxLines: 5 },
      { files: [readme] },
      "40 changed lines",
    ],
    [
      "one part fails, though another is not known",
      { files: ["**/*.sql"], fork: true },
      { files: [readme], factsComplete: false },
      "it comes from no fork",
    ],
  ])("%s", (_name, when, change, because) => {
    expect(matchesCondition(when, subject(change))).toEqual({
      matches: false,
      certain: true,
      because,
    });
  });
});

describe("missing facts leave it open whether a condition holds:", () => {
  const listing = "the list of files is incomplete";
  const unlisted = { files: [readme], factsComplete: false };

  test.each<Row>([
    ["no listed file matches", { files: ["**/*.sql"] }, unlisted, listing],
    ["all listed files match", { onlyFiles: ["**/*.md"] }, unlisted, listing],
    ["no file is listed", { onlyFiles: ["**"] }, { ...unlisted, files: [] }, listing],
    ["lines", { minLines: 41 }, unlisted, `40 changed lines or more: ${listing}`],
    ["lines up to", { maxLines: 40 }, unlisted, `40 changed lines or more: ${listing}`],
    ["files", { minFiles: 2 }, unlisted, `1 changed file or more: ${listing}`],
    ["files up to", { maxFiles: 1 }, unlisted, `1 changed file or more: ${listing}`],
    ["risk", { minRisk: "low" }, { level: null }, "the risk level is not known yet"],
    ["risk up to", { maxRisk: "critical" }, { level: null }, "the risk level is not known yet"],
  ])("%s", (_name, when, change, because) => {
    expect(matchesCondition(when, subject(change))).toEqual({
      matches: false,
      certain: false,
      because,
    });
  });
});

test("more files never turn a certain answer of an incomplete list around", () => {
  const file = fc.constantFrom(readme, migration, moved, copied);
  const when = fc.constantFrom<Condition>(
    { files: ["**/*.sql"] },
    { onlyFiles: ["**/*.md", "docs/**"] },
    { minLines: 60, files: ["db/**"] },
    { maxLines: 60 },
    { minFiles: 2, maxFiles: 4 },
  );
  fc.assert(
    fc.property(when, fc.array(file), fc.array(file), (condition, known, missing) => {
      const partial = matchesCondition(condition, subject({ files: known, factsComplete: false }));
      const whole = matchesCondition(condition, subject({ files: [...known, ...missing] }));
      expect(whole.certain).toBe(true);
      if (partial.certain) expect(whole.matches).toBe(partial.matches);
    }),
  );
});

test("the teams that conditions name are asked once each, wherever they stand", () => {
  const policy = policyOf({
    risk: { rules: [{ name: "a", points: 1, when: { authors: ["@acme/data", "@maria"] } }] },
    standard: [{ name: "b", when: { authors: ["dependabot[bot]", "@Acme/Data"] } }],
    approvals: {
      also: [{ name: "c", when: { authors: ["@acme/web"] }, require: [{ from: ["@acme/cab"] }] }],
    },
  });
  expect(teamsAskedByConditions(policy)).toEqual([
    { organization: "Acme", slug: "Data" },
    { organization: "acme", slug: "web" },
  ]);
});

test("a title is matched in linear time, whatever the pattern", () => {
  // With backtracking neither of these would come to an end.
  for (const title of ["(a+)+$", "(a|a)*b", "(.*a){20}$", "^(a?){100}a{100}$"]) {
    const [condition] = policyOf({ standard: [{ name: "x", when: { title } }] }).standard;
    const change = subject({ title: `${"a".repeat(50_000)}!` });
    expect(matchesCondition(condition?.when ?? {}, change).matches).toBe(false);
  }
});
