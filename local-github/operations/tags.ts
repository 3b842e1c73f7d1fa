import { noCommit } from "../git/git-store.ts";
import type { Account, Repository } from "../world/model.ts";
import { publishedRelease } from "../world/release.ts";
import type { World } from "../world/world.ts";
import { announcePush } from "./announce-push.ts";
import { unprocessable } from "./refusal.ts";

/** More at once cause no events. https://docs.github.com/webhooks/webhook-events-and-payloads#push */
const mostTagsTold = 3;

/** Where a tag is to be: the SHA of a commit or tag object, or no commit to delete it. */
export type TagMove = { readonly tag: string; readonly after: string };

/** Makes, moves and deletes tags in one push. */
export async function pushTags(
  world: World,
  repository: Repository,
  moves: readonly TagMove[],
  by: Account,
): Promise<void> {
  for (const { tag } of moves) refuseHeldTag(repository, tag);
  const moved = moves.map((move) => ({
    ...move,
    before: repository.tags.get(move.tag) ?? noCommit,
  }));
  for (const { tag, after } of moved) {
    if (after === noCommit) deleteTag(repository, tag);
    else repository.tags.set(tag, after);
  }
  repository.pushedAt = world.now();
  if (moves.length > mostTagsTold) return;
  for (const { tag, before, after } of moved) {
    const baseRef = before === noCommit ? await branchAt(repository, after) : null;
    const forced = before !== noCommit && after !== noCommit;
    const ref = `refs/tags/${tag}`;
    await announcePush(world, repository, { ref, baseRef, before, after, forced, by });
  }
}

/** A release without its tag is a draft again. */
function deleteTag(repository: Repository, tag: string): void {
  const released = publishedRelease(repository, tag);
  if (released) released.publishedAt = null;
  repository.tags.delete(tag);
}

/**
 * The tag of an immutable release stands still, and the name of a deleted one is never free again.
 * https://docs.github.com/code-security/supply-chain-security/understanding-your-software-supply-chain/immutable-releases
 */
function refuseHeldTag(repository: Repository, tag: string): void {
  const released = publishedRelease(repository, tag);
  if (released?.immutable) throw unprocessable("Cannot update this protected ref.");
  if (repository.releases.burnedTags.has(tag) && !repository.tags.has(tag)) {
    throw unprocessable("Cannot create ref due to creations being restricted.");
  }
}

async function branchAt(repository: Repository, sha: string): Promise<string | null> {
  const commit = await repository.git.commit(sha);
  const branch = [...repository.branches].find(([, tip]) => tip === commit?.sha);
  return branch ? `refs/heads/${branch[0]}` : null;
}
