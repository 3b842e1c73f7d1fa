import { describe, expect, test } from "@jest/globals";
import type { StandingIssue } from "#core/issue.ts";
import { planReview } from "#core/review/plan-review.ts";
import type { RecordedReview } from "#core/review/review.ts";
import { dueOf, reminderOf } from "#core/review/review-times.ts";
import { bob } from "../../support/facts.ts";
import { policyOf } from "../../support/policy.ts";
import { recordedReview, reviewSubject } from "../../support/review.ts";

const hourMs = 3_600_000;
const { mergedAtMs, dueMs } = reviewSubject();
const reminderMs = dueMs - 18 * hourMs;
const settlement = { by: bob, atMs: mergedAtMs, outcome: "successful", notes: "Fine." } as const;
const openIssue: StandingIssue = { state: "open", comments: [] };
const closedIssue: StandingIssue = { state: "closed", comments: [] };
const reminder = "<!-- sluice:review:reminder -->";
const overdue = "<!-- sluice:review:overdue -->";
const reopened = "<!-- sluice:review:reopened 1 -->";
const done = "<!-- sluice:review:done -->";

type Case = {
  readonly name: string;
  readonly review?: Partial<RecordedReview>;
  readonly issue?: StandingIssue;
  readonly nowMs: number;
  /** Markers of the comments that are written. */
  readonly writes: readonly string[];
  readonly state?: StandingIssue["state"];
  readonly againAtMs: number | null;
};

const cases: readonly Case[] = [
  { name: "long before it is due", nowMs: mergedAtMs, writes: [], againAtMs: reminderMs },
  {
    name: "a moment before the reminder",
    nowMs: reminderMs - 1,
    writes: [],
    againAtMs: reminderMs,
  },
  {
    name: "a quarter of the time is left",
    nowMs: reminderMs,
    writes: [reminder],
    againAtMs: dueMs,
  },
  {
    name: "reminded before",
    review: { remindedAtMs: reminderMs },
    nowMs: reminderMs + 1,
    writes: [],
    againAtMs: dueMs,
  },
  {
    name: "the reminder stands though nobody noted it",
    issue: { state: "open", comments: [`${reminder}\n\nDue.`] },
    nowMs: reminderMs,
    writes: [],
    againAtMs: dueMs,
  },
  { name: "due", nowMs: dueMs, writes: [overdue], againAtMs: null },
  {
    name: "said to be overdue before",
    review: { overdueSaidAtMs: dueMs },
    nowMs: dueMs + hourMs,
    writes: [],
    againAtMs: null,
  },
  {
    name: "closed by hand",
    issue: closedIssue,
    nowMs: mergedAtMs,
    writes: [reopened],
    state: "open",
    againAtMs: reminderMs,
  },
  {
    name: "closed by hand for the second time, and overdue",
    issue: { state: "closed", comments: [`${reopened}\n\nOpen again.`] },
    nowMs: dueMs,
    writes: ["<!-- sluice:review:reopened 2 -->", overdue],
    state: "open",
    againAtMs: null,
  },
  {
    name: "settled",
    review: { settlement },
    nowMs: mergedAtMs,
    writes: [done],
    state: "closed",
    againAtMs: null,
  },
  {
    name: "settled, and said so, but still open",
    review: { settlement },
    issue: { state: "open", comments: [`${done}\n\nSuccessful.`] },
    nowMs: dueMs,
    writes: [],
    state: "closed",
    againAtMs: null,
  },
  {
    name: "settled after somebody closed it by hand",
    review: { settlement },
    issue: closedIssue,
    nowMs: dueMs,
    writes: [done],
    againAtMs: null,
  },
];

test.each(cases)(
  "what a review's issue needs: $name",
  ({ review, issue = openIssue, nowMs, writes, state = null, againAtMs }) => {
    const surroundings = { nowMs, webUrl: "https://github.com", holds: true };
    const plan = planReview(recordedReview(review), issue, surroundings);
    expect({
      writes: plan.comments.map(({ marker }) => marker),
      state: plan.state,
      againAtMs: plan.againAtMs,
    }).toEqual({ writes, state, againAtMs });
  },
);

describe("the time for a review", () => {
  const emergency = (reviewWithin: string) =>
    policyOf({
      emergency: { declare: ["@bob"], approvals: [{ from: ["write"] }], reviewWithin },
    });

  test("is the strictest of the policies', and three days where none says", () => {
    expect(dueOf([emergency("2d"), emergency("5h")], 0)).toBe(5 * hourMs);
    expect(dueOf([policyOf({}), emergency("2d")], 0)).toBe(48 * hourMs);
    expect(dueOf([policyOf({})], 0)).toBe(72 * hourMs);
    expect(dueOf([], 0)).toBe(72 * hourMs);
  });

  test.each([
    ["three days", 72, 18],
    ["four hours", 4, 1],
    ["three hours", 3, 1],
    ["one hour", 1, 0.5],
  ])("of %s reminds when some of it is left", (_name, wholeHours, leftHours) => {
    const dueMs = wholeHours * hourMs;
    const reminderMs = dueMs - leftHours * hourMs;
    const declaredAt = (ms: number) => {
      return { by: { id: 1, login: "tom" }, at: new Date(ms).toISOString(), reason: null };
    };
    expect(reminderOf({ mergedAtMs: 0, declared: declaredAt(-hourMs), dueMs })).toBe(reminderMs);
    const longAgo = { mergedAtMs: -1_000 * hourMs, declared: declaredAt(0), dueMs };
    expect(reminderOf(longAgo)).toBe(reminderMs);
  });
});
