import type { ObservedChange } from "#core/change/observed-change.ts";
import { controlsBranch } from "./controls-branch.ts";
import type { PolicySource } from "./policy-source.ts";
import type { Policy } from "./schema.ts";

/** A policy that controls a change's base branch, and where it was read. */
export type ControllingPolicy = {
  readonly source: PolicySource;
  readonly policy: Policy;
};

/** The valid policies that control the base branch. An invalid one can't say what it controls: it is not among them. */
export function controllingPolicies({
  policies,
  facts,
  defaultBranch,
}: Pick<ObservedChange, "policies" | "facts" | "defaultBranch">): readonly ControllingPolicy[] {
  return policies.flatMap((source) =>
    source.content.kind === "valid" &&
    controlsBranch(source.content.policy, facts.baseBranch, defaultBranch)
      ? [{ source, policy: source.content.policy }]
      : [],
  );
}
