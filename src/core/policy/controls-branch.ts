import { compileGlobs, type GlobMatcher } from "./glob.ts";
import type { Policy } from "./schema.ts";

const matchers = new WeakMap<readonly string[], GlobMatcher>();

/** Whether changes to a branch are under the policy's control: those that it names, or else the default branch. */
export function controlsBranch(
  { branches }: Pick<Policy, "branches">,
  branch: string,
  defaultBranch: string,
): boolean {
  if (branches === undefined) return branch === defaultBranch;
  return branchMatcher(branches)(branch) !== undefined;
}

/** The matcher of a policy's list of branches, compiled once for each list. */
export function branchMatcher(branches: readonly string[]): GlobMatcher {
  let match = matchers.get(branches);
  if (match === undefined) {
    match = compileGlobs(branches);
    matchers.set(branches, match);
  }
  return match;
}
