import { noCommit } from "../git/git-store.ts";
import type { ActivityKind } from "../world/activity.ts";
import type { Account, Repository } from "../world/model.ts";
import { accessOf } from "../world/permission.ts";
import { pullRequestsOf, type World } from "../world/world.ts";
import { announcePush } from "./announce-push.ts";
import { requestCheckSuite } from "./check-suites.ts";
import { closeIndirectlyMerged } from "./indirect-merges.ts";
import { announcePullRequest } from "./pull-requests.ts";
import { refuseMissingChecks } from "./required-checks.ts";

/** Moves a branch and tells everybody: the activity log, `push`, and the pull requests that the branch is the head of. */
export async function moveBranch(
  world: World,
  repository: Repository,
  branch: string,
  after: string,
  by: Account,
  as?: ActivityKind,
): Promise<void> {
  const before = repository.branches.get(branch) ?? noCommit;
  if (after === noCommit) repository.branches.delete(branch);
  else repository.branches.set(branch, after);
  repository.pushedAt = world.now();
  const forced = await isForced(repository, before, after);
  repository.activity.unshift({
    ...world.identify("PSH"),
    kind: "activity",
    branch,
    before,
    after,
    activity: as ?? activityKind(before, after, forced),
    actor: by,
    at: world.now(),
  });
  const push = { ref: `refs/heads/${branch}`, baseRef: null, before, after, forced, by };
  await announcePush(world, repository, push);
  if (after !== noCommit) await requestCheckSuite(world, repository, after, branch, by);
  await synchronise(world, repository, branch, before, after, by);
  await closeIndirectlyMerged(world, repository, branch, { before, after, by });
}

/** A push by a person: a protected branch takes commits without their required checks from administrators alone. */
export async function pushBranch(
  world: World,
  repository: Repository,
  branch: string,
  after: string,
  by: Account,
): Promise<void> {
  if (accessOf(repository, by).role !== "admin") refuseMissingChecks(repository, branch, after);
  await moveBranch(world, repository, branch, after, by);
}

async function synchronise(
  world: World,
  repository: Repository,
  branch: string,
  before: string,
  after: string,
  by: Account,
): Promise<void> {
  const headed = [...world.repositories.values()]
    .flatMap(pullRequestsOf)
    .filter(({ state, head }) => state === "open" && head.repository === repository)
    .filter(({ head }) => head.branch === branch && head.sha !== after);
  for (const pull of headed) {
    if (after === noCommit) {
      pull.state = "closed";
      pull.closedAt = world.now();
      await announcePullRequest(world, pull, "closed", by);
      continue;
    }
    pull.head.sha = after;
    pull.base.sha = pull.repository.branches.get(pull.base.branch) ?? pull.base.sha;
    pull.updatedAt = world.now();
    await announcePullRequest(world, pull, "synchronize", by, { before, after });
  }
}

async function isForced(repository: Repository, before: string, after: string): Promise<boolean> {
  if (before === noCommit || after === noCommit) return false;
  return (await repository.git.mergeBase(before, after)) !== before;
}

function activityKind(before: string, after: string, forced: boolean): ActivityKind {
  if (before === noCommit) return "branch_creation";
  if (after === noCommit) return "branch_deletion";
  return forced ? "force_push" : "push";
}
