import type { Account, Identified } from "./model.ts";

export type ActivityKind =
  | "push"
  | "force_push"
  | "branch_creation"
  | "branch_deletion"
  | "pr_merge"
  | "merge_queue_merge";

/** One line of a repository's activity log: who moved which branch. */
export type Activity = Identified & {
  readonly kind: "activity";
  readonly branch: string;
  readonly before: string;
  readonly after: string;
  readonly activity: ActivityKind;
  readonly actor: Account;
  readonly at: string;
};
