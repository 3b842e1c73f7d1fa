import type { Account } from "#core/change/facts.ts";
import type { RepositoryName } from "#core/key.ts";
import { accountOfRest } from "./account.ts";
import type { Client } from "./client.ts";
import { Refused } from "./request-error.ts";

/** A branch with the commit at its tip. */
export type BranchTip = {
  readonly repository: RepositoryName;
  readonly branch: string;
  readonly sha: string;
};

/** How a branch came to a commit. */
type BranchMove = {
  /** Where it was before; all zeros where it was not there. */
  readonly beforeSha: string;
  /** Null for an account that is gone. */
  readonly by: Account | null;
  /** Whether GitHub merged a pull request, by itself or in a queue; else somebody pushed. */
  readonly isMerge: boolean;
};

/** Who moved the branch to this commit; null when GitHub doesn't tell. See {@link readMove}. */
export async function readLastPusher(client: Client, tip: BranchTip): Promise<Account | null> {
  return (await readMove(client, tip))?.by ?? null;
}

/**
 * How the branch came to this commit, by the newest 100 entries of the repository's activity; null when they don't tell or we
 * may not read them (a fork). One call.
 *
 * See https://docs.github.com/en/rest/repos/repos#list-repository-activities
 */
export async function readMove(client: Client, tip: BranchTip): Promise<BranchMove | null> {
  const { owner, name } = tip.repository;
  try {
    const { data } = await client.request("GET /repos/{owner}/{repo}/activity", {
      owner,
      repo: name,
      ref: `refs/heads/${tip.branch}`,
      per_page: 100,
    });
    const move = data.find(({ after }) => after === tip.sha);
    if (move === undefined) return null;
    const { actor, before: beforeSha, activity_type: kind } = move;
    return {
      beforeSha,
      by: actor === null ? null : accountOfRest(actor),
      isMerge: kind === "pr_merge" || kind === "merge_queue_merge",
    };
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
