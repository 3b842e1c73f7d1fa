import { branchMatcher } from "./controls-branch.ts";
import type { Policy } from "./schema.ts";

/** Whether a freeze concerns merges to a branch: it names the branch, or neither branches nor environments. */
export function freezesMergesTo(
  { branches, environments }: Pick<Policy["freezes"][number], "branches" | "environments">,
  branch: string,
): boolean {
  if (branches === undefined) return environments === undefined;
  return branchMatcher(branches)(branch) !== undefined;
}
