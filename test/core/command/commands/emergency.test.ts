import { commandPolicy } from "../../../support/command-run.ts";
import { given, policies, testCommand } from "../../../support/command-table.ts";
import { commandBy, emergency } from "../../../support/commands.ts";
import { bob } from "../../../support/facts.ts";
import { dave } from "../../../support/observed-change.ts";

testCommand("emergency", [
  ["whom the policy names", bob, "/emergency it burns", "declare-emergency | it burns"],
  ["no reason", bob, "/emergency", "…A reason is missing."],
  [
    "another",
    dave,
    "/emergency it burns",
    "`/emergency` was not done. It takes one of those who may declare one: any member of `@acme/oncall`.",
  ],
  [
    "one that is declared",
    bob,
    "/emergency it burns",
    "`/emergency` was not done. This change is an emergency already.",
    given(commandBy(bob, emergency)),
  ],
  [
    "a policy without any",
    bob,
    "/emergency it burns",
    "…can add to `.github/sluice.yml`:",
    policies({}),
  ],
  [
    "whom only one of two policies names",
    bob,
    "/emergency it burns",
    "…It takes one of those who may declare one: whoever is each of these: any member of `@acme/oncall` (organisation's policy); any member of `@acme/cab` (repository's policy).",
    policies(commandPolicy, {
      emergency: { declare: ["@acme/cab"], approvals: [{ from: ["write"] }] },
    }),
  ],
  [
    "a second policy without any",
    bob,
    "/emergency it burns",
    "declare-emergency | it burns",
    policies(commandPolicy, {}),
  ],
]);
