import type { Signature } from "../git/commit.ts";
import { noCommit } from "../git/git-store.ts";
import type { NewCommit } from "../git/write-commits.ts";
import { representEventCommit } from "../represent/commit.ts";
import { totalsOf } from "../world/lookup.ts";
import type { Account, MergeQueueEntry, PullRequest, Repository } from "../world/model.ts";
import { fullName, type World } from "../world/world.ts";
import { announcePullRequest } from "./pull-requests.ts";
import { moveBranch } from "./push.ts";
import { unprocessable } from "./refusal.ts";

export type MergeMethod = "merge" | "squash" | "rebase";

/** Merges on the web: GitHub (`web-flow`) commits, the person who pressed the button is the actor. */
export async function mergePullRequest(
  world: World,
  pull: PullRequest,
  method: MergeMethod,
  by: Account,
): Promise<void> {
  if (pull.state === "closed") throw unprocessable("Pull Request is not mergeable");
  const base = pull.repository.branches.get(pull.base.branch) ?? pull.base.sha;
  const commitSha = await mergedCommit(world, pull, base, method, by);
  await moveBranch(world, pull.repository, pull.base.branch, commitSha, by, "pr_merge");
  await closeAsMerged(world, pull, commitSha, by);
}

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
  size: number,
): Promise<MergeGroup> {
  const entries = (repository.mergeQueues.get(branch) ?? []).slice(0, size);
  const baseSha = repository.branches.get(branch);
  const last = entries.at(-1);
  if (!last || baseSha === undefined) throw new Error(`no merge queue waits for ${branch}`);
  let tip = baseSha;
  for (const entry of entries) {
    entry.baseSha = tip;
    tip = await mergedCommit(world, entry.pullRequest, tip, "merge", entry.enqueuer);
    entry.headSha = tip;
    entry.state = "AWAITING_CHECKS";
  }
  const headBranch = `gh-readonly-queue/${branch}/pr-${last.pullRequest.number}-${baseSha}`;
  const headRef = `refs/heads/${headBranch}`;
  await moveBranch(world, repository, headBranch, tip, webFlow(world));
  const group = { repository, branch, headRef, headSha: tip, baseSha, entries };
  await announceMergeGroup(world, group, "checks_requested");
  return group;
}

/** Lands a group: the base branch moves to the group's head and its pull requests are merged. */
export async function mergeGroup(world: World, group: MergeGroup): Promise<void> {
  await announceMergeGroup(world, group, "destroyed", { reason: "merged" });
  await moveBranch(
    world,
    group.repository,
    group.branch,
    group.headSha,
    webFlow(world),
    "merge_queue_merge",
  );
  for (const { pullRequest, headSha, enqueuer } of group.entries) {
    await closeAsMerged(world, pullRequest, headSha ?? group.headSha, enqueuer);
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

/** The account in whose name GitHub itself commits. */
function webFlow(world: World): Account {
  const account = world.account("web-flow");
  if (!account) throw new Error("web-flow is missing");
  return account;
}

async function closeAsMerged(
  world: World,
  pull: PullRequest,
  commitSha: string,
  by: Account,
): Promise<void> {
  const at = world.now();
  pull.state = "closed";
  pull.closedAt = at;
  pull.merged = { at, by, commitSha };
  pull.updatedAt = at;
  await announcePullRequest(world, pull, "closed", by);
}

async function leaveQueue(world: World, group: MergeGroup): Promise<void> {
  const waiting = group.repository.mergeQueues.get(group.branch) ?? [];
  const rest = waiting.filter((entry) => !group.entries.includes(entry));
  group.repository.mergeQueues.set(group.branch, rest);
  const headBranch = group.headRef.replace("refs/heads/", "");
  await moveBranch(world, group.repository, headBranch, noCommit, webFlow(world));
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
    sender: webFlow(world),
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

/** Writes what merging a pull request onto a base gives, and answers the new tip. */
async function mergedCommit(
  world: World,
  pull: PullRequest,
  base: string,
  method: MergeMethod,
  by: Account,
): Promise<string> {
  const { git } = pull.repository;
  const tree = await git.mergedTree(base, pull.head.sha);
  if (tree === null) throw unprocessable("Pull Request is not mergeable: it conflicts");
  const committer = signatureOf(world, webFlow(world));
  const author = signatureOf(world, by);
  const source = `${pull.repository.owner.login}/${pull.head.branch}`;
  switch (method) {
    case "merge": {
      const message = `Merge pull request #${pull.number} from ${source}\n\n${pull.title}`;
      return written(pull, { message, author, committer, parents: [base, pull.head.sha], tree });
    }
    case "squash": {
      const message = `${pull.title} (#${pull.number})`;
      const writer = signatureOf(world, pull.author);
      return written(pull, { message, author: writer, committer, parents: [base], tree });
    }
    case "rebase":
      return rebased(pull, base, committer);
  }
}

async function rebased(pull: PullRequest, base: string, committer: Signature): Promise<string> {
  const { git } = pull.repository;
  let tip = base;
  for (const sha of (await totalsOf(pull)).commits) {
    const commit = await git.commitOf(sha);
    const tree = await git.mergedTree(tip, sha);
    if (tree === null) throw unprocessable("Pull Request is not mergeable: it conflicts");
    tip = await written(pull, { ...commit, committer, parents: [tip], tree });
  }
  return tip;
}

async function written(pull: PullRequest, commit: NewCommit): Promise<string> {
  const [sha] = await pull.repository.git.write([commit]);
  if (sha === undefined) throw new Error(`no commit was written in ${fullName(pull.repository)}`);
  return sha;
}

/** How an account signs commits now. */
export function signatureOf(world: World, account: Account): Signature {
  const [email = `${account.login}@example.com`] = account.emails;
  return { name: account.name ?? account.login, email, date: world.clock() };
}
