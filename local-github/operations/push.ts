import { noCommit } from "../git/git-store.ts";
import { representOwner } from "../represent/account.ts";
import { representEventCommit } from "../represent/commit.ts";
import { repositoryPage, representRepository } from "../represent/repository.ts";
import type { Account, ActivityKind, Repository } from "../world/model.ts";
import { accessOf } from "../world/permission.ts";
import { pullRequestsOf, type World } from "../world/world.ts";
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
  await announcePush(world, repository, { ref: `refs/heads/${branch}`, before, after, forced, by });
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

/** Makes, moves or (with no commit) deletes a tag. */
export async function moveTag(
  world: World,
  repository: Repository,
  tag: string,
  after: string,
  by: Account,
): Promise<void> {
  const before = repository.tags.get(tag) ?? noCommit;
  if (after === noCommit) repository.tags.delete(tag);
  else repository.tags.set(tag, after);
  const forced = before !== noCommit && after !== noCommit;
  await announcePush(world, repository, { ref: `refs/tags/${tag}`, before, after, forced, by });
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

type Push = {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly forced: boolean;
  readonly by: Account;
};

async function announcePush(world: World, repository: Repository, push: Push): Promise<void> {
  const { ref, before, after, forced, by } = push;
  const page = repositoryPage(world, repository);
  const head = after === noCommit ? null : await repository.git.commitOf(after);
  const pushed =
    head && before !== noCommit ? await repository.git.commitsBetween(before, after) : [];
  const listed = await Promise.all(
    pushed.slice(-2048).map(async (sha) => {
      const commit = await repository.git.commitOf(sha);
      const files = await repository.git.diff(commit.parents[0] ?? null, sha);
      return representEventCommit(world, repository, commit, files);
    }),
  );
  world.announce({
    event: "push",
    action: null,
    sender: by,
    repository,
    payload: {
      ref,
      before,
      after,
      created: before === noCommit,
      deleted: after === noCommit,
      forced,
      base_ref: null,
      compare: `${page}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
      commits: listed,
      head_commit: head && representEventCommit(world, repository, head),
      repository: representPushedRepository(world, repository),
      pusher: { name: by.login, email: by.emails[0] ?? null },
    },
  });
}

/** In `push` a repository has a few fields more. */
function representPushedRepository(world: World, repository: Repository): object {
  return {
    ...representRepository(world, repository),
    owner: {
      ...representOwner(world, repository.owner),
      name: repository.owner.login,
      email: null,
    },
    stargazers: 0,
    master_branch: repository.defaultBranch,
  };
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
