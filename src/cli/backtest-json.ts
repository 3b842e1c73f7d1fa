import type { Group } from "#core/backtest/group.ts";
import type { BacktestReport, RevertedChange } from "#core/backtest/report.ts";
import { findUnreplayed } from "#core/backtest/unreplayed.ts";
import type { Backtest } from "./backtest.ts";

/** The report as JSON; its keys are a contract, see `docs/backtest.md`. Shares and areas are fractions of 1. */
export function renderJson(backtest: Backtest): string {
  return `${JSON.stringify(toJson(backtest), null, 2)}\n`;
}

function toJson({ report, policy, ...backtest }: Backtest) {
  const { levels, auc, missed, thresholds, ...more } = report;
  return {
    changes: more.all.changes,
    levels: levels.map(({ level, ...group }) => ({ level, ...countsOf(group) })),
    auc,
    missed: missed.map(toRevertedChange),
    thresholds: thresholds.map((threshold) => ({
      budget: threshold.budget,
      levels: threshold.levels,
      ...countsOf(threshold.held),
    })),
    repository: { branch: backtest.repository.branch, head: backtest.repository.head },
    policy: { source: backtest.policySource, notReplayed: findUnreplayed(policy) },
    history: { changes: backtest.total, read: backtest.read },
    period: toPeriod(more.period),
    reverted: more.all.reverted,
    hotfixed: more.all.hotfixed,
    held: countsOf(more.held),
    standard: countsOf(more.standard),
    caught: more.caught.map(toRevertedChange),
    topFifth: more.topFifth,
    approvals: more.approvals,
    floors: more.floors.map(({ name, lifted, ...group }) => ({
      name,
      lifted,
      ...countsOf(group),
    })),
  };
}

function countsOf({ changes, share, reverted, hotfixed, lift }: Group) {
  return { changes, share, reverted, hotfixed, lift };
}

function toRevertedChange({ mergedAtMs, ...change }: RevertedChange) {
  return { ...change, mergedAt: new Date(mergedAtMs).toISOString() };
}

function toPeriod(period: BacktestReport["period"]) {
  if (period === null) return null;
  return {
    from: new Date(period.fromMs).toISOString(),
    to: new Date(period.toMs).toISOString(),
    weeks: period.weeks,
  };
}
