import type { ObservedChange } from "#core/change/observed-change.ts";
import { findGaps } from "#core/risk/facts-completeness.ts";
import { matchOwners, type OwnedFile } from "./match-owners.ts";

/** Which changed files have owners by the CODEOWNERS of the base branch; or why owners can't decide on the change. */
export type Ownership =
  | { readonly kind: "owned"; readonly files: readonly OwnedFile[] }
  | {
      readonly kind: "not-owned";
      /** A clause. */
      readonly because: string;
      /** A sentence, or several: who can help, and how. */
      readonly whoCanResolve: string;
    };

/** What is owned in a change. Files that GitHub did not list could be anybody's: then no approval is known to cover all. */
export function findOwnership({
  codeOwners,
  facts,
}: Pick<ObservedChange, "codeOwners" | "facts">): Ownership {
  const notOwned = (because: string, whoCanResolve: string): Ownership => {
    return { kind: "not-owned", because, whoCanResolve };
  };
  if (codeOwners === null) {
    return notOwned("the base branch has no CODEOWNERS file", describeRemedy("add one"));
  }
  const { path, content } = codeOwners;
  if (content.kind === "unreadable") {
    return notOwned(`${path} can't be used, it ${content.why}`, describeRemedy("right it"));
  }
  if (findGaps(facts).length > 0) {
    const split = "The author can split the change into smaller ones.";
    return notOwned("not every changed file is known, so nor are their owners", split);
  }
  const files = matchOwners(content.rules, facts.files);
  return files.length > 0
    ? { kind: "owned", files }
    : notOwned(`by ${path} no changed file has an owner`, describeRemedy("name owners there"));
}

/** Who can help where owners can't: the owners are those of the base branch, so another change has to come first. */
export function describeRemedy(deed: string): string {
  return `Someone with write access can ${deed}, by a change of its own to the base branch; or whoever keeps the policy can name a team beside code-owners.`;
}
