import type { FileChange } from "#core/change/facts.ts";
import { namesOf } from "#core/change/file-names.ts";
import type { GlobMatcher } from "#core/policy/glob.ts";

/**
 * The names among the changed files' that a matcher of lower-case globs knows, whatever their letter case.
 */
export function touchedPaths(files: readonly FileChange[], match: GlobMatcher): readonly string[] {
  return files.flatMap(namesOf).filter((path) => match(path.toLowerCase()) !== undefined);
}
