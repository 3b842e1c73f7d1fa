import { describe, expect, test } from "@jest/globals";
import { aucMargin, liftOf, recallInTop, shareInterval } from "#core/backtest/measures.ts";

const [yes, no] = [true, false];

describe("recall in the top", () => {
  test.each([
    ["all of two", 0.5, [4, 3, 2, 1], [yes, yes, no, no], 1],
    ["one of two", 0.25, [4, 3, 2, 1], [yes, yes, no, no], 0.5],
    ["none", 0.25, [4, 3, 2, 1], [no, no, no, yes], 0],
    ["half of what is tied at the cut", 0.5, [4, 1, 1, 1], [no, yes, no, no], 1 / 3],
    ["the same share where all is tied", 0.2, [1, 1, 1, 1, 1], [yes, no, no, no, no], 0.2],
    ["nothing to find", 0.2, [1, 2], [no, no], null],
  ])("%s", (_name, share, scores, labels, expected) => {
    const recall = recallInTop(share, scores, labels);
    if (expected === null) expect(recall).toBeNull();
    else expect(recall).toBeCloseTo(expected, 10);
  });
});

describe("lift", () => {
  test.each([
    ["twice chance", { changes: 10, positives: 4 }, { changes: 100, positives: 20 }, 2],
    ["chance", { changes: 10, positives: 2 }, { changes: 100, positives: 20 }, 1],
    ["none found", { changes: 10, positives: 0 }, { changes: 100, positives: 20 }, 0],
    ["an empty group", { changes: 0, positives: 0 }, { changes: 100, positives: 20 }, null],
    ["nothing to find", { changes: 10, positives: 0 }, { changes: 100, positives: 0 }, null],
  ])("%s", (_name, group, all, expected) => {
    expect(liftOf(group, all)).toBe(expected);
  });
});

test("the margin of an area shrinks with the number of positives", () => {
  // Hanley and McNeil, table II: 0.85 with 50 of each kind has a standard error of about 0.038.
  expect(aucMargin(0.85, 50, 50) / 1.96).toBeCloseTo(0.038, 2);
  expect(aucMargin(0.65, 8, 1_400)).toBeGreaterThan(aucMargin(0.65, 80, 1_400));
});

test.each([
  ["none of ten", 0, 10, 0, 0.278],
  ["half of ten", 5, 10, 0.237, 0.763],
  ["all of ten", 10, 10, 0.722, 1],
  ["nothing seen", 0, 0, 0, 1],
])("the true share with %s", (_name, positives, all, low, high) => {
  const [from, to] = shareInterval(positives, all);
  expect(from).toBeCloseTo(low, 3);
  expect(to).toBeCloseTo(high, 3);
});
