import { describe, expect, test } from "@jest/globals";
import type { ChangeFacts } from "#core/change/facts.ts";
import { factorNames, type Policy } from "#core/policy/schema.ts";
import { assessRisk } from "#core/risk/assess-risk.ts";
import {
  alice,
  changeFacts,
  commitBy,
  dependabot,
  fileChange,
  historyFacts,
} from "../../support/facts.ts";
import { policyWithRisk } from "../../support/risk-policy.ts";

const context = { teams: {} };
const assess = (facts: Partial<ChangeFacts>, policy: Policy = policyWithRisk()) =>
  assessRisk(changeFacts(facts), policy, context);

/** Nothing speaks for or against it: one line of a text. */
const plain = { files: [fileChange("README.md")] };
const unlisted = { files: 9, additions: 1, deletions: 0, commits: 1 };
const sourceLines = (additions: number) => ({ files: [fileChange("src/a.ts", { additions })] });

describe("the score", () => {
  test("is the sum of every factor's points", () => {
    const { score, scoreLevel, level, factors } = assess({
      files: [fileChange("src/a.ts", { additions: 50 }), fileChange("Makefile", { additions: 0 })],
      commits: Array.from({ length: 9 }, () => commitBy(alice)),
      history: historyFacts({
        fixesOfHottestFile: 3,
        hottestFile: "src/a.ts",
        otherAuthors: 1,
        mergedChangesOfAuthor: 4,
        familiarFiles: 0,
      }),
    });
    expect(factors.map(({ name, points }) => [name, points])).toEqual([
      ["size", 23],
      ["hotspot", 6],
      ["contention", 3],
      ["newcomer", 4],
      ["unfamiliar", 6],
      ["commits", 6],
      ["majorBump", 0],
      ["trustedBot", 0],
      ["delivery", 3],
    ]);
    expect({ score, scoreLevel, level }).toEqual({
      score: 51,
      scoreLevel: "critical",
      level: "critical",
    });
  });

  test("lists every built-in factor, also those without points", () => {
    const { factors } = assess({ ...plain, history: historyFacts() });
    expect(factors.map(({ name }) => name)).toEqual([...factorNames]);
    expect(factors.every(({ points, observed }) => points === 0 && observed !== "")).toBe(true);
    expect(factors.every(({ state }) => state === "counted")).toBe(true);
  });

  test("says which factors had no history", () => {
    const { factors } = assess(plain);
    const unavailable = factors.filter(({ state }) => state === "unavailable");
    expect(unavailable.map(({ name }) => name)).toEqual([
      "hotspot",
      "contention",
      "newcomer",
      "unfamiliar",
    ]);
    expect(unavailable.map(({ observed, points }) => `${observed}: ${points}`)).toEqual(
      Array.from({ length: 4 }, () => "no history of this repository yet: 0"),
    );
  });

  test("never goes below 0", () => {
    const trusted = policyWithRisk({ trustedBots: ["dependabot[bot]"] });
    const { score, factors } = assess({ ...plain, author: dependabot }, trusted);
    expect(factors.find(({ name }) => name === "trustedBot")?.points).toBe(-20);
    expect(score).toBe(0);
  });

  test("never goes above 100", () => {
    const rules = ["a", "b"].map((name) => ({ name, when: {}, points: 80 }));
    expect(assess(plain, policyWithRisk({ rules })).score).toBe(100);
  });
});

describe("weights", () => {
  const pointsOfSize = (weight: number) => {
    const { factors } = assess(sourceLines(50), policyWithRisk({ factors: { size: weight } }));
    return factors[0];
  };

  test.each([
    [1, 23],
    [2, 46],
    [0.5, 12],
    [0.1, 2],
  ])("%d makes %d points of 23", (weight, points) => {
    expect(pointsOfSize(weight)).toMatchObject({ points, state: "counted" });
  });

  test("0 switches a factor off, and the fact is still told", () => {
    expect(pointsOfSize(0)).toEqual({
      name: "size",
      kind: "built-in",
      points: 0,
      observed: "50 source lines changed in 1 file",
      state: "off",
    });
  });

  test("a small weight leaves no negative zero", () => {
    const policy = policyWithRisk({
      trustedBots: ["dependabot[bot]"],
      factors: { trustedBot: 0.01 },
    });
    const { factors, score } = assess({ ...plain, author: dependabot }, policy);
    expect(factors.find(({ name }) => name === "trustedBot")?.points).toBe(0);
    expect(score).toBe(0);
  });
});

describe("levels by score", () => {
  test.each([
    [9, "low", 13],
    [14, "medium", 16],
    [200, "high", 31],
  ])("%d lines: %s at %d points", (lines, level, score) => {
    expect(assess(sourceLines(lines))).toMatchObject({ score, scoreLevel: level, level });
  });

  test("a level that begins at 101 is left to the floors", () => {
    const levels = { medium: 10, high: 101, critical: 101 };
    const rules = [{ name: "all of it", when: {}, points: 100 }];
    expect(assess(plain, policyWithRisk({ levels, rules })).level).toBe("medium");
    const floor = [{ name: "all of it", when: {}, atLeast: "high" as const }];
    expect(assess(plain, policyWithRisk({ levels, rules: floor })).level).toBe("high");
  });
});

