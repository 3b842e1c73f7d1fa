import { expect, test } from "@jest/globals";
import { areaUnderCurve } from "#core/backtest/auc.ts";
import { fc } from "../../support/fast-check.ts";

const yes = true;
const no = false;

test.each([
  ["every positive above every negative", [1, 2, 3, 4], [no, no, yes, yes], 1],
  ["every positive below", [4, 3, 2, 1], [no, no, yes, yes], 0],
  ["all tied", [7, 7, 7], [yes, no, no], 0.5],
  ["one of two pairs in order", [2, 1, 3], [yes, no, no], 0.5],
  ["a tie counts half", [2, 2, 1], [yes, no, no], 0.75],
  ["no positive", [1, 2], [no, no], null],
  ["no negative", [1, 2], [yes, yes], null],
  ["nothing", [], [], null],
])("area under the curve: %s", (_name, scores, labels, expected) => {
  expect(areaUnderCurve(scores, labels)).toBe(expected);
});

test("equals the share of pairs in order", () => {
  const rows = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.boolean()), { maxLength: 30 });
  fc.assert(
    fc.property(rows, (changes) => {
      const pairs = changes
        .filter(([, positive]) => positive)
        .flatMap(([score]) =>
          changes
            .filter(([, positive]) => !positive)
            .map(([other]) => (Math.sign(score - other) + 1) / 2),
        );
      const expected = pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length;
      const actual = areaUnderCurve(
        changes.map(([score]) => score),
        changes.map(([, positive]) => positive),
      );
      if (pairs.length === 0) expect(actual).toBeNull();
      else expect(actual).toBeCloseTo(expected, 10);
    }),
  );
});
