import { noCommit } from "../git/git-store.ts";
import type { Account, PullRequest, Repository } from "../world/model.ts";
import { pullRequestsOf, type World } from "../world/world.ts";
import { announcePullRequest, markMerged } from "./pull-requests.ts";

/**
 * Closes as merged what a push to the base branch brought along: GitHub does so once the head is in the base, whoever
 * put it there. https://docs.github.com/pull-requests/how-tos/merge-and-close-pull-requests/merging-a-pull-request
 */
export async function closeIndirectlyMerged(
  world: World,
  repository: Repository,
  branch: string,
  { before, after, by }: { before: string; after: string; by: Account },
): Promise<void> {
  const open = pullRequestsOf(repository).filter(
    ({ state, base }) => state === "open" && base.branch === branch,
  );
  if (open.length === 0 || before === noCommit || after === noCommit) return;
  const pushed = new Set(await repository.git.commitsBetween(before, after));
  for (const pull of open.filter(({ head }) => pushed.has(head.sha))) {
    const commitSha = (await mergeCommitOf(pull, pushed)) ?? after;
    markMerged(world, pull, { by, commitSha, baseSha: before });
    await announcePullRequest(world, pull, "closed", by);
  }
}

async function mergeCommitOf(
  { head, repository }: PullRequest,
  pushed: ReadonlySet<string>,
): Promise<string | null> {
  for (const sha of pushed) {
    const { parents } = await repository.git.commitOf(sha);
    if (parents.length > 1 && parents.includes(head.sha)) return sha;
  }
  return null;
}
