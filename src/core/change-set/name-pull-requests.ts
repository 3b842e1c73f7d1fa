import type { Account } from "#core/change/facts.ts";
import { readChangeName } from "#core/history/change-title.ts";
import type { MergedPullRequest, RangeCommit } from "./change-set.ts";
import { orderCommits } from "./order-commits.ts";

/**
 * The pull requests that the commits' own messages name ("Merge pull request #12 …", "… (#12)"), for a history without
 * GitHub. Nobody vouches for them: never decide a gate by these.
 *
 * A number inside what another pull request brought is not one of this repository, or not of this branch, and is passed
 * over. Rebased pull requests leave no number: their commits look like direct pushes.
 */
export function namePullRequests(
  commits: Iterable<RangeCommit>,
  headSha: string,
): readonly MergedPullRequest[] {
  const ordered = orderCommits(commits, headSha);
  const found: MergedPullRequest[] = [];
  let at = ordered.length - 1;
  while (at >= 0) {
    const entry = ordered[at];
    if (entry === undefined) break;
    const { commit, firstBrought } = entry;
    const { number, title } = readChangeName(commit.message);
    if (number === null) {
      at -= 1;
      continue;
    }
    const brought = ordered.slice(firstBrought, at).map((one) => one.commit);
    found.push({
      number,
      title: saysNothing.test(title) ? titleOfFirst(brought, title) : title,
      author: mostFrequent(brought.length > 0 ? brought : [commit]),
      labels: [],
      mergeCommitSha: commit.sha,
      paths: commit.paths,
    });
    at = firstBrought - 1;
  }
  return found.reverse();
}

/** A merge commit whose pull request's title was taken out of its message. */
const saysNothing = /^Merge pull request #\d+ /;

function titleOfFirst([oldest]: readonly RangeCommit[], title: string): string {
  return oldest === undefined ? title : readChangeName(oldest.message).title;
}

/** Who wrote most of the commits, the first of equals. Where no account is known, the name stands for it. */
function mostFrequent(commits: readonly RangeCommit[]): Account {
  const authors = commits.map(({ author }) => author.account ?? accountOfName(author.name));
  const counts = new Map<string, number>();
  for (const { login } of authors) counts.set(login, (counts.get(login) ?? 0) + 1);
  return authors.reduce((best, author) =>
    (counts.get(author.login) ?? 0) > (counts.get(best.login) ?? 0) ? author : best,
  );
}

/** An account of which only the name is known; 0 is no account's id. */
function accountOfName(name: string): Account {
  return { id: 0, login: name, kind: "user" };
}
