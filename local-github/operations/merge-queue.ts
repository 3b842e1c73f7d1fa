import { noCommit } from "../git/git-store.ts";
import { representEventCommit } from "../represent/commit.ts";
import type { Account, MergeQueueEntry, PullRequest, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { createAccount } from "./accounts.ts";
import { type MergeMethod, mergedCommit } from "./merges.ts";
import { announcePullRequest, markMerged } from "./pull-requests.ts";
import { moveBranch } from "./push.ts";

/** Puts a pull request into its base branch's merge queue. */
export async function enqueue(
  world: World,
  pull: PullRequest,
  by: Account,
): Promise<MergeQueueEntry> {
  const entry: MergeQueueEntry = world.register({
    ...world.identify("MQE"),
    kind: "merge-queue-entry",
    pullRequest: pull,
    enqueuer: by,
    enqueuedAt: world.now(),
    state: "QUEUED",
    baseSha: null,
    headSha: null,
  });
  const { mergeQueues } = pull.repository;
  mergeQueues.set(pull.base.branch, [...(mergeQueues.get(pull.base.branch) ?? []), entry]);
  await announcePullRequest(world, pull, "enqueued", by);
  return entry;
}

/** One try of the queue: a branch that holds the base and the first members, merged one after the other. */
export type MergeGroup = {
  readonly repository: Repository;
  readonly branch: string;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseSha: string;
  readonly entries: readonly MergeQueueEntry[];
};

/** Builds a group of the queue's first entries and asks for its checks. */
export async function formMergeGroup(
  world: World,
  repository: Repository,
  branch: string,
  { size, method }: { readonly size: number; readonly method: MergeMethod },
): Promise<MergeGroup> {
  const entries = (repository.mergeQueues.get(branch) ?? []).slice(0, size);
  const baseSha = repository.branches.get(branch);
  const last = entries.at(-1);
  if (!last || baseSha === undefined) throw new Error(`no merge queue waits for ${branch}`);
  let tip = baseSha;
  for (const entry of entries) {
    entry.baseSha = tip;
    tip = await mergedCommit(world, entry.pullRequest, tip, method, entry.enqueuer);
    entry.headSha = tip;
    entry.state = "AWAITING_CHECKS";
  }
  const headBranch = `gh-readonly-queue/${branch}/pr-${last.pullRequest.number}-${baseSha}`;
  const headRef = `refs/heads/${headBranch}`;
  await moveBranch(world, repository, headBranch, tip, queueBot(world));
  const group = { repository, branch, headRef, headSha: tip, baseSha, entries };
  await announceMergeGroup(world, group, "checks_requested");
  return group;
}

/** Lands a group: the base branch moves to the group's head and its pull requests are merged. */
export async function mergeGroup(world: World, group: MergeGroup): Promise<void> {
  const { repository, branch, headSha, entries } = group;
  await announceMergeGroup(world, group, "destroyed", { reason: "merged" });
  for (const { pullRequest, enqueuer, ...entry } of entries) {
    const [commitSha, baseSha] = [entry.headSha ?? headSha, entry.baseSha ?? group.baseSha];
    markMerged(world, pullRequest, { by: enqueuer, commitSha, baseSha });
  }
  await moveBranch(world, repository, branch, headSha, queueBot(world), "merge_queue_merge");
  for (const { pullRequest, enqueuer } of entries) {
    await announcePullRequest(world, pullRequest, "closed", enqueuer);
  }
  await leaveQueue(world, group);
}

/** Throws a group away; its pull requests leave the queue unmerged. */
export async function destroyGroup(
  world: World,
  group: MergeGroup,
  reason: "invalidated" | "dequeued",
): Promise<void> {
  await announceMergeGroup(world, group, "destroyed", { reason });
  await leaveQueue(world, group);
  for (const { pullRequest, enqueuer } of group.entries) {
    await announcePullRequest(world, pullRequest, "dequeued", enqueuer, { reason: "CI_FAILURE" });
  }
}

/** In whose name the queue pushes. https://github.com/ahrefs/monorobot/pull/205 */
function queueBot(world: World): Account {
  const login = "github-merge-queue[bot]";
  return world.account(login) ?? createAccount(world, login);
}

async function leaveQueue(world: World, group: MergeGroup): Promise<void> {
  const waiting = group.repository.mergeQueues.get(group.branch) ?? [];
  const rest = waiting.filter((entry) => !group.entries.includes(entry));
  group.repository.mergeQueues.set(group.branch, rest);
  const headBranch = group.headRef.replace("refs/heads/", "");
  await moveBranch(world, group.repository, headBranch, noCommit, queueBot(world));
}

async function announceMergeGroup(
  world: World,
  group: MergeGroup,
  action: string,
  payload: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const head = await group.repository.git.commitOf(group.headSha);
  world.announce({
    event: "merge_group",
    action,
    sender: queueBot(world),
    repository: group.repository,
    payload: {
      merge_group: {
        head_sha: group.headSha,
        head_ref: group.headRef,
        base_sha: group.baseSha,
        base_ref: `refs/heads/${group.branch}`,
        head_commit: representEventCommit(world, group.repository, head),
      },
      ...payload,
    },
  });
}
