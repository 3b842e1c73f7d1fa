import { describe, expect, test } from "@jest/globals";
import { binScores, gainOfPolicy, gainsOf, sliceTime } from "#core/backtest/chart-data.ts";
import type { JudgedChange } from "#core/backtest/judged-change.ts";
import { reportBacktest } from "#core/backtest/report.ts";
import { findUnreplayed } from "#core/backtest/unreplayed.ts";
import { builtInPolicy } from "#core/policy/built-in-policy.ts";
import { Policy } from "#core/policy/schema.ts";
import { hotfixedChange, judgedChange, revertedChange } from "../../support/judged-change.ts";

const weekMs = 7 * 86_400_000;
const startMs = Date.UTC(2024, 0, 1);

function report(changes: readonly JudgedChange[], budgets: readonly number[] = []) {
  return reportBacktest(changes, builtInPolicy, budgets);
}

/** Ten changes; the two riskiest hold one of two reverts. */
const ten = [
  judgedChange({ score: 5 }),
  judgedChange({ score: 8 }),
  revertedChange({ score: 12, title: "Missed" }),
  judgedChange({ score: 16 }),
  hotfixedChange({ score: 18 }),
  judgedChange({ score: 20 }),
  judgedChange({ score: 22 }),
  judgedChange({ score: 24 }),
  revertedChange({ score: 31, title: "Caught" }),
  judgedChange({ score: 60 }),
];

describe("what was held", () => {
  test("is counted, with the lift over holding as many at random", () => {
    expect(report(ten).held).toEqual({
      changes: 2,
      share: 0.2,
      reverted: 1,
      hotfixed: 0,
      lift: 2.5,
      hotfixLift: 0,
    });
  });

  test("is told level by level, the mildest first", () => {
    expect(
      report(ten).levels.map(({ level, changes, reverted }) => [level, changes, reverted]),
    ).toEqual([
      ["low", 3, 1],
      ["medium", 5, 0],
      ["high", 1, 1],
      ["critical", 1, 0],
    ]);
  });

  test("leaves standard changes out, whatever their level", () => {
    const standard = revertedChange({
      score: 50,
      type: "standard",
      standardRule: "documentation only",
    });
    const { held, missed, standardRules } = report([standard]);
    expect(held.changes).toBe(0);
    expect(missed).toHaveLength(1);
    expect(standardRules).toMatchObject([{ name: "documentation only", changes: 1, reverted: 1 }]);
  });

  test("names what was caught and what was missed", () => {
    const { caught, missed } = report(ten);
    expect(caught).toMatchObject([{ title: "Caught", level: "high", revertedBy: { number: 99 } }]);
    expect(missed).toMatchObject([{ title: "Missed", level: "low" }]);
  });
});

test("the ranking of the score is told beside those of lines", () => {
  const changes = [
    revertedChange({ score: 40, linesAdded: 0, sourceLines: 5 }),
    judgedChange({ score: 10, linesAdded: 9, sourceLines: 5 }),
  ];
  expect(report(changes).auc).toEqual({
    score: { reverted: 1, hotfixed: null },
    linesAdded: { reverted: 0, hotfixed: null },
    sourceLines: { reverted: 0.5, hotfixed: null },
  });
});

test("a floor is counted, and whether it lifted the change", () => {
  const floors = [{ name: "CI", atLeast: "medium" as const }];
  const changes = [
    judgedChange({ score: 3, level: "medium", floors }),
    judgedChange({ score: 33, floors }),
    judgedChange(),
  ];
  expect(report(changes).floors).toMatchObject([{ name: "CI", changes: 2, lifted: 1 }]);
});

