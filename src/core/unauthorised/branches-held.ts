import { z } from "zod";
import { branchMatcher } from "#core/policy/controls-branch.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";

/** Which branches changes may only reach when they are approved. */
export const HeldBranches = z
  .object({
    /** The default branch, where a policy holds it without naming it. */
    defaultBranch: z.string().nullable(),
    /** What policies name. */
    globs: z.array(z.string()).readonly(),
  })
  .readonly();
export type HeldBranches = z.infer<typeof HeldBranches>;

type Control = { readonly policies: readonly PolicySource[]; readonly defaultBranch: string };

/** Those that an enforcing policy controls. A policy that can't be read can't name branches: it holds the default branch. */
export function findHeldBranches({ policies, defaultBranch }: Control): HeldBranches {
  const named = policies.flatMap(({ content }) => {
    if (content.kind === "invalid") return [null];
    return content.policy.mode === "enforce" ? [content.policy.branches ?? null] : [];
  });
  return {
    defaultBranch: named.includes(null) ? defaultBranch : null,
    globs: named.flatMap((globs) => globs ?? []),
  };
}

export function holdsBranch({ defaultBranch, globs }: HeldBranches, branch: string): boolean {
  return branch === defaultBranch || branchMatcher(globs)(branch) !== undefined;
}

/** {@link holdsBranch} of {@link findHeldBranches}. */
export function branchesHeld(control: Control): (branch: string) => boolean {
  const held = findHeldBranches(control);
  return (branch) => holdsBranch(held, branch);
}
