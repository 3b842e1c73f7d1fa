import type { PastDecision } from "#core/backtest/decide-past-change.ts";
import { formatPrincipal } from "#core/policy/principal.ts";
import type { Factor, RiskAssessment } from "#core/risk/risk-assessment.ts";
import { capitalised, counted, listed, shortSha } from "#core/text/words.ts";
import type { Explanation } from "./explain.ts";
import { day } from "./figures.ts";
import { alignColumns, type Cell, harmless, type Look } from "./terminal-text.ts";

/** The factor table of a change, for a person at a terminal. */
export function renderExplanation(explanation: Explanation, look: Look): string {
  const { change, decision, policySource } = explanation;
  const { title, author } = change.facts;
  const number = change.number === null ? "" : ` (#${change.number})`;
  const verdict = `${capitalised(decision.level)} risk, score ${decision.score}`;
  return [
    `${look.strong(`${harmless(title)}${number}`)}\n`,
    look.faint(
      `${shortSha(change.sha)} by ${harmless(author.login)}, ${day(change.mergedAtMs)}. Policy: ${harmless(policySource)}\n`,
    ),
    `\n${look.strong(verdict)}: ${describeLevel(decision)}\n\n`,
    renderFactors(decision.risk.factors, look),
    renderFloors(decision.risk.floors, look),
    `\n${describeAsking(decision)}\n`,
  ].join("");
}

/** The same for programs: the decision's own words, see `docs/backtest.md`. */
export function renderExplanationJson({ change, decision, policySource }: Explanation): string {
  const { risk, type, level, score, standardRule, requirements } = decision;
  const explained = {
    sha: change.sha,
    number: change.number,
    title: change.facts.title,
    author: change.facts.author.login,
    mergedAt: new Date(change.mergedAtMs).toISOString(),
    policy: { source: policySource },
    type,
    level,
    score,
    scoreLevel: risk.scoreLevel,
    factors: risk.factors,
    floors: risk.floors,
    standardRule,
    requirements: requirements.map(({ requirement, because }) => ({
      from: requirement.from.map(formatPrincipal),
      count: requirement.count,
      because,
    })),
  };
  return `${JSON.stringify(explained, null, 2)}\n`;
}

function describeLevel({ level, risk }: PastDecision): string {
  if (level === risk.scoreLevel) return "by its score";
  return `its score alone would be ${risk.scoreLevel}, a floor lifts it`;
}

/** Every factor of a risk, its points and what was observed. */
export function renderFactors(factors: readonly Factor[], look: Look): string {
  const rows = factors.map(({ name, points, observed, state }): readonly Cell[] => {
    const cells = [
      state === "counted" ? String(points) : "–",
      harmless(name, 40),
      state === "off" ? "switched off by the policy" : harmless(observed, look.width - 40),
    ];
    return points === 0 ? cells.map((text) => ({ text, look: look.faint })) : cells;
  });
  return alignColumns(
    [
      { heading: "points", align: "right" },
      { heading: "factor", align: "left" },
      { heading: "observed", align: "left" },
    ],
    rows,
    look,
  );
}

/** The floors of a risk; empty when there are none. */
export function renderFloors(floors: RiskAssessment["floors"], look: Look): string {
  if (floors.length === 0) return "";
  const rows = floors.map(({ name, atLeast, observed }) => [
    atLeast,
    harmless(name, 40),
    harmless(observed, look.width - 40),
  ]);
  const columns = ["at least", "floor", "observed"].map((heading) => ({
    heading,
    align: "left" as const,
  }));
  return `\n${alignColumns(columns, rows, look)}`;
}

function describeAsking({ type, standardRule, requirements }: PastDecision): string {
  const asked = requirements.map(({ requirement: { from, count }, because }) => {
    const people = listed(from.map(formatPrincipal), { word: "or" });
    return `${counted(count, "approval")} from ${people} (${harmless(because, 60)})`;
  });
  const asks = asked.length === 0 ? "It needs no approval." : `It needs ${listed(asked)}.`;
  return type === "standard"
    ? `It is a standard change: ${harmless(standardRule ?? "")}. ${asks}`
    : asks;
}