describe("thresholds for a budget", () => {
  test("are the lowest that keep it", () => {
    const [tenth, fifth, half] = report(ten, [0.1, 0.2, 0.5]).thresholds;
    expect(tenth).toMatchObject({ levels: { medium: 15, high: 32, critical: 47 } });
    expect(tenth?.held).toMatchObject({ changes: 1, reverted: 0 });
    expect(fifth).toMatchObject({ levels: { medium: 15, high: 25, critical: 45 } });
    expect(fifth?.held).toMatchObject({ changes: 2, reverted: 1 });
    expect(half).toMatchObject({ levels: { medium: 15, high: 19, critical: 45 } });
  });

  test("never stand below medium", () => {
    expect(report(ten, [0.9]).thresholds[0]?.levels).toEqual({ medium: 6, high: 6, critical: 45 });
  });

  test("count what floors hold whatever the score", () => {
    const floored = judgedChange({
      score: 1,
      level: "high",
      floors: [{ name: "policy", atLeast: "high" }],
    });
    const [none, room] = report([floored, ...ten], [0.05, 0.1]).thresholds;
    expect(none).toMatchObject({ levels: null, held: { changes: 1 } });
    expect(room).toMatchObject({ levels: { high: 61 }, held: { changes: 1 } });
  });
});

test("approvals are counted for those who would have given them, by week", () => {
  const { approvals } = Policy.parse({
    version: 1,
    approvals: { high: [{ from: ["@acme/sre", "write"], count: 2 }], low: [{ from: ["admin"] }] },
  });
  const at = (week: number) => startMs + week * weekMs;
  const high = approvals?.high ?? [];
  const changes = [
    judgedChange({ mergedAtMs: at(0), requirements: high }),
    judgedChange({ mergedAtMs: at(0) + 1, requirements: high }),
    judgedChange({ mergedAtMs: at(4), requirements: [...high, ...(approvals?.low ?? [])] }),
  ];
  expect(report(changes).approvals).toEqual([
    { from: "@acme/sre or write", approvals: 6, perWeek: 1.5, busiestWeek: 4 },
    { from: "admin", approvals: 1, perWeek: 0.25, busiestWeek: 1 },
  ]);
});

test("no change at all gives a report without figures", () => {
  expect(report([], [0.15])).toMatchObject({
    all: { changes: 0, share: 0, lift: null },
    period: null,
    auc: { score: { reverted: null, hotfixed: null } },
    caught: [],
    approvals: [],
  });
});

describe("charts", () => {
  test("scores are binned; 100 belongs to the last bin", () => {
    const bins = binScores([judgedChange({ score: 0 }), revertedChange({ score: 100 })], 50);
    expect(bins).toEqual([
      { from: 0, to: 50, changes: 1, reverted: 0, hotfixed: 0 },
      { from: 50, to: 100, changes: 1, reverted: 1, hotfixed: 0 },
    ]);
  });

  test("time is cut into equal slices; the last change belongs to the last", () => {
    const changes = [0, 1, 9, 10].map((day) =>
      judgedChange({ mergedAtMs: startMs + day, score: day * 4 }),
    );
    expect(sliceTime(changes, 2)).toMatchObject([
      { changes: 2, levels: { low: 2 } },
      { changes: 2, levels: { high: 2, low: 0 } },
    ]);
    expect(sliceTime([], 2)).toEqual([]);
  });

  test("gains rise from nothing to everything", () => {
    expect(gainsOf(ten, "score")[0]).toEqual({ held: 0, caught: 0 });
    expect(gainsOf(ten, "score")[2]).toEqual({ held: 0.2, caught: 0.5 });
    expect(gainsOf(ten, "score").at(-1)).toEqual({ held: 1, caught: 1 });
    expect(gainOfPolicy(ten)).toEqual({ held: 0.2, caught: 0.5 });
  });
});

test("what a history can't tell of a policy is said", () => {
  const policy = Policy.parse({
    version: 1,
    risk: {
      rules: [
        { name: "breaking", when: { labels: ["breaking"] }, points: 5 },
        { name: "stranger", when: { fork: true }, points: 5 },
      ],
    },
    standard: [{ name: "by ops", when: { authors: ["@acme/ops"], onlyFiles: ["ops/**"] } }],
    freezes: [{ name: "year end", from: "2026-12-18T18:00", to: "2027-01-04T08:00" }],
    emergency: { declare: ["write"], approvals: [{ from: ["write"] }] },
  });
  expect(findUnreplayed(policy)).toEqual([
    "A history keeps no labels: rules that ask for one never applied (breaking).",
    "A history does not tell forks: every change counted as none (stranger).",
    "A history knows no teams: nobody counted as a member (by ops).",
    "Freezes are not replayed yet (year end).",
    "No change counted as an emergency.",
  ]);
  expect(findUnreplayed(builtInPolicy)).toEqual([]);
});
