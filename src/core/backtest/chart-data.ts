import { type RiskLevel, riskLevels } from "#core/risk/level.ts";
import { isHeld, type JudgedChange } from "./judged-change.ts";
import type { Ranking } from "./report.ts";

/** Changes whose score lies in a stretch, `to` not included. */
export type ScoreBin = {
  readonly from: number;
  readonly to: number;
  readonly changes: number;
  readonly reverted: number;
  readonly hotfixed: number;
};

/** Changes by score in bins of `width`; the last holds 100 too. */
export function binScores(changes: readonly JudgedChange[], width: number): readonly ScoreBin[] {
  const count = Math.ceil(100 / width);
  const bins = Array.from({ length: count }, (_, i) => ({
    from: i * width,
    to: (i + 1) * width,
    changes: 0,
    reverted: 0,
    hotfixed: 0,
  }));
  for (const { score, revertedBy, hotfixedBy } of changes) {
    const bin = bins[Math.min(count - 1, Math.floor(score / width))];
    if (bin === undefined) continue;
    bin.changes += 1;
    if (revertedBy !== null) bin.reverted += 1;
    if (hotfixedBy !== null) bin.hotfixed += 1;
  }
  return bins;
}

/** The mix of levels in one stretch of time. */
export type TimeSlice = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly changes: number;
  /** Changes by level. */
  readonly levels: Readonly<Record<RiskLevel, number>>;
};

/** The changes in `count` stretches of equal length, from the first to the last. */
export function sliceTime(changes: readonly JudgedChange[], count: number): readonly TimeSlice[] {
  const times = changes.map(({ mergedAtMs }) => mergedAtMs).sort((a, b) => a - b);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return [];
  const length = Math.max(1, (last - first) / count);
  const sliceOf = ({ mergedAtMs }: JudgedChange) =>
    Math.min(count - 1, Math.floor((mergedAtMs - first) / length));
  const slices = Map.groupBy(changes, sliceOf);
  return Array.from({ length: count }, (_, i) => {
    const inside = slices.get(i) ?? [];
    const atLevel = (level: RiskLevel) => inside.filter((change) => change.level === level).length;
    return {
      fromMs: first + i * length,
      toMs: first + (i + 1) * length,
      changes: inside.length,
      levels: Object.fromEntries(riskLevels.map((level) => [level, atLevel(level)])) as Record<
        RiskLevel,
        number
      >,
    };
  });
}

/** How many of the reverted changes one catches by holding a share of all, both 0 to 1. */
export type GainPoint = { readonly held: number; readonly caught: number };

/** The gains of holding the highest ranked first. Between two points changes are tied: which go first is chance. */
export function gainsOf(changes: readonly JudgedChange[], ranking: Ranking): readonly GainPoint[] {
  const total = changes.filter(({ revertedBy }) => revertedBy !== null).length;
  const groups = Map.groupBy(changes, (change) => change[ranking]);
  const points: GainPoint[] = [{ held: 0, caught: 0 }];
  let [held, caught] = [0, 0];
  for (const [, group] of [...groups].sort(([a], [b]) => b - a)) {
    held += group.length;
    caught += group.filter(({ revertedBy }) => revertedBy !== null).length;
    points.push({ held: held / changes.length, caught: total === 0 ? 0 : caught / total });
  }
  return points;
}

/** Where the policy itself stands among the gains: what it holds, by its levels, floors and standard rules. */
export function gainOfPolicy(changes: readonly JudgedChange[]): GainPoint {
  const reverted = changes.filter(({ revertedBy }) => revertedBy !== null);
  const share = (some: readonly JudgedChange[]) =>
    some.length === 0 ? 0 : some.filter(isHeld).length / some.length;
  return { held: share(changes), caught: share(reverted) };
}
