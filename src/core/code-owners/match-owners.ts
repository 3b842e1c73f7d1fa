import type { FileChange } from "#core/change/facts.ts";
import { namesOf } from "#core/change/file-names.ts";
import type { Owner, OwnersRule } from "./code-owners-file.ts";
import { compilePattern, matchesPattern } from "./match-pattern.ts";

/** A changed file that has owners, or addresses for owners. */
export type OwnedFile = {
  readonly path: string;
  readonly owners: readonly Owner[];
  readonly addresses: readonly string[];
};

/**
 * The changed files that somebody owns, by path: the last rule that matches a path says who. Both names of a rename are
 * looked up, each by itself; a file whose last rule names nobody is not among them.
 */
export function matchOwners(
  rules: readonly OwnersRule[],
  files: readonly FileChange[],
): readonly OwnedFile[] {
  const lastFirst = rules
    .map((rule) => ({ rule, pattern: compilePattern(rule.pattern) }))
    .reverse();
  const paths = [...new Set(files.flatMap(namesOf))].sort();
  return paths.flatMap((path) => {
    const rule = lastFirst.find(({ pattern }) => matchesPattern(pattern, path))?.rule;
    if (rule === undefined || rule.owners.length + rule.addresses.length === 0) return [];
    return [{ path, owners: rule.owners, addresses: rule.addresses }];
  });
}
