import type { RangeCommit } from "#core/change-set/change-set.ts";
import type { ShippedCommit } from "#core/change-set/find-shipped.ts";
import type { Tag } from "./tag.ts";

/**
 * The commits that releases had, each with the first of these releases that had it; those that none had are left out. `releases` are the
 * lowest version first, and so is the answer.
 */
export function findFirstVersions(
  commits: Iterable<Pick<RangeCommit, "sha" | "parents" | "message">>,
  releases: readonly Pick<Tag, "name" | "commitSha">[],
): readonly ShippedCommit[] {
  const left = new Map([...commits].map((commit) => [commit.sha, commit]));
  return releases.flatMap(({ name: version, commitSha }) => {
    const taken: ShippedCommit[] = [];
    const waiting = [commitSha];
    for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
      const commit = left.get(sha);
      if (commit === undefined) continue;
      left.delete(sha);
      taken.push({ sha, message: commit.message, version });
      waiting.push(...commit.parents);
    }
    return taken;
  });
}
