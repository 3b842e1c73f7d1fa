import { representCheckSuite } from "../represent/check.ts";
import type { Account, App, CheckSuite, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";

/** An app's suite on a commit, made on first need. */
export function checkSuiteFor(
  world: World,
  repository: Repository,
  app: App,
  headSha: string,
  headBranch: string | null,
): CheckSuite {
  const known = repository.checkSuites.find(
    (suite) => suite.app === app && suite.headSha === headSha,
  );
  if (known) return known;
  const suite: CheckSuite = world.register({
    ...world.identify("CS"),
    kind: "check-suite",
    repository,
    app,
    headSha,
    headBranch,
    createdAt: world.now(),
    runs: [],
  });
  repository.checkSuites.push(suite);
  return suite;
}

/** GitHub makes a suite for each push and asks the apps that may write checks to fill it. */
export function requestCheckSuite(
  world: World,
  repository: Repository,
  sha: string,
  branch: string,
  by: Account,
): void {
  if (world.installationOn(repository)?.permissions.checks !== "write") return;
  const suite = checkSuiteFor(world, repository, world.app, sha, branch);
  announceCheckSuite(world, suite, "requested", by);
}

/** Somebody asks for all checks of a suite again. */
export function rerequestCheckSuite(world: World, suite: CheckSuite, by: Account): void {
  announceCheckSuite(world, suite, "rerequested", by);
}

function announceCheckSuite(world: World, suite: CheckSuite, action: string, by: Account): void {
  world.announce({
    event: "check_suite",
    action,
    sender: by,
    repository: suite.repository,
    payload: { check_suite: representCheckSuite(world, suite) },
  });
}
