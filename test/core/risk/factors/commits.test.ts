import { describe, expect, test } from "@jest/globals";
import { commits } from "#core/risk/factors/commits.ts";
import { alice, changeFacts, commitBy } from "../../../support/facts.ts";
import { policyWithRisk } from "../../../support/risk-policy.ts";

const { risk } = policyWithRisk();
const listed = (count: number) => Array.from({ length: count }, () => commitBy(alice));

describe("commits", () => {
  const cases = [
    { count: 1, points: 0, observed: "1 commit" },
    { count: 8, points: 0, observed: "8 commits" },
    { count: 9, points: 6, observed: "9 commits" },
    { count: 250, points: 6, observed: "250 commits" },
  ];
  test.each(cases)("$observed: $points points", ({ count, points, observed }) => {
    const change = changeFacts({ commits: listed(count) });
    expect(commits.find(change, risk)).toEqual({ points, observed });
  });

  test("the stated total counts where the list is shorter", () => {
    const totals = { files: 1, additions: 1, deletions: 0, commits: 900 };
    const change = changeFacts({ commits: listed(2), totals });
    expect(commits.find(change, risk)).toEqual({ points: 6, observed: "900 commits" });
  });

  test("a backtest has the list alone", () => {
    const change = changeFacts({ commits: listed(9), totals: null });
    expect(commits.find(change, risk)?.points).toBe(6);
  });
});
