import { namesOf } from "#core/change/file-names.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { type PolicyOrigin, policyPath } from "#core/policy/policy-source.ts";

/** What a change does to the policy of its repository, or of its organisation. */
export type PolicyChange = {
  /** Whose policy the file is. In the organisation's `.github` repository it is both. */
  readonly origins: readonly PolicyOrigin[];
  /** Whether the file is gone at the head. */
  readonly removed: boolean;
};

/** What the change does to a policy file; null when it touches none. A file that is moved away is removed. */
export function findPolicyChange({
  repository,
  facts,
  defaultBranch,
}: Pick<ObservedChange, "repository" | "facts" | "defaultBranch">): PolicyChange | null {
  const touching = facts.files.filter((file) => namesOf(file).includes(policyPath));
  if (touching.length === 0) return null;
  const stays = touching.some(({ path, status }) => path === policyPath && status !== "removed");
  const isOrganisations =
    repository.name.toLowerCase() === ".github" && facts.baseBranch === defaultBranch;
  return {
    origins: isOrganisations ? ["organisation", "repository"] : ["repository"],
    removed: !stays,
  };
}
