import { merged, testCommand } from "../../../support/command-table.ts";
import { dave } from "../../../support/observed-change.ts";

testCommand("hold", [
  ["anyone with write access", dave, "/hold", "hold | null"],
  ["with a reason", dave, "/hold the load test runs", "hold | the load test runs"],
  [
    "after the merge",
    dave,
    "/hold",
    "…It works on open changes only, and this one is merged.",
    merged,
  ],
]);
