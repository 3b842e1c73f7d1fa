import type { Account } from "#core/change/facts.ts";
import { accountOfActor } from "./account.ts";
import type { PieceReader } from "./change-pieces.ts";
import { readMove } from "./read-last-pusher.ts";
import type { Snapshot } from "./read-snapshot.ts";

/** How a pull request was merged. */
export type MergeOfChange = {
  /**
   * The commit with which the base branch received it: the one that GitHub made, or the pull request's own head where somebody pushed it there;
   * what else came with that push is none of its. Null where GitHub does not know it any more.
   */
  readonly sha: string | null;
  /** The first parent of what GitHub names as the merge commit. */
  readonly parentSha: string | null;
  /** The base branch's tip as the pull request last knew it. */
  readonly baseSha: string;
  readonly by: Account | null;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
};

/**
 * How the pull request was merged; null where it was not. GitHub also takes one for merged whose head somebody pushed to the base branch, and
 * names a commit of that push as its merge commit. GitHub signs the merges and squashes that it makes itself; of others, such as rebased ones,
 * the branch's activity is asked: one call, kept.
 *
 * See https://docs.github.com/en/pull-requests/how-tos/merge-and-close-pull-requests/merging-a-pull-request#indirect-merges
 */
export async function findMerge(
  reader: PieceReader,
  snapshot: Snapshot,
): Promise<MergeOfChange | null> {
  const { pullRequest } = snapshot;
  const { mergeCommit, mergedBy, mergedAt, state, updatedAt, baseRefOid } = pullRequest;
  if (state !== "MERGED") return null;
  const isOwn = mergeCommit !== null && (await isMadeByGitHub(reader, snapshot, mergeCommit));
  return {
    sha: mergeCommit === null || isOwn ? (mergeCommit?.oid ?? null) : pullRequest.headRefOid,
    parentSha: mergeCommit?.parents.nodes[0]?.oid ?? null,
    baseSha: baseRefOid,
    by: accountOfActor(mergedBy),
    atMs: Date.parse(mergedAt ?? updatedAt),
  };
}

async function isMadeByGitHub(
  { client, kept }: PieceReader,
  { name, pullRequest }: Snapshot,
  { oid: sha, signature: isSigned }: NonNullable<Snapshot["pullRequest"]["mergeCommit"]>,
): Promise<boolean> {
  if (isSigned) return true;
  if (sha === pullRequest.headRefOid) return false;
  const { repository } = name;
  const known = kept.mergesByGitHub.get(sha);
  if (known !== undefined) return known;
  const move = await readMove(client, { repository, branch: pullRequest.baseRefName, sha });
  if (move !== null) kept.mergesByGitHub.set(sha, move.isMerge);
  return move?.isMerge === true;
}
