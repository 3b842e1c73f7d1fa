import { describe, expect, test } from "@jest/globals";
import { levelOfScore } from "#core/risk/level.ts";

const defaults = { medium: 15, high: 30, critical: 45 };

describe("levelOfScore", () => {
  const cases = [
    { score: 0, level: "low" },
    { score: 14, level: "low" },
    { score: 15, level: "medium" },
    { score: 29, level: "medium" },
    { score: 30, level: "high" },
    { score: 44, level: "high" },
    { score: 45, level: "critical" },
    { score: 100, level: "critical" },
  ];
  test.each(cases)("$score is $level", ({ score, level }) => {
    expect(levelOfScore(score, defaults)).toBe(level);
  });

  test("a level that begins at 101 is never reached", () => {
    expect(levelOfScore(100, { medium: 15, high: 101, critical: 101 })).toBe("medium");
    expect(levelOfScore(100, { medium: 101, high: 101, critical: 101 })).toBe("low");
  });

  test("a level that begins at 0 is always reached", () => {
    expect(levelOfScore(0, { ...defaults, medium: 0 })).toBe("medium");
  });
});
