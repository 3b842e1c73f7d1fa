import { given, testCommand } from "../../../support/command-table.ts";
import { commandBy, emergency } from "../../../support/commands.ts";
import { bob } from "../../../support/facts.ts";
import { carol, dave } from "../../../support/observed-change.ts";

testCommand("normal", [
  ["who declared", bob, "/normal", "declare-normal", given(commandBy(bob, emergency))],
  ["a change-manager", carol, "/normal", "declare-normal", given(commandBy(bob, emergency))],
  [
    "another",
    dave,
    "/normal",
    "`/normal` was not done. It is taken back by who declared it (`@bob`) or by a change-manager: any member of `@acme/cab`.",
    given(commandBy(bob, emergency)),
  ],
  [
    "no emergency",
    bob,
    "/normal",
    "`/normal` was not done. This change is not declared an emergency.",
  ],
]);
