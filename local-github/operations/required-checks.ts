import { missingChecks } from "../world/lookup.ts";
import type { Account, Repository } from "../world/model.ts";
import { accessOf } from "../world/permission.ts";
import { Refusal } from "./refusal.ts";

/**
 * Makes checks and statuses of these names a condition of getting onto a branch; none of them lifts the protection.
 * https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches
 */
export function requireChecks(
  repository: Repository,
  branch: string,
  names: readonly string[],
): void {
  if (names.length === 0) repository.requiredChecks.delete(branch);
  else repository.requiredChecks.set(branch, new Set(names));
}

/** Refuses a commit that lacks one of the branch's required checks. */
export function refuseMissingChecks(repository: Repository, branch: string, sha: string): void {
  const [missing] = missingChecks(repository, branch, sha);
  if (missing === undefined) return;
  throw new Refusal(405, `Required status check "${missing}" is expected.`);
}

/** Administrators alone go past a branch's protection. */
export function refuseBypass(repository: Repository, by: Account): void {
  if (accessOf(repository, by).role === "admin") return;
  throw new Refusal(405, `${by.login} may not bypass the protection of ${repository.name}.`);
}
