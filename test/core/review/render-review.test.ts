import { expect, test } from "@jest/globals";
import {
  renderOverdue,
  renderReminder,
  renderReopened,
  renderReview,
  renderSettled,
} from "#core/review/render-review.ts";
import type { ReviewSubject } from "#core/review/review.ts";
import { bob } from "../../support/facts.ts";
import { expectGolden } from "../../support/golden.ts";
import { reviewSubject } from "../../support/review.ts";

const ledger = { seq: 45, hash: "1ed9e4".padEnd(64, "0") };
const webUrl = "https://github.com";
const evil = "@everyone <img src=x> ![](http://x) [a](b) `code` | #1\n## Heading";
const { declared } = reviewSubject();

test.each<[string, ReviewSubject]>([
  ["emergency", reviewSubject()],
  ["emergency-that-left-nothing-out", reviewSubject({ leftOut: [] })],
  ["override", reviewSubject({ because: "override", approvals: [], leftOut: [], mergedBy: null })],
  [
    "hostile-names",
    reviewSubject({ title: evil, branch: evil, declared: { ...declared, reason: evil } }),
  ],
  ["prefix", reviewSubject({ commandPrefix: "sluice" })],
])("the issue that asks for the review of an %s", (name, subject) => {
  const { title, body, marker, label } = renderReview(subject, ledger, webUrl);
  expectGolden(`review/${name}.md`, `# ${title}\n\n${body}\n`);
  expect(label).toBe("retrospective-review");
  expect(body.startsWith(`${marker}\n`)).toBe(true);
  expect(marker).toBe("<!-- sluice:review acme/shop#12 -->");
});

const settlement = { by: bob, atMs: Date.parse("2026-11-21T09:00:00Z") };

test.each([
  ["reminder", renderReminder(reviewSubject(), webUrl)],
  ["overdue", renderOverdue(reviewSubject(), webUrl, { holds: false })],
  ["overdue-and-holding", renderOverdue(reviewSubject(), webUrl, { holds: true })],
  ["reopened", renderReopened(reviewSubject(), webUrl, 0)],
  [
    "settled",
    renderSettled({ ...settlement, outcome: "backed-out", notes: "Reverted.\n\nSee the log." }),
  ],
  ["settled-with-hostile-notes", renderSettled({ ...settlement, outcome: "failed", notes: evil })],
])("the comment on it: %s", (name, { marker, body }) => {
  expectGolden(`review/comment-${name}.md`, `${marker}\n\n${body}\n`);
});
