import { describe, expect, test } from "@jest/globals";
import { type Demand, matchApprovers } from "#core/approval/match-approvers.ts";
import { fc } from "../../support/fast-check.ts";

const distinct = { distinct: true } as const;

describe("approvers and requirements", () => {
  test.each<[string, readonly Demand[], readonly (readonly number[])[]]>([
    ["no demand", [], []],
    ["nobody", [{ count: 2, eligible: [] }], [[]]],
    ["more people than needed", [{ count: 1, eligible: [0, 1] }], [[0]]],
    [
      "who could serve both leaves the other to the one who can't",
      [
        { count: 1, eligible: [0, 1] },
        { count: 1, eligible: [0] },
      ],
      [[1], [0]],
    ],
    [
      "a chain of swaps",
      [
        { count: 1, eligible: [0, 1] },
        { count: 1, eligible: [0, 2] },
        { count: 1, eligible: [0] },
      ],
      [[1], [2], [0]],
    ],
    [
      "one person does not serve two demands",
      [
        { count: 1, eligible: [0] },
        { count: 1, eligible: [0] },
      ],
      [[0], []],
    ],
    [
      "two approvals are two people",
      [
        { count: 2, eligible: [0, 1, 2] },
        { count: 1, eligible: [0] },
      ],
      [[1, 2], [0]],
    ],
  ])("%s", (_name, demands, matched) => {
    expect(matchApprovers(demands, distinct)).toEqual(matched);
  });

  test("without distinct one person serves every demand, but counts once in each", () => {
    const demands = [
      { count: 2, eligible: [0] },
      { count: 1, eligible: [0] },
    ];
    expect(matchApprovers(demands, { distinct: false })).toEqual([[0], [0]]);
  });
});

const approvers = 5;
const demand = fc.record({
  count: fc.integer({ min: 1, max: 3 }),
  eligible: fc.uniqueArray(fc.nat(approvers - 1)),
});

/** The most approvals that any assignment uses, found by trying every place for every approver. */
function mostByTrying(demands: readonly Demand[], approver = 0): number {
  if (approver === approvers) return 0;
  return Math.max(
    mostByTrying(demands, approver + 1),
    ...demands.flatMap(({ count, eligible }, index) => {
      if (count === 0 || !eligible.includes(approver)) return [];
      const left = demands.map((other, at) =>
        at === index ? { ...other, count: count - 1 } : other,
      );
      return [1 + mostByTrying(left, approver + 1)];
    }),
  );
}

test("no assignment uses more approvals", () => {
  fc.assert(
    fc.property(fc.array(demand, { maxLength: 4 }), (demands) => {
      const matched = matchApprovers(demands, distinct);
      expect(matched.flat()).toHaveLength(mostByTrying(demands));
    }),
  );
});

test("an assignment keeps to eligibility and counts, and uses nobody twice", () => {
  fc.assert(
    fc.property(fc.array(demand, { maxLength: 4 }), (demands) => {
      const matched = matchApprovers(demands, distinct);
      expect(new Set(matched.flat()).size).toBe(matched.flat().length);
      for (const [index, people] of matched.entries()) {
        expect(people.length).toBeLessThanOrEqual(demands[index]?.count ?? 0);
        expect(demands[index]?.eligible).toEqual(expect.arrayContaining([...people]));
      }
    }),
  );
});
