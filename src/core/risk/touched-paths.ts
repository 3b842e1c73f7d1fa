import type { FileChange } from "#core/change/facts.ts";
import type { GlobMatcher } from "#core/policy/glob.ts";

/**
 * The names among the changed files' that a matcher of lower-case globs knows, whatever their letter case. Both names
 * of a rename are asked: its author chose the new one.
 */
export function touchedPaths(files: readonly FileChange[], match: GlobMatcher): readonly string[] {
  return files
    .flatMap((file) =>
      file.previousPath === undefined ? [file.path] : [file.path, file.previousPath],
    )
    .filter((path) => match(path.toLowerCase()) !== undefined);
}
