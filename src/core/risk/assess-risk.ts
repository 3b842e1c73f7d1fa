import type { ChangeFacts } from "#core/change/facts.ts";
import type { ConditionSubject } from "#core/policy/condition-subject.ts";
import { matchesCondition } from "#core/policy/conditions.ts";
import type { Policy } from "#core/policy/schema.ts";
import { assessBuiltInFactors } from "./built-in-factors.ts";
import { findDefaultFloors, findPolicyFileFloor } from "./default-floors.ts";
import { findGaps } from "./facts-completeness.ts";
import { highestLevel, levelOfScore } from "./level.ts";
import type { Factor, Floor, RiskAssessment } from "./risk-assessment.ts";

/** What the conditions of risk rules need besides the change itself. */
export type RiskContext = Pick<ConditionSubject, "teams">;

/**
 * How risky one policy says a change is: a score from the built-in factors and the policy's rules, and floors for the
 * level that hold whatever the score. Where the facts are incomplete nothing lowers the score, and the level is critical.
 *
 * Conditions of risk rules can't ask for the level: these rules make it.
 */
export function assessRisk(
  facts: ChangeFacts,
  { risk }: Policy,
  { teams }: RiskContext,
): RiskAssessment {
  const gaps = findGaps(facts);
  const rules = applyRules(risk.rules, {
    facts,
    factsComplete: gaps.length === 0,
    level: null,
    teams,
  });
  const found = [...assessBuiltInFactors(facts, risk), ...rules.map(({ factor }) => factor)];
  const factors = gaps.length === 0 ? found : found.map(withoutCredit);
  const floors: readonly Floor[] = [
    ...findGapFloor(gaps),
    ...findPolicyFileFloor(facts),
    ...(risk.defaultFloors ? findDefaultFloors(facts) : []),
    ...rules.flatMap(({ floor }) => floor ?? []),
  ];
  const sum = factors.reduce((total, { points }) => total + points, 0);
  const score = Math.min(100, Math.max(0, sum));
  const scoreLevel = levelOfScore(score, risk.levels);
  const level = floors.map(({ atLeast }) => atLeast).reduce(highestLevel, scoreLevel);
  return { score, scoreLevel, level, factors, floors };
}

type AppliedRule = { readonly factor: Factor; readonly floor: Floor | null };

/** Every rule is a factor, also one that does not apply. Where missing facts could decide, a rule only raises. */
function applyRules(
  rules: Policy["risk"]["rules"],
  subject: ConditionSubject,
): readonly AppliedRule[] {
  return rules.map(({ name, when, points = 0, atLeast }) => {
    const { matches, certain, because } = matchesCondition(when, subject);
    const raises = matches || !certain;
    const applies = points > 0 ? raises : matches;
    return {
      factor: {
        name,
        kind: "rule",
        points: applies ? points : 0,
        observed: because,
        state: "counted",
      },
      floor: raises && atLeast !== undefined ? { name, atLeast, observed: because } : null,
    };
  });
}

function withoutCredit(factor: Factor): Factor {
  if (factor.points >= 0) return factor;
  return { ...factor, points: 0, observed: `${factor.observed}; not counted: facts incomplete` };
}

function findGapFloor(gaps: readonly string[]): readonly Floor[] {
  if (gaps.length === 0) return [];
  return [{ name: "facts incomplete", atLeast: "critical", observed: gaps.join("; "), firm: true }];
}
