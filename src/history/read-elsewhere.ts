import type { ShippedCommit } from "#core/change-set/find-shipped.ts";
import { findFirstVersions } from "#core/release/find-first-versions.ts";
import type { Tag } from "#core/release/tag.ts";
import type { GitRepository } from "./git.ts";
import { readCommits } from "./read-commits.ts";

/**
 * The commits that other releases had and `headSha` has not, each with the first of these releases that had it: also those of the
 * baseline, where its line has parted. `releases` are the lowest version first, and so is the answer.
 */
export async function readElsewhere(
  repository: GitRepository,
  headSha: string,
  releases: readonly Tag[],
): Promise<readonly ShippedCommit[]> {
  if (releases.length === 0) return [];
  const revisions = [...releases.map(({ commitSha }) => commitSha), "--not", headSha];
  const commits = await readCommits(repository, revisions);
  return findFirstVersions(commits.values(), releases);
}
