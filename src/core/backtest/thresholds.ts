import type { Policy } from "#core/policy/schema.ts";
import { isAtLeast } from "#core/risk/level.ts";
import { type Group, groupOf } from "./group.ts";
import { heldFrom, highestFloor, type JudgedChange } from "./judged-change.ts";

type Levels = Policy["risk"]["levels"];

/** The levels that keep within a budget of held changes, and what they would have held. */
export type Threshold = {
  /** The share of changes that may be held, 0 to 1. */
  readonly budget: number;
  /** For `risk.levels`; null when the floors alone hold more than the budget. */
  readonly levels: Levels | null;
  readonly held: Group;
};

const scores = Array.from({ length: 102 }, (_, score) => score);

/**
 * For each budget the lowest score for `high` at which no more than that share of changes is held. Floors hold whatever
 * the score: where they alone exceed the budget, what they hold is told. `critical` keeps its distance above a higher
 * `high`; `medium` never stands above it.
 */
export function findThresholds(
  changes: readonly JudgedChange[],
  levels: Levels,
  budgets: readonly number[],
): readonly Threshold[] {
  const heldAt = (high: number) =>
    changes.filter(
      (change) =>
        change.type !== "standard" &&
        (change.score >= high || isAtLeast(highestFloor(change), heldFrom)),
    );
  const counts = scores.map((high) => heldAt(high).length);
  return budgets.map((budget) => {
    const high = counts.findIndex((count) => count <= budget * changes.length);
    const held = groupOf(heldAt(high === -1 ? (scores.at(-1) as number) : high), changes);
    return { budget, levels: high === -1 ? null : withHigh(levels, high), held };
  });
}

function withHigh(levels: Levels, high: number): Levels {
  return {
    medium: Math.min(levels.medium, high),
    high,
    critical: Math.min(101, levels.critical + Math.max(0, high - levels.high)),
  };
}
