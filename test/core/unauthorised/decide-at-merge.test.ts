import { expect, test } from "@jest/globals";
import type { RecordedFacts } from "#core/change/recorded-facts.ts";
import { decideAtMerge } from "#core/unauthorised/decide-at-merge.ts";
import { alice, bob } from "../../support/facts.ts";
import { headSha, now, observedChange, reviewBy } from "../../support/observed-change.ts";
import { policySource } from "../../support/policy.ts";

const mergedAtMs = now;
const eligibility = { permissions: { bob: "write" }, teams: {} } as const;
const writeApproves = { approvals: { low: [{ from: ["write"] }] } };
const freeze = { name: "day", from: "2026-11-20T08:00", to: "2026-11-20T18:00", timeZone: "UTC" };

type Situation = NonNullable<Parameters<typeof observedChange>[0]>;

function verdictOf(situation: Situation): string {
  const policies = [policySource(writeApproves)];
  const decision = decideAtMerge(
    observedChange({ state: "merged", eligibility, policies, ...situation }),
    mergedAtMs,
  );
  return decision.kind === "decided" ? decision.verdict : decision.because;
}

const approvedAt = (submittedAtMs: number) => ({ reviews: [reviewBy(bob, { submittedAtMs })] });

const recorded = (atMs: number): RecordedFacts => ({
  commands: [
    { by: bob, atMs, headSha, effect: { kind: "approve", note: null, liftsRejections: false } },
  ],
  adHocFreezes: [],
  owedReviews: [],
  earlierHeads: [],
});

test.each<[string, Situation, string]>([
  ["nobody approved it", {}, "waiting"],
  ["it was approved before", approvedAt(mergedAtMs - 1_000), "approved"],
  ["it was approved in the same second", approvedAt(mergedAtMs), "approved"],
  ["it was approved afterwards", approvedAt(mergedAtMs + 1_000), "waiting"],
  ["a command approved it before", { recorded: recorded(mergedAtMs - 1_000) }, "approved"],
  ["a command approved it afterwards", { recorded: recorded(mergedAtMs + 1_000) }, "waiting"],
  [
    "a freeze held it",
    {
      ...approvedAt(mergedAtMs - 1_000),
      policies: [policySource({ ...writeApproves, freezes: [freeze] })],
    },
    "waiting",
  ],
  [
    "somebody asked for changes afterwards",
    {
      reviews: [
        reviewBy(bob, { submittedAtMs: mergedAtMs - 1_000 }),
        reviewBy(bob, { state: "changes-requested", submittedAtMs: mergedAtMs + 1_000 }),
      ],
    },
    "approved",
  ],
  ["its author approved it", { reviews: [reviewBy(alice, { submittedAtMs: 0 })] }, "waiting"],
  ["no policy controls it", { policies: [] }, "no-policy"],
])("what merged while %s", (_name, situation, verdict) => {
  expect(verdictOf(situation)).toBe(verdict);
});
