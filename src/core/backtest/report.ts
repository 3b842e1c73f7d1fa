import type { ChangeReference } from "#core/history/past-change.ts";
import type { Policy } from "#core/policy/schema.ts";
import { isAtLeast, type RiskLevel, riskLevels } from "#core/risk/level.ts";
import { type ApprovalLoad, findApprovalLoads } from "./approval-load.ts";
import { areaUnderCurve } from "./auc.ts";
import { type Group, groupOf } from "./group.ts";
import { isHeld, type JudgedChange } from "./judged-change.ts";
import { recallInTop } from "./measures.ts";
import { findThresholds, type Threshold } from "./thresholds.ts";

/** What orders changes: the policy's score, and the two plain measures that it has to beat. */
export type Ranking = "score" | "linesAdded" | "sourceLines";

/** A figure for each of the two things that can become of a change. */
type Outcomes<Figure> = { readonly reverted: Figure; readonly hotfixed: Figure };

export type RevertedChange = ChangeReference & {
  readonly mergedAtMs: number;
  readonly level: RiskLevel;
  readonly score: number;
  readonly type: JudgedChange["type"];
  readonly revertedBy: ChangeReference;
};

export type Period = {
  readonly fromMs: number;
  readonly toMs: number;
  /** At least 1. */
  readonly weeks: number;
};

/** What a policy would have done to a repository's past. */
export type BacktestReport = {
  readonly all: Group;
  /** From the first to the last judged change; null without one. */
  readonly period: Period | null;
  /** The mildest level first. */
  readonly levels: readonly (Group & { readonly level: RiskLevel })[];
  readonly held: Group;
  readonly standard: Group;
  readonly standardRules: readonly (Group & { readonly name: string })[];
  /** Changes that a floor lifted above the level of their score. */
  readonly floors: readonly (Group & { readonly name: string; readonly lifted: number })[];
  readonly auc: Readonly<Record<Ranking, Outcomes<number | null>>>;
  /** Share caught in the fifth of the changes that rank highest. */
  readonly topFifth: Readonly<Record<Ranking, Outcomes<number | null>>>;
  /** Reverted changes that would have been held; the latest first. */
  readonly caught: readonly RevertedChange[];
  /** Reverted changes that would not. */
  readonly missed: readonly RevertedChange[];
  readonly thresholds: readonly Threshold[];
  readonly approvals: readonly ApprovalLoad[];
};

/** Sums up judged changes. `budgets` are the shares of changes, 0 to 1, for which thresholds are suggested. */
export function reportBacktest(
  changes: readonly JudgedChange[],
  policy: Policy,
  budgets: readonly number[],
): BacktestReport {
  const group = (some: readonly JudgedChange[]) => groupOf(some, changes);
  const period = periodOf(changes);
  const reverted = changes.flatMap(toRevertedChange).reverse();
  return {
    all: group(changes),
    period,
    levels: riskLevels.map((level) => ({
      level,
      ...group(changes.filter((change) => change.level === level)),
    })),
    held: group(changes.filter(isHeld)),
    standard: group(changes.filter(({ type }) => type === "standard")),
    standardRules: policy.standard.map(({ name }) => ({
      name,
      ...group(changes.filter((change) => change.standardRule === name)),
    })),
    floors: reportFloors(changes),
    auc: rank(changes, areaUnderCurve),
    topFifth: rank(changes, (scores, labels) => recallInTop(0.2, scores, labels)),
    caught: reverted.filter(isHeld),
    missed: reverted.filter((change) => !isHeld(change)),
    thresholds: findThresholds(changes, policy.risk.levels, budgets),
    approvals: findApprovalLoads(changes, period?.weeks ?? 1),
  };
}

function periodOf(changes: readonly JudgedChange[]): Period | null {
  const times = changes.map(({ mergedAtMs }) => mergedAtMs).sort((a, b) => a - b);
  const [fromMs, toMs] = [times[0], times.at(-1)];
  if (fromMs === undefined || toMs === undefined) return null;
  return { fromMs, toMs, weeks: Math.max(1, (toMs - fromMs) / (7 * 86_400_000)) };
}

function toRevertedChange(change: JudgedChange): readonly RevertedChange[] {
  const { sha, number, title, mergedAtMs, level, score, type, revertedBy } = change;
  if (revertedBy === null) return [];
  return [{ sha, number, title, mergedAtMs, level, score, type, revertedBy }];
}

function reportFloors(changes: readonly JudgedChange[]): BacktestReport["floors"] {
  const names = new Set(changes.flatMap(({ floors }) => floors.map(({ name }) => name)));
  return [...names]
    .map((name) => {
      const on = changes.filter(({ floors }) => floors.some((floor) => floor.name === name));
      const lifted = on.filter((change) =>
        change.floors.some(
          (floor) => floor.name === name && !isAtLeast(change.scoreLevel, floor.atLeast),
        ),
      );
      return { name, ...groupOf(on, changes), lifted: lifted.length };
    })
    .sort((a, b) => b.changes - a.changes);
}

function rank(
  changes: readonly JudgedChange[],
  measure: (scores: readonly number[], isPositive: readonly boolean[]) => number | null,
): BacktestReport["auc"] {
  const reverted = changes.map(({ revertedBy }) => revertedBy !== null);
  const hotfixed = changes.map(({ hotfixedBy }) => hotfixedBy !== null);
  const figures = (ranking: Ranking) => {
    const scores = changes.map((change) => change[ranking]);
    return { reverted: measure(scores, reverted), hotfixed: measure(scores, hotfixed) };
  };
  return {
    score: figures("score"),
    linesAdded: figures("linesAdded"),
    sourceLines: figures("sourceLines"),
  };
}
