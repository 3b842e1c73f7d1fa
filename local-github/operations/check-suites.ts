import { representCheckSuite } from "../represent/check.ts";
import { representEventCommit } from "../represent/commit.ts";
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
    isRerequested: false,
  });
  repository.checkSuites.push(suite);
  return suite;
}

/** GitHub makes a suite for each push and asks the apps that may write checks to fill it. */
export async function requestCheckSuite(
  world: World,
  repository: Repository,
  sha: string,
  branch: string,
  by: Account,
): Promise<void> {
  if (world.installationOn(repository)?.permissions.checks !== "write") return;
  const suite = checkSuiteFor(world, repository, world.app, sha, branch);
  await announceCheckSuite(world, suite, "requested", by);
}

/** Somebody asks for all checks of a suite again. */
export async function rerequestCheckSuite(
  world: World,
  suite: CheckSuite,
  by: Account,
): Promise<void> {
  suite.isRerequested = true;
  await announceCheckSuite(world, suite, "rerequested", by);
}

async function announceCheckSuite(
  world: World,
  suite: CheckSuite,
  action: string,
  by: Account,
): Promise<void> {
  const { repository } = suite;
  const head = await repository.git.commitOf(suite.headSha);
  const head_commit = representEventCommit(world, repository, head);
  world.announce({
    event: "check_suite",
    action,
    sender: by,
    repository,
    payload: { check_suite: { ...representCheckSuite(world, suite), head_commit } },
  });
}
