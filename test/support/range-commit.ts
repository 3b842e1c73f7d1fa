import type { MergedPullRequest, RangeCommit } from "#core/change-set/change-set.ts";
import { alice } from "./facts.ts";

/** A commit of a range by alice, named by a word instead of a SHA. */
export function rangeCommit(
  sha: string,
  parents: readonly string[],
  overrides: Partial<RangeCommit> = {},
): RangeCommit {
  const author = { name: "alice", email: "alice@example.com", account: alice };
  return { sha, parents, message: `Do ${sha}`, author, paths: null, ...overrides };
}

/** Alice's pull request, merged by a commit. */
export function mergedPullRequest(
  number: number,
  mergeCommitSha: string,
  overrides: Partial<MergedPullRequest> = {},
): MergedPullRequest {
  const title = `Pull request ${number}`;
  return { number, title, author: alice, labels: [], mergeCommitSha, paths: null, ...overrides };
}
