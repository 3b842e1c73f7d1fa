import { controlsBranch } from "#core/policy/controls-branch.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";

/**
 * Which branches changes may only reach when they are approved: those that an enforcing policy controls. A policy that can't be read can't
 * name branches: it holds the default branch.
 */
export function branchesHeld({
  policies,
  defaultBranch,
}: {
  readonly policies: readonly PolicySource[];
  readonly defaultBranch: string;
}): (branch: string) => boolean {
  return (branch) =>
    policies.some(({ content }) =>
      content.kind === "valid"
        ? content.policy.mode === "enforce" && controlsBranch(content.policy, branch, defaultBranch)
        : branch === defaultBranch,
    );
}
