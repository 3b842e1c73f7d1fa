import type { ChangeDecision, NotControlled } from "./change-decision.ts";
import { decideChange } from "./decide-change.ts";
import type { ObservedChange } from "./observed-change.ts";
import { withoutFreezes } from "./without-freezes.ts";

/**
 * What policies decide of the content of a merged change, by the very function that decides open changes: was it approved, or has it been since?
 * What only asks when a change may be merged is left out: freezes, holds, and reviews that others owe.
 *
 * Ask what eligibility it needs with `eligibilityQuestions(observed, { state: "merged" })`.
 */
export function decideMerged(
  observed: ObservedChange,
  nowMs: number,
): ChangeDecision | NotControlled {
  const { commands } = observed.recorded;
  const recorded = {
    ...observed.recorded,
    commands: commands.filter(({ effect }) => effect.kind !== "hold"),
    adHocFreezes: [],
    owedReviews: [],
  };
  const policies = observed.policies.map(withoutFreezes);
  return decideChange({ ...observed, state: "open", policies, recorded }, nowMs);
}
