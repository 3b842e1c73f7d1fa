import { beforeAll, expect, test } from "@jest/globals";
import { type CallCount, countCalls } from "../../bench/calls.ts";

let counts: readonly CallCount[];

beforeAll(async () => {
  counts = await countCalls();
});

test.each([
  ["a push takes the approval back", { total: 3, writes: 3 }],
  ["the first of two approvals", { total: 2, writes: 2 }],
  ["the second one: approved", { total: 2, writes: 2 }],
  ["a remark changes nothing", { total: 1, writes: 0 }],
  ["the same delivery once more", { total: 0, writes: 0 }],
])("on a warm server: %s", (event, cost) => {
  expect(counts.find((count) => count.event === event)).toMatchObject(cost);
});

test("each of a push's calls is one that it can't do without", () => {
  expect([...(counts[0]?.calls ?? [])]).toEqual([
    ["GET /repos/{owner}/{repo}/compare/{basehead}", 1],
    ["graphql ObserveChange", 1],
    ["graphql ActOnChange", 1],
  ]);
});
