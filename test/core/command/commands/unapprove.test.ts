import { given, testCommand } from "../../../support/command-table.ts";
import { approve, commandBy } from "../../../support/commands.ts";
import { bob } from "../../../support/facts.ts";
import { dave, reviewBy } from "../../../support/observed-change.ts";

testCommand("unapprove", [
  ["who approved by review", bob, "/unapprove", "unapprove", { reviews: [reviewBy(bob)] }],
  ["who approved by command", bob, "/unapprove", "unapprove", given(commandBy(bob, approve))],
  [
    "who did not",
    dave,
    "/unapprove",
    "`/unapprove` was not done. You have no approval of this change to take back.",
    { reviews: [reviewBy(bob)] },
  ],
]);
