import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { everyPage } from "./pages.ts";

/** A pull request in a list: enough to tell whether it moved since it was last decided. */
export type OpenPullRequest = {
  readonly number: number;
  readonly headSha: string;
  readonly baseBranch: string;
  /** ISO 8601. */
  readonly updatedAt: string;
};

/** 3,000 pull requests: those moved last come first. */
const mostPages = 30;

/** The open pull requests of a repository, or of one of its branches; those that moved last come first, 3,000 at most. */
export async function listOpenPullRequests(
  client: Client,
  { owner, name }: RepositoryName,
  baseBranch?: string,
): Promise<readonly OpenPullRequest[]> {
  const { items } = await everyPage(mostPages, async (page) => {
    const { data } = await client.request("GET /repos/{owner}/{repo}/pulls", {
      owner,
      repo: name,
      state: "open",
      sort: "updated",
      direction: "desc",
      per_page: 100,
      page,
      ...(baseBranch !== undefined && { base: baseBranch }),
    });
    return data;
  });
  // Somebody's activity between two pages can bring a pull request into both.
  return [...new Map(items.map((item) => [item.number, item])).values()].map((item) => ({
    number: item.number,
    headSha: item.head.sha,
    baseBranch: item.base.ref,
    updatedAt: item.updated_at,
  }));
}
