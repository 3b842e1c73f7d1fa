import { highestLevel, isAtLeast, type RiskLevel } from "./level.ts";
import type { RiskAssessment } from "./risk-assessment.ts";

/** A level that somebody set by command. Texts are plain and untrusted. */
export type LevelSetBy = {
  readonly level: RiskLevel;
  readonly by: { readonly login: string };
  readonly reason: string | null;
};

/**
 * An assessment with the level that people set: a raise is one more floor; a lowering takes the place of the level where it is below it, but never
 * goes below a firm floor. What was assessed stays to be read.
 */
export function setLevel(
  assessment: RiskAssessment,
  { raised, lowered }: { readonly raised: LevelSetBy | null; readonly lowered: LevelSetBy | null },
): RiskAssessment {
  const risk = raised === null ? assessment : raise(assessment, raised);
  if (lowered === null) return risk;
  const firm = risk.floors.filter((floor) => floor.firm === true);
  const level = firm.map(({ atLeast }) => atLeast).reduce(highestLevel, lowered.level);
  if (isAtLeast(level, risk.level)) return risk;
  const { by, reason } = lowered;
  return { ...risk, level, lowered: { from: risk.level, by: `@${by.login}`, reason } };
}

function raise(risk: RiskAssessment, { level, by, reason }: LevelSetBy): RiskAssessment {
  const floor = { name: `raised by @${by.login}`, atLeast: level, observed: `"${reason ?? ""}"` };
  return {
    ...risk,
    level: highestLevel(risk.level, level),
    floors: [...risk.floors, floor],
  };
}
