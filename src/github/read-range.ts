import type { RangeCommit } from "#core/change-set/change-set.ts";
import { RetryLater } from "#core/errors.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { accountOfCommit, mostComparedFiles } from "./compare.ts";
import { isNotFound } from "./request-error.ts";

/** What one commit has that another has not, as GitHub compares them. */
export type ComparedRange = {
  /** The commit that a base given by another name stands for. */
  readonly baseSha: string;
  /** Where the second stands. */
  readonly status: "identical" | "ahead" | "behind" | "diverged";
  /** The second's commits that the first has not, in no particular order. Fewer than `total` where there are too many to read. */
  readonly commits: readonly RangeCommit[];
  readonly total: number;
  /** How many the first has that the second has not. */
  readonly behind: number;
  /** How many files the second changed since they parted; null where GitHub lists not all. */
  readonly changedFiles: number | null;
};

const pageSize = 100;

/**
 * Compares two commits, or a branch with a commit: a call for 100 commits, at most `mostPages` of them. Null when one is gone, or when they
 * have no common history.
 *
 * See https://docs.github.com/en/rest/commits/commits#compare-two-commits
 *
 * @throws RetryLater when pages are missing although there are few enough
 */
export async function readRange(
  client: Client,
  { owner, name }: RepositoryName,
  { baseSha, headSha }: { readonly baseSha: string; readonly headSha: string },
  mostPages: number,
): Promise<ComparedRange | null> {
  const readPage = async (page: number) => {
    const basehead = `${baseSha}...${headSha}`;
    const place = { owner, repo: name, basehead, per_page: pageSize, page };
    return (await client.request("GET /repos/{owner}/{repo}/compare/{basehead}", place)).data;
  };
  try {
    const first = await readPage(1);
    const pages = Math.min(mostPages, Math.ceil(first.total_commits / pageSize));
    const further = await Promise.all(
      Array.from({ length: Math.max(0, pages - 1) }, (_, index) => readPage(index + 2)),
    );
    const commits = [first, ...further].flatMap((page) => page.commits.map(toRangeCommit));
    if (commits.length < Math.min(first.total_commits, mostPages * pageSize)) {
      throw new RetryLater("GitHub's comparison came without all commits.");
    }
    const { status, total_commits: total, behind_by: behind, files = [] } = first;
    const changedFiles = files.length < mostComparedFiles ? files.length : null;
    return { baseSha: first.base_commit.sha, status, commits, total, behind, changedFiles };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

type ListedCommit = {
  readonly sha: string;
  readonly parents: readonly { readonly sha: string }[];
  readonly author: object | null;
  readonly commit: {
    readonly message: string;
    readonly author: { readonly name?: string; readonly email?: string } | null;
  };
};

/** A commit as REST lists it; what it touches is not told there. */
export function toRangeCommit({ sha, parents, commit, author }: ListedCommit): RangeCommit {
  return {
    sha,
    parents: parents.map((parent) => parent.sha),
    message: commit.message,
    author: {
      name: commit.author?.name ?? "",
      email: commit.author?.email ?? "",
      account: accountOfCommit(author),
    },
    paths: null,
  };
}
