/** The four risk levels, mildest first. */
export const riskLevels = ["low", "medium", "high", "critical"] as const;

export type RiskLevel = (typeof riskLevels)[number];

/** The higher of two levels. */
export function highestLevel(a: RiskLevel, b: RiskLevel): RiskLevel {
  return riskLevels.indexOf(a) >= riskLevels.indexOf(b) ? a : b;
}

/** Whether `level` is `floor` or higher. */
export function isAtLeast(level: RiskLevel, floor: RiskLevel): boolean {
  return riskLevels.indexOf(level) >= riskLevels.indexOf(floor);
}

/** The score at which each level begins; what lies below `medium` is `low`. */
export type LevelThresholds = Readonly<Record<Exclude<RiskLevel, "low">, number>>;

/** The highest level that begins at the score or below. A level that begins at 101 is never reached by score. */
export function levelOfScore(score: number, thresholds: LevelThresholds): RiskLevel {
  if (score >= thresholds.critical) return "critical";
  if (score >= thresholds.high) return "high";
  return score >= thresholds.medium ? "medium" : "low";
}
