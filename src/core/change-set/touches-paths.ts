import { compileGlobs } from "#core/policy/glob.ts";
import { commitsOf, type SetChange } from "./change-set.ts";

/**
 * The changes that touch a component's paths, by either name of a renamed file. A change of which it is not known what it
 * touches belongs to every component: nothing passes unseen.
 */
export function changesThatTouch(
  changes: readonly SetChange[],
  globs: readonly string[],
): readonly SetChange[] {
  const match = compileGlobs(globs);
  return changes.filter((change) => {
    const paths = pathsOf(change);
    return paths === null || paths.some((path) => match(path) !== undefined);
  });
}

/** What a change touches, both names of a rename; null where that is not known of every part. */
export function pathsOf(change: SetChange): readonly string[] | null {
  if (change.kind === "pull-request" && change.pullRequest.paths !== null) {
    return change.pullRequest.paths;
  }
  const paths: string[] = [];
  for (const commit of commitsOf(change)) {
    if (commit.paths === null) return null;
    paths.push(...commit.paths);
  }
  return paths;
}
