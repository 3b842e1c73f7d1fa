import { merged, testCommand } from "../../../support/command-table.ts";
import { dave } from "../../../support/observed-change.ts";
import { invalidPolicySource } from "../../../support/policy.ts";

testCommand("back-out", [
  ["anyone with write access", dave, "/back-out it leaks", "back-out | it leaks", merged],
  ["no reason", dave, "/back-out", "…A reason is missing.", merged],
  [
    "before the merge",
    dave,
    "/back-out it leaks",
    "`/back-out` was not done. It works on merged changes only, and this one is open.",
  ],
  [
    "under a policy that can't be used",
    dave,
    "/back-out it leaks",
    "back-out | it leaks",
    { ...merged, policies: [invalidPolicySource([])] },
  ],
]);
