import { merged, testCommand } from "../../../support/command-table.ts";
import { carol, dave, now } from "../../../support/observed-change.ts";

const inTwoHours = String(now - 60_000 + 7_200_000);

testCommand("freeze", [
  ["a duration", dave, "/freeze main 2h we move", `freeze | main | ${inTwoHours} | we move`],
  [
    "a time in UTC",
    dave,
    "/freeze production 2026-11-21T08:00Z we move",
    `freeze | production | ${Date.parse("2026-11-21T08:00Z")} | we move`,
  ],
  [
    "a time with an offset",
    dave,
    "/freeze main 2026-11-21T08:00:30+01:00 we move",
    `freeze | main | ${Date.parse("2026-11-21T07:00:30Z")} | we move`,
  ],
  ["after the merge", dave, "/freeze main 2h x", `freeze | main | ${inTwoHours} | x`, merged],
  [
    "a time without a zone",
    dave,
    "/freeze main 2026-11-21T08:00 x",
    "…is neither a duration (30m, 2h, 3d) nor a time with its zone",
  ],
  ["a day that is not there", dave, "/freeze main 2026-02-30T08:00Z x", "…is neither a duration"],
  ["another unit", dave, "/freeze main 2w x", "…`2w` is neither a duration"],
  [
    "a time in the past",
    dave,
    "/freeze main 2026-11-20T11:00Z x",
    "…The end, 2026-11-20 11:00 UTC, is past.",
  ],
  ["a duration over before it is handled", dave, "/freeze main 30s x", "…is past."],
  [
    "ninety days",
    dave,
    "/freeze main 90d x",
    `freeze | main | ${now - 60_000 + 90 * 86_400_000} | x`,
  ],
  [
    "more than ninety days",
    dave,
    "/freeze main 91d x",
    "…is more than 90 days away: a longer freeze belongs in the policy.",
  ],
  [
    "nothing",
    dave,
    "/freeze",
    "…What is frozen comes first, then until when. Write `/freeze <environment or branch> <duration or time> <reason>`",
  ],
  ["no time", dave, "/freeze main", "…What is frozen comes first"],
  ["no reason", dave, "/freeze main 2h", "…A reason is missing."],
  [
    "another",
    carol,
    "/freeze main 2h x",
    "`/freeze` was not done. It takes a release-manager: any member of `@acme/releng`.",
  ],
]);
