import { describe, expect, test } from "@jest/globals";
import { contention } from "#core/risk/factors/contention.ts";
import { hotspot } from "#core/risk/factors/hotspot.ts";
import { newcomer } from "#core/risk/factors/newcomer.ts";
import { unfamiliar } from "#core/risk/factors/unfamiliar.ts";
import { changeFacts, dependabot, historyFacts } from "../../../support/facts.ts";
import { policyWithRisk } from "../../../support/risk-policy.ts";

const { risk } = policyWithRisk();

describe.each([hotspot, contention, newcomer, unfamiliar])("$name", (factor) => {
  test("can't tell without history", () => {
    expect(factor.find(changeFacts({ history: null }), risk)).toBeNull();
  });

  test("gives no points for a quiet past", () => {
    expect(factor.find(changeFacts({ history: historyFacts() }), risk)?.points).toBe(0);
  });
});

describe("hotspot", () => {
  const cases = [
    { fixes: 0, points: 0, observed: "no fix or revert of these source files in 180 days" },
    { fixes: 1, points: 4, observed: "1 fix or revert of src/a.ts in 180 days" },
    { fixes: 2, points: 4, observed: "2 fixes or reverts of src/a.ts in 180 days" },
    { fixes: 3, points: 6, observed: "3 fixes or reverts of src/a.ts in 180 days" },
    { fixes: 5, points: 6, observed: "5 fixes or reverts of src/a.ts in 180 days" },
    { fixes: 6, points: 12, observed: "6 fixes or reverts of src/a.ts in 180 days" },
    { fixes: 60, points: 12, observed: "60 fixes or reverts of src/a.ts in 180 days" },
  ];
  test.each(cases)("$fixes fixes: $points points", ({ fixes, points, observed }) => {
    const history = historyFacts({ fixesOfHottestFile: fixes, hottestFile: "src/a.ts" });
    expect(hotspot.find(changeFacts({ history }), risk)).toEqual({ points, observed });
  });
});

describe("contention", () => {
  const cases = [
    { others: 0, points: 0, observed: "no other author in these source files in 90 days" },
    { others: 1, points: 3, observed: "1 other author in these source files in 90 days" },
    { others: 2, points: 3, observed: "2 other authors in these source files in 90 days" },
    { others: 3, points: 4, observed: "3 other authors in these source files in 90 days" },
    { others: 30, points: 4, observed: "30 other authors in these source files in 90 days" },
  ];
  test.each(cases)("$others others: $points points", ({ others, points, observed }) => {
    const history = historyFacts({ otherAuthors: others });
    expect(contention.find(changeFacts({ history }), risk)).toEqual({ points, observed });
  });
});

describe("newcomer", () => {
  const cases = [
    { merged: 0, points: 4, observed: "no merged change of alice here before" },
    { merged: 1, points: 4, observed: "1 merged change of alice here before" },
    { merged: 4, points: 4, observed: "4 merged changes of alice here before" },
    { merged: 5, points: 0, observed: "5 merged changes of alice here before" },
  ];
  test.each(cases)("$merged merged: $points points", ({ merged, points, observed }) => {
    const history = historyFacts({ mergedChangesOfAuthor: merged });
    expect(newcomer.find(changeFacts({ history }), risk)).toEqual({ points, observed });
  });

  test("says that a bot is no newcomer", () => {
    const history = historyFacts({ mergedChangesOfAuthor: 0 });
    expect(newcomer.find(changeFacts({ author: dependabot, history }), risk)).toEqual({
      points: 0,
      observed: "the author is a bot",
    });
  });
});

describe("unfamiliar", () => {
  const cases = [
    {
      familiar: 0,
      existing: 0,
      points: 0,
      observed: "no source file of this change existed before",
    },
    {
      familiar: 0,
      existing: 1,
      points: 6,
      observed: "alice touched 0 of 1 existing source file before",
    },
    {
      familiar: 1,
      existing: 3,
      points: 6,
      observed: "alice touched 1 of 3 existing source files before",
    },
    {
      familiar: 1,
      existing: 2,
      points: 0,
      observed: "alice touched 1 of 2 existing source files before",
    },
    {
      familiar: 4,
      existing: 4,
      points: 0,
      observed: "alice touched 4 of 4 existing source files before",
    },
  ];
  test.each(cases)("$familiar of $existing: $points points", (row) => {
    const history = historyFacts({ familiarFiles: row.familiar, existingFiles: row.existing });
    expect(unfamiliar.find(changeFacts({ history }), risk)).toEqual({
      points: row.points,
      observed: row.observed,
    });
  });

  test("says that a bot is not asked", () => {
    const history = historyFacts({ familiarFiles: 0, existingFiles: 9 });
    expect(unfamiliar.find(changeFacts({ author: dependabot, history }), risk)).toEqual({
      points: 0,
      observed: "the author is a bot",
    });
  });
});
