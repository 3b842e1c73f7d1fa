import { merged, testCommand } from "../../../support/command-table.ts";
import { bob } from "../../../support/facts.ts";
import { carol, dave, reviewBy } from "../../../support/observed-change.ts";

testCommand("reject", [
  ["whom a requirement names", bob, "/reject it leaks", "reject | it leaks"],
  ["a change-manager", carol, "/reject it leaks", "reject | it leaks"],
  [
    "whom a requirement names that is met",
    bob,
    "/reject it leaks",
    "reject | it leaks",
    { reviews: [reviewBy(bob)] },
  ],
  [
    "no reason",
    bob,
    "/reject",
    "`/reject` was not done. A reason is missing. Write `/reject <reason>`, for example `/reject it drops a column that reports still read`.",
  ],
  [
    "whom nothing names",
    dave,
    "/reject it leaks",
    "`/reject` was not done. No requirement of this change names you. It can be rejected by: any member of `@acme/sre`; a change-manager (any member of `@acme/cab`).",
  ],
  ["after the merge", bob, "/reject it leaks", "…open changes only", merged],
]);
