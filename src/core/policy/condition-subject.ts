import type { ChangeFacts } from "#core/change/facts.ts";
import type { Eligibility } from "#core/change/observed-change.ts";
import type { RiskLevel } from "#core/risk/level.ts";

/** What a condition is held against. */
export type ConditionSubject = {
  readonly facts: ChangeFacts;
  /** False when the list of files is known to be truncated or without its line counts. */
  readonly factsComplete: boolean;
  /** The risk level; null while it is not known. */
  readonly level: RiskLevel | null;
  /** Who is in the teams that `teamsAskedByConditions` names. A missing answer means: nobody. */
  readonly teams: Eligibility["teams"];
};
