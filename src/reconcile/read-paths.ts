import { commitsOf } from "#core/change-set/change-set.ts";
import { type CommitRange, collectChanges } from "#core/change-set/collect-changes.ts";
import { pathsOf } from "#core/change-set/touches-paths.ts";
import type { ReleaseToObserve } from "./observe-release.ts";
import type { ReleasesAtGitHub } from "./release-ports.ts";

/** Of more commits it stays unknown what they touch, and they are listed for every component. */
const mostCommits = 100;

/** The range with what the commits touch whose changes are not on record: a call for each. */
export async function withPaths(
  github: ReleasesAtGitHub,
  { installationId, repository }: ReleaseToObserve,
  range: CommitRange,
): Promise<CommitRange> {
  const unknown = collectChanges(range)
    .filter((change) => pathsOf(change) === null)
    .flatMap(commitsOf)
    .slice(-mostCommits);
  const paths = new Map(
    await Promise.all(
      unknown.map(
        async ({ sha }) => [sha, await github.readPaths(installationId, repository, sha)] as const,
      ),
    ),
  );
  const commits = range.commits.map((commit) => ({
    ...commit,
    paths: commit.paths ?? paths.get(commit.sha) ?? null,
  }));
  return { ...range, commits };
}
