import {
  given,
  highRisk,
  pushedSince,
  pushedUnknown,
  sinceThen,
  testCommand,
} from "../../../support/command-table.ts";
import { commandBy, setRisk } from "../../../support/commands.ts";
import { alice, bob } from "../../../support/facts.ts";
import { carol, dave } from "../../../support/observed-change.ts";

testCommand("risk", [
  ["raised", dave, "/risk high new protocol", "set-risk | high | raise | new protocol"],
  ["in capitals", dave, "/risk HIGH new", "set-risk | high | raise | new"],
  ["raised on a stale head", dave, "/risk high x", "set-risk | high | raise | x", pushedSince],
  [
    "lowered by a change-manager",
    carol,
    "/risk low typo",
    "set-risk | low | lower | typo",
    highRisk,
  ],
  [
    "lowered by another",
    dave,
    "/risk low typo",
    "`/risk` was not done. The risk is high, and anyone with write access can only raise it. To lower it: It takes a change-manager: any member of `@acme/cab`.",
    highRisk,
  ],
  ["lowered by its author", alice, "/risk low typo", "…You opened this change", highRisk],
  ["lowered on a stale head", carol, "/risk low typo", sinceThen, { ...highRisk, ...pushedSince }],
  [
    "lowered on a head pushed nobody knows when",
    carol,
    "/risk low typo",
    "…After another push (an empty commit will do) it is known: comment again then.",
    { ...highRisk, ...pushedUnknown },
  ],
  [
    "lowered where nobody knows who pushed",
    carol,
    "/risk low typo",
    "…It is not known who pushed last, so it may have been you.",
    { ...highRisk, lastPusher: null },
  ],
  ["the level that it has", dave, "/risk low x", "`/risk` was not done. The risk is low already."],
  [
    "the level that it was raised to",
    dave,
    "/risk high x",
    "`/risk` was not done. The risk is high already.",
    given(commandBy(bob, setRisk("raise", "high"))),
  ],
  [
    "no level",
    dave,
    "/risk",
    "…A level comes first: low, medium, high or critical. Write `/risk <level> <reason>`",
  ],
  ["an unknown level", dave, "/risk higher x", "…A level comes first"],
  ["no reason", dave, "/risk high", "…A reason is missing."],
]);
