import type { ChangeType } from "#core/change/change-decision.ts";
import type { ChangeReference } from "#core/history/past-change.ts";
import type { Requirement } from "#core/policy/schema.ts";
import { highestLevel, isAtLeast, type RiskLevel } from "#core/risk/level.ts";
import type { Floor } from "#core/risk/risk-assessment.ts";

/** A past change, what the policy says of it, and what became of it. */
export type JudgedChange = ChangeReference & {
  readonly mergedAtMs: number;
  /** Lines added in any file. */
  readonly linesAdded: number;
  /** Lines added or deleted in source files. */
  readonly sourceLines: number;
  readonly type: ChangeType;
  readonly level: RiskLevel;
  readonly score: number;
  /** The level that the score alone would give. */
  readonly scoreLevel: RiskLevel;
  readonly floors: readonly Pick<Floor, "name" | "atLeast">[];
  /** The standard rule that it matched, or null. */
  readonly standardRule: string | null;
  /** Whose approval the policy would have asked. */
  readonly requirements: readonly Requirement[];
  /** The change that reverted it in time. */
  readonly revertedBy: ChangeReference | null;
  /** The fix that replaced lines of it in time. */
  readonly hotfixedBy: ChangeReference | null;
};

/** The level from which on a change counts as held. */
export const heldFrom: RiskLevel = "high";

/** Whether the policy would have held the change for a decision: high or critical, and not pre-approved as standard. */
export function isHeld({ type, level }: Pick<JudgedChange, "type" | "level">): boolean {
  return type !== "standard" && isAtLeast(level, heldFrom);
}

/** The highest of a change's floors. */
export function highestFloor({ floors }: Pick<JudgedChange, "floors">): RiskLevel {
  return floors.map(({ atLeast }) => atLeast).reduce(highestLevel, "low");
}
