import { noCommit } from "../git/git-store.ts";
import { representOwner } from "../represent/account.ts";
import { representEventCommit } from "../represent/commit.ts";
import { repositoryPage, representRepository } from "../represent/repository.ts";
import type { Account, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";

/** A reference that moved; all zeros stand for "did not exist" and "is gone". */
type Push = {
  readonly ref: string;
  /** The branch that a new tag stands on. */
  readonly baseRef: string | null;
  readonly before: string;
  readonly after: string;
  readonly forced: boolean;
  readonly by: Account;
};

/** Sends `push` and, for what is new or gone, `create` or `delete`. */
export async function announcePush(
  world: World,
  repository: Repository,
  push: Push,
): Promise<void> {
  await announceMove(world, repository, push);
  if (push.before === noCommit) announceRef(world, repository, push, "create");
  if (push.after === noCommit) announceRef(world, repository, push, "delete");
}

async function announceMove(world: World, repository: Repository, push: Push): Promise<void> {
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
      base_ref: push.baseRef,
      compare: `${page}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
      commits: listed,
      head_commit: head && representEventCommit(world, repository, head),
      repository: representPushedRepository(world, repository),
      pusher: { name: by.login, email: by.emails[0] ?? null },
    },
  });
}

/** In `push` a repository has a few fields more, and times in seconds since the epoch. */
function representPushedRepository(world: World, repository: Repository): object {
  return {
    ...representRepository(world, repository),
    owner: {
      ...representOwner(world, repository.owner),
      name: repository.owner.login,
      email: null,
    },
    pushed_at: Date.parse(repository.pushedAt) / 1_000,
    stargazers: 0,
    master_branch: repository.defaultBranch,
  };
}

/** Neither names a commit. https://docs.github.com/webhooks/webhook-events-and-payloads#create */
function announceRef(
  world: World,
  repository: Repository,
  { ref, by }: Push,
  event: "create" | "delete",
): void {
  const created = { master_branch: repository.defaultBranch, description: null };
  world.announce({
    event,
    action: null,
    sender: by,
    repository,
    payload: {
      ref: ref.replace(/^refs\/(heads|tags)\//, ""),
      ref_type: ref.startsWith("refs/tags/") ? "tag" : "branch",
      ...(event === "create" && created),
      pusher_type: "user",
    },
  });
}
