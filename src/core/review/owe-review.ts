import { approvalsIn, type DecidedSummary } from "#core/change/decided-summary.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { findPrefix } from "#core/command/find-prefix.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import type { ReviewSubject } from "./review.ts";
import { dueOf } from "./review-times.ts";

/** The review that a merged change owes, by the decision that let it in; null when it was neither an emergency nor overridden. */
export function oweReview(
  observed: ObservedChange,
  merge: { readonly sha: string; readonly by: Account | null; readonly atMs: number },
  decided: DecidedSummary,
): ReviewSubject | null {
  const { emergency, override } = decided;
  const declared = override ?? emergency;
  if (declared === undefined) return null;
  const { repository, number, facts } = observed;
  const controlling = controllingPolicies(observed).map(({ policy }) => policy);
  return {
    repository,
    number,
    title: facts.title,
    author: facts.author,
    branch: facts.baseBranch,
    sha: merge.sha,
    mergedBy: merge.by,
    mergedAtMs: merge.atMs,
    because: override === undefined ? "emergency" : "override",
    declared,
    approvals: approvalsIn(decided),
    leftOut: decided.owedInReview.map(({ missing }) => missing),
    dueMs: dueOf(controlling, merge.atMs),
    commandPrefix: findPrefix(controlling),
  };
}
