import { expect, test } from "@jest/globals";
import { judgedRange } from "#core/backtest/judged-range.ts";

const days = (...numbers: number[]) => numbers.map((day) => day * 86_400_000);

test.each([
  ["an empty history", [], { from: 0, to: 0 }],
  ["one younger than 60 days", days(0, 30, 59), { from: 0, to: 0 }],
  ["the second half of what is 60 days old", days(0, 1, 2, 3, 60, 63), { from: 2, to: 4 }],
  ["an odd number", days(0, 1, 2, 62), { from: 1, to: 3 }],
  ["a clock that went wrong once", days(0, 500, 2, 3, 70, 80), { from: 2, to: 4 }],
])("judges of %s", (_name, mergedAtMs, expected) => {
  expect(judgedRange(mergedAtMs)).toEqual(expected);
});
