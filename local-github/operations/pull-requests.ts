import { representWholePullRequest } from "../represent/pull-request.ts";
import { totalsOf } from "../world/lookup.ts";
import type { Account, PullRequest, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { unprocessable } from "./refusal.ts";

export type NewPullRequest = {
  readonly title: string;
  readonly body: string | null;
  readonly author: Account;
  readonly draft: boolean;
  readonly base: string;
  /** Where the base branch was when the head was last pushed; its tip of now when absent. */
  readonly baseSha?: string;
  readonly head: { readonly repository: Repository; readonly branch: string };
};

/** Opens a pull request between two branches that exist. */
export async function openPullRequest(
  world: World,
  repository: Repository,
  wanted: NewPullRequest,
): Promise<PullRequest> {
  const { branch } = wanted.head;
  const headSha = wanted.head.repository.branches.get(branch);
  const baseSha = wanted.baseSha ?? repository.branches.get(wanted.base);
  if (headSha === undefined) throw unprocessable(`the head branch ${branch} does not exist`);
  if (baseSha === undefined) throw unprocessable(`the base branch ${wanted.base} does not exist`);
  const now = world.now();
  const pull: PullRequest = {
    ...world.identify("PR"),
    kind: "pull-request",
    repository,
    number: repository.issues.size + 1,
    author: wanted.author,
    createdAt: now,
    title: wanted.title,
    body: wanted.body,
    state: "open",
    updatedAt: now,
    closedAt: null,
    labels: new Set(),
    comments: [],
    head: { repository: wanted.head.repository, branch, sha: headSha },
    base: { branch: wanted.base, sha: baseSha },
    draft: wanted.draft,
    merged: null,
    reviews: [],
    requestedUsers: new Set(),
    requestedTeams: new Set(),
  };
  repository.issues.set(pull.number, world.register(pull));
  await announcePullRequest(world, pull, "opened", wanted.author);
  return pull;
}

/** Changes title, body or base branch. */
export async function editPullRequest(
  world: World,
  pull: PullRequest,
  edits: { readonly title?: string; readonly body?: string; readonly base?: string },
  by: Account,
): Promise<void> {
  const before = { title: pull.title, body: pull.body, ...pull.base };
  if (edits.title !== undefined) pull.title = edits.title;
  if (edits.body !== undefined) pull.body = edits.body;
  if (edits.base !== undefined) {
    const sha = pull.repository.branches.get(edits.base);
    if (sha === undefined) throw unprocessable(`the base branch ${edits.base} does not exist`);
    pull.base.branch = edits.base;
    pull.base.sha = sha;
  }
  const changes = {
    ...(edits.title !== undefined && { title: { from: before.title } }),
    ...(edits.body !== undefined && { body: { from: before.body ?? "" } }),
    ...(edits.base !== undefined && {
      base: { ref: { from: before.branch }, sha: { from: before.sha } },
    }),
  };
  await touch(world, pull, "edited", by, { changes });
}

/** Closes without merging. */
export async function closePullRequest(
  world: World,
  pull: PullRequest,
  by: Account,
): Promise<void> {
  pull.state = "closed";
  pull.closedAt = world.now();
  await touch(world, pull, "closed", by);
}

/** Makes a pull request merged. Its event is another matter: a push comes first. */
export function markMerged(
  world: World,
  pull: PullRequest,
  merged: { readonly by: Account; readonly commitSha: string; readonly baseSha: string },
): void {
  const at = world.now();
  pull.state = "closed";
  pull.closedAt = at;
  pull.merged = { at, ...merged };
  pull.updatedAt = at;
}

export async function reopenPullRequest(
  world: World,
  pull: PullRequest,
  by: Account,
): Promise<void> {
  if (pull.merged) throw unprocessable("a merged pull request can't be reopened");
  pull.state = "open";
  pull.closedAt = null;
  await touch(world, pull, "reopened", by);
}

export async function setDraft(
  world: World,
  pull: PullRequest,
  draft: boolean,
  by: Account,
): Promise<void> {
  pull.draft = draft;
  await touch(world, pull, draft ? "converted_to_draft" : "ready_for_review", by);
}

/** Sends a `pull_request` event with the pull request as it is now. */
export async function announcePullRequest(
  world: World,
  pull: PullRequest,
  action: string,
  by: Account,
  payload: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const totals = await totalsOf(pull);
  world.announce({
    event: "pull_request",
    action,
    sender: by,
    repository: pull.repository,
    payload: {
      number: pull.number,
      pull_request: representWholePullRequest(world, pull, totals),
      ...payload,
    },
  });
}

async function touch(
  world: World,
  pull: PullRequest,
  action: string,
  by: Account,
  payload: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  pull.updatedAt = world.now();
  await announcePullRequest(world, pull, action, by, payload);
}
