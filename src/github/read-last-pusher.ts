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

/**
 * Who moved the branch to this commit, by the newest 100 entries of the repository's activity; null when they don't tell or we
 * may not read them (a fork).
 *
 * See https://docs.github.com/en/rest/repos/repos#list-repository-activities
 */
export async function readLastPusher(client: Client, tip: BranchTip): Promise<Account | null> {
  const { owner, name } = tip.repository;
  try {
    const { data } = await client.request("GET /repos/{owner}/{repo}/activity", {
      owner,
      repo: name,
      ref: `refs/heads/${tip.branch}`,
      per_page: 100,
    });
    const actor = data.find(({ after }) => after === tip.sha)?.actor ?? null;
    return actor === null ? null : accountOfRest(actor);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
