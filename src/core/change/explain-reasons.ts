import { explainRequirements } from "#core/approval/explain-requirements.ts";
import { explainAdHocFreezes, findAdHocFreezes } from "./ad-hoc-freezes.ts";
import type { PolicyDecision, Reason } from "./change-decision.ts";
import { type AssessedPolicy, type Evidence, typesOf } from "./decide-policy.ts";
import { explainHolds, explainRejections } from "./explain-objections.ts";
import { explainFreezes } from "./freezes.ts";
import { explainOverdue, findOverdue } from "./overdue-reviews.ts";
import type { Remedies } from "./remedies.ts";

/** A policy whose word counts, those that decide with it (it among them), and what it says. */
export type BindingPolicy = {
  readonly policy: AssessedPolicy;
  readonly together: readonly AssessedPolicy[];
  readonly decision: PolicyDecision;
};

/**
 * Everything that keeps the change from being approved, what people have to do first. An override stands for the approvals, and for
 * nothing else.
 */
export function explainReasons(
  binding: readonly BindingPolicy[],
  evidence: Evidence,
  remedies: Remedies,
): readonly Reason[] {
  const { inForce, observed, nowMs } = evidence;
  const decisions = binding.map(({ decision }) => decision);
  const overdue = findOverdue(observed.recorded, nowMs);
  const adHoc = findAdHocFreezes(observed.recorded, observed.facts.baseBranch, nowMs);
  return [
    ...explainRejections(inForce, remedies),
    ...explainHolds(inForce, remedies),
    ...(inForce.override === null ? decisions.flatMap(explainRequirements) : []),
    ...binding.flatMap(({ policy, together }) =>
      explainOverdue(policy, typesOf(policy, together, evidence), overdue, remedies),
    ),
    ...decisions.flatMap(explainFreezes),
    ...explainAdHocFreezes(adHoc, nowMs, remedies),
  ];
}

/** What the retrospective review of an emergency has to make up for. */
export function explainOwedInReview({
  decision,
}: Pick<BindingPolicy, "decision">): readonly Reason[] {
  return explainRequirements({ ...decision, requirements: decision.owedInReview });
}
