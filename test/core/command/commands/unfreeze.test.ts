import { nothingRecorded } from "#core/change/recorded-facts.ts";
import type { Situation } from "../../../support/command-run.ts";
import { testCommand } from "../../../support/command-table.ts";
import { bob } from "../../../support/facts.ts";
import { dave, now } from "../../../support/observed-change.ts";

const frozen: Situation = {
  recorded: {
    ...nothingRecorded,
    adHocFreezes: [
      { target: "main", fromMs: 0, untilMs: now + 60_000, reason: "x", by: dave },
      { target: "staging", fromMs: 0, untilMs: now - 60_000, reason: "x", by: dave },
    ],
  },
};

testCommand("unfreeze", [
  ["what is frozen", dave, "/unfreeze main", "unfreeze | main", frozen],
  [
    "what is not",
    dave,
    "/unfreeze production",
    "`/unfreeze` was not done. No freeze of `production` stands that a command began. What stands: `main` until 2026-11-20 12:01 UTC.",
    frozen,
  ],
  ["what has ended", dave, "/unfreeze staging", "…No freeze of `staging` stands", frozen],
  [
    "nothing frozen",
    dave,
    "/unfreeze main",
    "`/unfreeze` was not done. No freeze stands that a command began.",
  ],
  [
    "no name",
    dave,
    "/unfreeze",
    "…It takes the one name that is frozen. Write `/unfreeze <environment or branch>`",
  ],
  ["two names", dave, "/unfreeze main staging", "…It takes the one name"],
  ["another", bob, "/unfreeze main", "…It takes a release-manager", frozen],
]);
