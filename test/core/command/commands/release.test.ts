import { merged, testCommand } from "../../../support/command-table.ts";
import { bob } from "../../../support/facts.ts";
import { carol, dave } from "../../../support/observed-change.ts";

testCommand("release", [
  ["whom the environment names", bob, "/release prod-eu fine", "release | prod-eu | fine", merged],
  ["a release-manager", dave, "/release prod-eu", "release | prod-eu | null", merged],
  [
    "a release-manager, where nobody is named",
    dave,
    "/release staging",
    "release | staging | null",
    merged,
  ],
  [
    "another",
    carol,
    "/release prod-eu",
    "`/release` was not done. Deployments to `prod-eu` are approved by: any member of `@acme/qa`; a release-manager (any member of `@acme/releng`).",
    merged,
  ],
  [
    "a release-manager, where no policy names the environment: a first commit has to be accepted there too",
    dave,
    "/release test",
    "release | test | null",
    merged,
  ],
  [
    "somebody else, where no policy names the environment",
    bob,
    "/release test",
    "`/release` was not done. Deployments to `test` are approved by: a release-manager (any member of `@acme/releng`).",
    merged,
  ],
  ["no environment", dave, "/release", "…The environment is missing.", merged],
]);
