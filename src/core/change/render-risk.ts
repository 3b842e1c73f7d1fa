import type { RiskLevel } from "#core/risk/level.ts";
import type { Factor, Lowering, RiskAssessment } from "#core/risk/risk-assessment.ts";
import { asCode, asProse, folded, table } from "#core/text/markdown.ts";
import { capitalised, counted } from "#core/text/words.ts";
import type { ChangeDecision } from "./change-decision.ts";
import { sayWhy } from "./remedies.ts";

/** Why the risk is what it is, in the pieces that a summary can do without one by one. */
export type RiskParts = {
  readonly explanation: string;
  /** The factors with points. */
  readonly factors: string;
  /** Those without, folded: a zero is information. */
  readonly zeroFactors: string;
};

/** The risk as each policy assesses it; once where two policies agree in everything. */
export function renderRisk({ level, policies }: ChangeDecision): readonly RiskParts[] {
  const texts = policies.map(({ risk }) => JSON.stringify(risk));
  const distinct = policies.filter((_, index) => texts.indexOf(texts[index] ?? "") === index);
  return distinct.map(({ origin, risk }, index) => {
    const heading = index === 0 ? `### Why the risk is ${level}\n\n` : "";
    const whose = distinct.length > 1 ? `**${capitalised(origin)}'s policy.** ` : "";
    return {
      explanation: heading + whose + explainLevel(risk),
      factors: renderFactors(risk.factors.filter(({ points }) => points !== 0)),
      zeroFactors: renderZeroFactors(risk.factors.filter(({ points }) => points === 0)),
    };
  });
}

function explainLevel(risk: RiskAssessment): string {
  const { score, scoreLevel, level, floors, lowered } = risk;
  const assessed = lowered?.from ?? level;
  const scored = `The score is ${score} of 100, which is ${scoreLevel}.`;
  const items = floors.map(
    (floor) => `- at least ${floor.atLeast}: ${asProse(floor.name)}, ${asProse(floor.observed)}`,
  );
  const effect =
    assessed === scoreLevel
      ? "These floors hold whatever the score:"
      : `It counts as **${assessed}**, because of these floors:`;
  return [
    floors.length === 0 ? scored : `${scored} ${effect}\n\n${items.join("\n")}`,
    ...(lowered === undefined ? [] : [renderLowering(lowered, level)]),
  ].join("\n\n");
}

function renderLowering({ from, by, reason }: Lowering, level: RiskLevel): string {
  const deed = `${by} lowered it from ${from} to ${level}, for this head commit only`;
  return asProse(sayWhy(deed, reason));
}

function renderFactors(factors: readonly Factor[]): string {
  const rows = [...factors]
    .sort((a, b) => b.points - a.points)
    .map((factor) => [renderPoints(factor.points), nameFactor(factor), asProse(factor.observed)]);
  return rows.length === 0 ? "" : table(["Points:", "Factor", "Observed"], rows);
}

function renderZeroFactors(factors: readonly Factor[]): string {
  if (factors.length === 0) return "";
  const rows = factors.map((factor) => [nameFactor(factor), explainZero(factor)]);
  return folded(
    `${counted(factors.length, "factor")} without points`,
    table(["Factor", "Observed"], rows),
  );
}

function explainZero({ state, observed }: Factor): string {
  switch (state) {
    case "counted":
      return asProse(observed);
    case "off":
      return "off in the policy";
    case "unavailable":
      return observed === "" ? "no history is available" : asProse(observed);
  }
}

function nameFactor({ name, kind }: Factor): string {
  return kind === "rule" ? `${asProse(name)} (rule)` : asCode(name);
}

/** With its sign, a true minus as in the rest of the texts. */
function renderPoints(points: number): string {
  return points > 0 ? `+${points}` : `−${Math.abs(points)}`;
}
