import { approvalsIn, type DecidedSummary } from "#core/change/decided-summary.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { findDeclared } from "#core/command/declared.ts";
import { findPrefix } from "#core/command/find-prefix.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import type { ReviewSubject } from "./review.ts";
import { dueOf } from "./review-times.ts";

/** A merge, and the commit with which the branch received it. */
type Merge = { readonly sha: string; readonly by: Account | null; readonly atMs: number };

/** The review that a merged change owes, by the decision that let it in; null when it was neither an emergency nor overridden. */
export function oweReview(
  observed: ObservedChange,
  merge: Merge,
  decided: DecidedSummary,
): ReviewSubject | null {
  const { emergency, override } = decided;
  const declared = override ?? emergency;
  if (declared === undefined) return null;
  const because = override === undefined ? "emergency" : "override";
  return subjectOf(observed, merge, { because, declared, sinceMs: merge.atMs, decided });
}

/**
 * The review that the first override given after the merge owes; null when there was none. `decided` is what was decided last before. GitHub
 * tells seconds only: one of the merge's second counts as given after it.
 */
export function oweLateReview(
  observed: ObservedChange,
  merge: Merge,
  decided: DecidedSummary | null,
): ReviewSubject | null {
  const { overrides } = findDeclared(observed.recorded.commands, observed.headSha);
  const override = overrides.findLast(({ atMs }) => atMs >= merge.atMs);
  if (override === undefined) return null;
  const { by, atMs, reason } = override;
  const declared = { by, at: new Date(atMs).toISOString(), reason };
  return subjectOf(observed, merge, { because: "override", declared, sinceMs: atMs, decided });
}

function subjectOf(
  observed: ObservedChange,
  merge: Merge,
  owed: Pick<ReviewSubject, "because" | "declared"> & {
    /** From when on it is owed. */
    readonly sinceMs: number;
    readonly decided: DecidedSummary | null;
  },
): ReviewSubject {
  const { repository, number, facts } = observed;
  const { because, declared, sinceMs, decided } = owed;
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
    because,
    declared,
    approvals: decided === null ? [] : approvalsIn(decided),
    leftOut: decided === null ? [] : decided.owedInReview.map(({ missing }) => missing),
    dueMs: dueOf(controlling, sinceMs),
    commandPrefix: findPrefix(controlling),
  };
}