describe("rules", () => {
  const migration = {
    name: "database migration",
    when: { files: ["db/**"] },
    points: 25,
    atLeast: "high" as const,
  };

  test("one that applies adds points and a floor", () => {
    const policy = policyWithRisk({ rules: [migration], defaultFloors: false });
    const { score, level, floors, factors } = assess(
      { files: [fileChange("db/001.sql", { additions: 0 })] },
      policy,
    );
    expect(factors.at(-1)).toEqual({
      name: "database migration",
      kind: "rule",
      points: 25,
      observed: "db/001.sql matches db/**",
      state: "counted",
    });
    expect(floors).toEqual([
      { name: "database migration", atLeast: "high", observed: "db/001.sql matches db/**" },
    ]);
    expect({ score, level }).toEqual({ score: 25, level: "high" });
  });

  test("one that does not apply is listed, and says why", () => {
    const { floors, factors } = assess(plain, policyWithRisk({ rules: [migration] }));
    expect(factors.at(-1)).toMatchObject({
      points: 0,
      observed: "no changed file matches db/**",
    });
    expect(floors).toEqual([]);
  });

  test("a negative one lowers the score", () => {
    const rules = [{ name: "copy", when: { labels: ["copy"] }, points: -10 }];
    const policy = policyWithRisk({ rules });
    expect(assess({ ...sourceLines(50), labels: ["copy"] }, policy).score).toBe(13);
    expect(assess(sourceLines(50), policy).score).toBe(23);
  });

  test("a team's members are told by the context", () => {
    const rules = [{ name: "new team", when: { authors: ["@acme/juniors"] }, points: 7 }];
    const policy = policyWithRisk({ rules });
    const teams = { "acme/juniors": ["alice"] };
    expect(assessRisk(changeFacts(plain), policy, { teams }).score).toBe(7);
    expect(assess(plain, policy).score).toBe(0);
  });
});

describe("floors", () => {
  test("the default ones hold whatever the score, unless switched off", () => {
    const workflow = { files: [fileChange(".github/workflows/ci.yml", { additions: 0 })] };
    expect(assess(workflow)).toMatchObject({ score: 3, scoreLevel: "low", level: "medium" });
    expect(assess(workflow, policyWithRisk({ defaultFloors: false })).level).toBe("low");
  });

  test("that of the policy file can't be switched off", () => {
    const files = [fileChange("a.yml", { status: "renamed", previousPath: ".github/sluice.yml" })];
    const { level, floors } = assess({ files }, policyWithRisk({ defaultFloors: false }));
    expect(level).toBe("critical");
    expect(floors.map(({ name }) => name)).toEqual(["policy file"]);
  });
});

describe("incomplete facts", () => {
  test("make a change critical, and say why", () => {
    const { level, floors } = assess({ ...plain, totals: unlisted });
    expect(level).toBe("critical");
    expect(floors).toEqual([
      {
        name: "facts incomplete",
        atLeast: "critical",
        observed: "9 changed files stated, 1 listed",
        firm: true,
      },
    ]);
  });

  test("leave a trusted bot without its credit", () => {
    const policy = policyWithRisk({ trustedBots: ["dependabot[bot]"] });
    const facts = { ...sourceLines(50), author: dependabot };
    expect(assess(facts, policy).score).toBe(3);
    const { score, factors } = assess({ ...facts, totals: unlisted }, policy);
    expect(score).toBe(23);
    expect(factors.find(({ name }) => name === "trustedBot")).toMatchObject({
      points: 0,
      observed: "every commit is by dependabot[bot]; not counted: facts incomplete",
    });
  });

  test("leave a rule without the points that it would take away", () => {
    const rules = [{ name: "copy", when: { labels: ["copy"] }, points: -10 }];
    const facts = { ...sourceLines(50), labels: ["copy"], totals: unlisted };
    expect(assess(facts, policyWithRisk({ rules })).score).toBe(23);
  });

  test("let a rule raise that the missing files could make apply", () => {
    const when = { files: ["db/**"] };
    const rules = [
      { name: "migration", when, points: 25, atLeast: "high" as const },
      { name: "harmless migration", when, points: -25 },
    ];
    const { score, factors, floors } = assess(
      { ...plain, totals: unlisted },
      policyWithRisk({ rules }),
    );
    expect(score).toBe(25);
    expect(factors.slice(-2).map(({ points }) => points)).toEqual([25, 0]);
    expect(floors.map(({ name }) => name)).toEqual(["facts incomplete", "migration"]);
  });
});
