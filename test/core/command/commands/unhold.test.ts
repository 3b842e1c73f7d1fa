import { given, testCommand } from "../../../support/command-table.ts";
import { commandBy, hold } from "../../../support/commands.ts";
import { bob } from "../../../support/facts.ts";
import { carol, dave } from "../../../support/observed-change.ts";

testCommand("unhold", [
  ["who held", bob, "/unhold", "unhold | own", given(commandBy(bob, hold))],
  ["a change-manager", carol, "/unhold", "unhold | all", given(commandBy(bob, hold))],
  [
    "another",
    dave,
    "/unhold",
    "`/unhold` was not done. The hold is lifted by who gave it (`@bob`) or by a change-manager: any member of `@acme/cab`.",
    given(commandBy(bob, hold)),
  ],
  ["no hold", carol, "/unhold", "`/unhold` was not done. Nobody holds this change."],
]);
