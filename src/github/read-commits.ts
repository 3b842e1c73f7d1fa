import type { RangeCommit } from "#core/change-set/change-set.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { everyPage } from "./pages.ts";
import { toRangeCommit } from "./read-range.ts";

/**
 * The commits that one reaches, the newest first: a call for 100, at most `mostPages` of them or until one is found that ends the search.
 *
 * @returns `complete`: whether the first commit of all was reached
 */
export async function readCommits(
  client: Client,
  { owner, name }: RepositoryName,
  headSha: string,
  options: { readonly mostPages: number; readonly isLast?: (sha: string) => boolean },
): Promise<{ readonly commits: readonly RangeCommit[]; readonly complete: boolean }> {
  const { mostPages, isLast = () => false } = options;
  let found = false;
  const { items, complete } = await everyPage(mostPages, async (page) => {
    if (found) return [];
    const place = { owner, repo: name, sha: headSha, per_page: 100, page };
    const { data } = await client.request("GET /repos/{owner}/{repo}/commits", place);
    found = data.some(({ sha }) => isLast(sha));
    return data;
  });
  return { commits: items.map(toRangeCommit), complete: complete && !found };
}
