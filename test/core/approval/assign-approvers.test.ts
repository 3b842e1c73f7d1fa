import { describe, expect, test } from "@jest/globals";
import { assignApprovers, type CoverDemand, meetsDemand } from "#core/approval/assign-approvers.ts";
import { fc } from "../../support/fast-check.ts";

function needs(
  count: number,
  groups: readonly (readonly number[])[],
  others: readonly number[] = [],
): CoverDemand {
  const eligible = [...new Set([...groups.flat(), ...others])].sort((a, b) => a - b);
  return { count, eligible, cover: { groups, others } };
}

function plain(count: number, eligible: readonly number[]): CoverDemand {
  return { count, eligible, cover: null };
}

function countMet(demands: readonly CoverDemand[], assigned: readonly (readonly number[])[]) {
  return demands.filter((demand, index) => meetsDemand(demand, assigned[index] ?? [])).length;
}

describe("owners and requirements", () => {
  test.each<[string, readonly CoverDemand[], readonly (readonly number[])[], met: number]>([
    ["one owner for every file", [needs(1, [[0], [0, 1]])], [[0]], 1],
    ["two owners where each file has its own", [needs(1, [[0], [1]])], [[0, 1]], 1],
    [
      "as few owners as will do",
      [
        needs(1, [
          [0, 2],
          [1, 2],
        ]),
      ],
      [[2]],
      1,
    ],
    ["a file without an owner's approval", [needs(1, [[0], []])], [[0]], 0],
    ["nothing owned is not met by anybody's approval", [needs(1, [])], [[]], 0],
    ["nothing owned, but another principal", [needs(1, [], [0])], [[0]], 1],
    ["the count is filled with owners", [needs(2, [[0, 1, 2]])], [[0, 1]], 1],
    ["the count is filled with others", [needs(2, [[0]], [1])], [[0, 1]], 1],
    ["others alone need the whole count", [needs(2, [[0], []], [1])], [[0, 1]], 0],
    [
      "an owner leaves the other requirement to whom it alone has",
      [needs(1, [[0, 1]]), plain(1, [0])],
      [[1], [0]],
      2,
    ],
    [
      "who covers files counts for nothing else",
      [needs(1, [[0], [1]]), plain(1, [0, 1])],
      [[0, 1], []],
      1,
    ],
    [
      "a larger set of owners frees who is needed elsewhere",
      [
        needs(1, [
          [0, 2],
          [1, 2],
        ]),
        plain(1, [2]),
      ],
      [[0, 1], [2]],
      2,
    ],
    [
      "two requirements of owners share no person",
      [needs(1, [[0, 1]]), needs(1, [[0]])],
      [[1], [0]],
      2,
    ],
  ])("%s", (_name, demands, assigned, met) => {
    const found = assignApprovers(demands, { distinct: true });
    expect(found).toEqual(assigned);
    expect(countMet(demands, found)).toBe(met);
  });

  test("without distinct each is met by itself", () => {
    const demands = [needs(1, [[0], [1]]), plain(1, [0, 1]), needs(1, [[0]])];
    expect(assignApprovers(demands, { distinct: false })).toEqual([[0, 1], [0], [0]]);
  });
});

const approvers = 5;
const people = fc.uniqueArray(fc.nat(approvers - 1));
const demand = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 2 }), people).map(([count, of]) => plain(count, of)),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.array(people, { maxLength: 4 }), people)
    .map(([count, groups, others]) => needs(count, groups, others)),
);
const demands = fc.array(demand, { maxLength: 3 });

/** The most demands that any assignment meets, found by trying every place for every approver. */
function mostByTrying(
  wanted: readonly CoverDemand[],
  given: readonly (readonly number[])[] = wanted.map(() => []),
  approver = 0,
): number {
  if (approver === approvers) return countMet(wanted, given);
  return Math.max(
    mostByTrying(wanted, given, approver + 1),
    ...wanted.flatMap(({ eligible }, index) =>
      eligible.includes(approver)
        ? mostByTrying(
            wanted,
            given.map((those, at) => (at === index ? [...those, approver] : those)),
            approver + 1,
          )
        : [],
    ),
  );
}

test("all requirements are met where any assignment meets them all", () => {
  fc.assert(
    fc.property(demands, (wanted) => {
      const assigned = assignApprovers(wanted, { distinct: true });
      const isMet = countMet(wanted, assigned) === wanted.length;
      expect(isMet).toBe(mostByTrying(wanted) === wanted.length);
    }),
    { numRuns: 500 },
  );
});

test("an assignment keeps to who is eligible, and uses nobody twice", () => {
  fc.assert(
    fc.property(demands, (wanted) => {
      const assigned = assignApprovers(wanted, { distinct: true });
      expect(new Set(assigned.flat()).size).toBe(assigned.flat().length);
      for (const [index, those] of assigned.entries()) {
        expect(wanted[index]?.eligible).toEqual(expect.arrayContaining([...those]));
      }
    }),
  );
});

test("more ways than can be tried end in time, and invent nothing", () => {
  const everybody = Array.from({ length: 40 }, (_, index) => index);
  const groups = everybody.map((person) => [person, (person * 7 + 3) % 40, (person * 11 + 5) % 40]);
  const wanted = [needs(3, groups), needs(3, groups), needs(3, [...groups, []])];
  const assigned = assignApprovers(wanted, { distinct: true });
  expect(new Set(assigned.flat()).size).toBe(assigned.flat().length);
  expect(meetsDemand(wanted[2] ?? needs(1, []), assigned[2] ?? [])).toBe(false);
});
