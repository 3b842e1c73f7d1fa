import type { ShippedCommit } from "#core/change-set/find-shipped.ts";
import type { Tag } from "#core/release/tag.ts";
import type { GitRepository } from "./git.ts";
import { type Commit, readCommits } from "./read-commits.ts";

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
  return releases.flatMap(({ name, commitSha }) =>
    takeReached(commits, commitSha).map(({ sha, message }) => ({ sha, message, version: name })),
  );
}

/** What a commit reaches of those that no lower release took; takes it out of `commits`. */
function takeReached(commits: Map<string, Commit>, from: string): readonly Commit[] {
  const taken: Commit[] = [];
  const waiting = [from];
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    const commit = commits.get(sha);
    if (commit === undefined) continue;
    commits.delete(sha);
    taken.push(commit);
    waiting.push(...commit.parents);
  }
  return taken;
}
