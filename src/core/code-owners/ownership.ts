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
      /** A sentence: who can help, and how. */
      readonly whoCanResolve: string;
    };

/** What is owned in a change. Files that GitHub did not list could be anybody's: then nobody's approval covers them all. */
export function findOwnership({
  codeOwners,
  facts,
}: Pick<ObservedChange, "codeOwners" | "facts">): Ownership {
  const other = "whoever keeps the policy can name a team beside code-owners";
  if (codeOwners === null) {
    return {
      kind: "not-owned",
      because: "the base branch has no CODEOWNERS file",
      whoCanResolve: `The base branch has no CODEOWNERS file. Someone with write access can add one to ${facts.baseBranch} by a change of its own; or ${other}.`,
    };
  }
  const { path, content } = codeOwners;
  if (content.kind === "unreadable") {
    return {
      kind: "not-owned",
      because: `${path} can't be used: it ${content.why}`,
      whoCanResolve: `${path} can't be used: it ${content.why}. Someone with write access can right it on ${facts.baseBranch} by a change of its own; or ${other}.`,
    };
  }
  if (findGaps(facts).length > 0) {
    return {
      kind: "not-owned",
      because: "not every changed file is known, so nor are the owners",
      whoCanResolve:
        "Not every changed file is known, so nor are the owners. The author can split the change into smaller ones.",
    };
  }
  const files = matchOwners(content.rules, facts.files);
  if (files.length > 0) return { kind: "owned", files };
  return {
    kind: "not-owned",
    because: "no changed file has a code owner",
    whoCanResolve: `By ${path} no changed file has a code owner. Someone with write access can name one on ${facts.baseBranch} by a change of its own; or ${other}.`,
  };
}
