import { nothingRecorded } from "#core/change/recorded-facts.ts";
import type { Situation } from "../../../support/command-run.ts";
import { merged, testCommand } from "../../../support/command-table.ts";
import { alice, bob } from "../../../support/facts.ts";
import { carol, now } from "../../../support/observed-change.ts";

const owed: Situation = {
  ...merged,
  recorded: {
    ...nothingRecorded,
    owedReviews: [{ number: 7, because: "emergency", dueMs: now, issueNumber: 9 }],
  },
};

testCommand("review", [
  ["a change-manager", carol, "/review failed it broke", "review | failed | it broke", owed],
  ["backed out", carol, "/review Backed-Out x", "review | backed-out | x", owed],
  [
    "the author",
    alice,
    "/review failed it broke",
    "…You opened this change: another change-manager has to review it.",
    owed,
  ],
  ["another", bob, "/review failed it broke", "…It takes a change-manager", owed],
  ["no notes", carol, "/review failed", "…Notes are missing.", owed],
  [
    "an unknown outcome",
    carol,
    "/review good x",
    "…An outcome comes first: successful, failed or backed-out.",
    owed,
  ],
  [
    "no review owed",
    carol,
    "/review failed x",
    "`/review` was not done. This change owes no retrospective review.",
    merged,
  ],
]);
