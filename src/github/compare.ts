import type { Account, FileChange } from "#core/change/facts.ts";
import { RetryLater } from "#core/errors.ts";
import type { RepositoryName } from "#core/key.ts";
import { accountOfRest } from "./account.ts";
import type { Client } from "./client.ts";

/** A base commit and a head commit: what lies between them never changes. */
export type ShaPair = { readonly baseSha: string; readonly headSha: string };

/** The comparison of the merge base of two commits with the second. */
export type Comparison = {
  /** At most 300: {@link mostComparedFiles}. */
  readonly files: readonly FileChange[];
  readonly commits: readonly ComparedCommit[];
};

/** REST names the accounts of a commit's author and committer, bots' too, which GraphQL leaves out. */
export type ComparedCommit = {
  readonly sha: string;
  readonly author: Account | null;
  readonly committer: Account | null;
};

/** GitHub lists no more files than these in a comparison, and says nothing when there are more. */
export const mostComparedFiles = 300;

/** GitHub lists no more commits of a pull request than these. */
const mostCommits = 250;
const pageSize = 100;

/**
 * Compares two commits; files and the first 100 commits cost one call.
 *
 * See https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
export async function compareCommits(
  client: Client,
  { owner, name }: RepositoryName,
  { baseSha, headSha }: ShaPair,
): Promise<Comparison> {
  const readPage = async (page: number) => {
    const answer = await client.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
      owner,
      repo: name,
      basehead: `${baseSha}...${headSha}`,
      per_page: pageSize,
      page,
    });
    return answer.data;
  };
  const first = await readPage(1);
  if (first.files === undefined) {
    throw new RetryLater("GitHub's comparison came without its files.");
  }
  const commits = [...first.commits];
  const expected = Math.min(first.total_commits, mostCommits);
  for (let page = 2; commits.length < expected; page++) {
    const { commits: further } = await readPage(page);
    if (further.length === 0) throw new RetryLater("GitHub's comparison came without all commits.");
    commits.push(...further);
  }
  return {
    files: first.files.map(fileChangeOf),
    commits: commits.map(({ sha, author, committer }) => ({
      sha,
      author: accountOfCommit(author),
      committer: accountOfCommit(committer),
    })),
  };
}

/** A file as REST lists it, in a comparison or a pull request. */
export function fileChangeOf(file: {
  readonly filename: string;
  readonly sha: string | null;
  readonly previous_filename?: string;
  readonly status: FileChange["status"];
  readonly additions: number;
  readonly deletions: number;
  readonly patch?: string;
}): FileChange {
  return {
    path: file.filename,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    ...(file.previous_filename !== undefined && { previousPath: file.previous_filename }),
    ...(file.sha !== null && { blobSha: file.sha }),
    ...(file.patch !== undefined && { patch: file.patch }),
  };
}

/** The account behind a commit, as REST names it. GitHub gives an empty object for some accounts that are gone. */
export function accountOfCommit(account: object | null): Account | null {
  if (account === null || !("id" in account) || !("login" in account)) return null;
  const { id, login } = account;
  if (typeof id !== "number" && typeof id !== "bigint") return null;
  if (typeof login !== "string") return null;
  const type = "type" in account && typeof account.type === "string" ? account.type : undefined;
  return accountOfRest({ id, login, type });
}
