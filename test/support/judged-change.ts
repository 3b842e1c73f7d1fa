import type { JudgedChange } from "#core/backtest/judged-change.ts";
import { levelOfScore } from "#core/risk/level.ts";

const thresholds = { medium: 15, high: 30, critical: 45 };
const undoing = { sha: "f".repeat(40), number: 99, title: "Undo it" };

/** A quiet change of the given score, at the level that the default thresholds give it. */
export function judgedChange(overrides: Partial<JudgedChange> = {}): JudgedChange {
  const score = overrides.score ?? 10;
  const level = levelOfScore(score, thresholds);
  return {
    sha: "a".repeat(40),
    number: 12,
    title: "Add a cache",
    mergedAtMs: Date.UTC(2024, 0, 1),
    linesAdded: 10,
    sourceLines: 10,
    type: "normal",
    level,
    score,
    scoreLevel: level,
    floors: [],
    standardRule: null,
    requirements: [],
    revertedBy: null,
    hotfixedBy: null,
    ...overrides,
  };
}

/** The same, reverted later. */
export function revertedChange(overrides: Partial<JudgedChange> = {}): JudgedChange {
  return judgedChange({ revertedBy: undoing, ...overrides });
}

/** The same, hot-fixed soon after. */
export function hotfixedChange(overrides: Partial<JudgedChange> = {}): JudgedChange {
  return judgedChange({ hotfixedBy: undoing, ...overrides });
}
