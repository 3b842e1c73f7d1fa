import type { RecordedReview, ReviewSubject } from "#core/review/review.ts";
import { alice, bob } from "./facts.ts";
import { headSha } from "./observed-change.ts";

const mergedAtMs = Date.parse("2026-11-20T02:10:00Z");

/** Bob declared alice's change an emergency and merged it at night; the review is due after three days. */
export function reviewSubject(overrides: Partial<ReviewSubject> = {}): ReviewSubject {
  return {
    repository: { owner: "acme", name: "shop" },
    number: 12,
    title: "Stop double charges",
    author: alice,
    branch: "main",
    sha: "3e59e".padEnd(40, "0"),
    mergedBy: bob,
    mergedAtMs,
    because: "emergency",
    declared: {
      by: { id: bob.id, login: bob.login },
      at: "2026-11-20T02:01:00.000Z",
      reason: "Customers are charged twice.",
    },
    approvals: [{ login: "dave", commit: headSha }],
    leftOut: ["1 approval from @acme/dba (DBA signs off on schema)"],
    dueMs: mergedAtMs + 72 * 3_600_000,
    commandPrefix: "",
    ...overrides,
  };
}

/** That review on record, its issue opened. */
export function recordedReview(overrides: Partial<RecordedReview> = {}): RecordedReview {
  return {
    subject: reviewSubject(),
    ledger: { seq: 45, hash: "1ed9e4".padEnd(64, "0") },
    issueNumber: 13,
    remindedAtMs: null,
    overdueSaidAtMs: null,
    settlement: null,
    isClosed: false,
    ...overrides,
  };
}
