import type { Group } from "#core/backtest/group.ts";
import { aucMargin } from "#core/backtest/measures.ts";
import type { BacktestReport, Period, Ranking, RevertedChange } from "#core/backtest/report.ts";
import { riskLevels } from "#core/risk/level.ts";
import { listed } from "#core/text/words.ts";
import type { Backtest } from "./backtest.ts";
import { describeAsked, describeLevels, nameOf } from "./backtest-words.ts";
import { day, percent, rate, times, whole } from "./figures.ts";
import { alignColumns, type Cell, type Column, harmless, type Look } from "./terminal-text.ts";

const left = (heading: string): Column => ({ heading, align: "left" });
const right = (heading: string): Column => ({ heading, align: "right" });

/** Changes, what became of them and what the policy asks, level by level. */
export function renderLevels({ report, policy }: Backtest, look: Look): string {
  const row = (name: Cell, group: Group, note: string): readonly Cell[] => [
    name,
    whole(group.changes),
    percent(group.share),
    whole(group.reverted),
    lifted(group.lift, look),
    whole(group.hotfixed),
    lifted(group.hotfixLift, look),
    { text: note, look: look.faint },
  ];
  const byLevel = new Map(report.levels.map((group) => [group.level, group]));
  const columns = [
    left(""),
    right("changes"),
    right("share"),
    right("reverted"),
    right("lift"),
    right("hot-fixed"),
    right("lift"),
    left("asks"),
  ];
  const rows = [...riskLevels].reverse().flatMap((level) => {
    const group = byLevel.get(level);
    return group === undefined ? [] : [row(level, group, describeAsked(policy, level))];
  });
  const held = row({ text: "held", look: look.strong }, report.held, "high and critical");
  const passed = listed(report.standardRules.map(({ name }) => harmless(name)));
  const standard = report.standard.changes === 0 ? [] : [row("standard", report.standard, passed)];
  return (
    alignColumns(columns, [...rows, held, ...standard], look) +
    look.faint(
      "  Lift: how many times as many of the reverted (hot-fixed) as the same number of changes at random.\n",
    )
  );
}

function lifted(lift: number | null, look: Look): Cell {
  const text = times(lift);
  if (lift === null) return { text, look: look.faint };
  return { text, look: lift >= 1.5 ? look.good : lift < 1 ? look.faint : (same) => same };
}

const mostNamed = 8;

/** Which reverts would have been caught and which not, by name. */
export function renderReverted({ caught, missed, all }: BacktestReport, look: Look): string {
  if (all.reverted === 0) return "";
  const section = (title: string, changes: readonly RevertedChange[]) => {
    if (changes.length === 0) return "";
    const rows = changes.slice(0, mostNamed).map((change) => revertedRow(change, look));
    const more = changes.length - rows.length;
    return (
      `${look.strong(`${title}: ${whole(changes.length)} of ${whole(all.reverted)}`)}\n` +
      alignColumns([left("risk"), left("merged"), left("change"), left("title")], rows, look) +
      (more === 0 ? "" : look.faint(`  and ${whole(more)} more; --json lists them all\n`))
    );
  };
  return [section("Reverted, and held", caught), section("Reverted, and let through", missed)]
    .filter((text) => text !== "")
    .join("\n");
}

function revertedRow(change: RevertedChange, look: Look): readonly Cell[] {
  const level = change.type === "standard" ? "standard" : change.level;
  const by = ` (by ${nameOf(change.revertedBy)})`;
  return [
    `${level} ${change.score}`,
    { text: day(change.mergedAtMs), look: look.faint },
    nameOf(change),
    harmless(change.title, Math.max(20, look.width - 40 - by.length)) + by,
  ];
}

/** Held changes and approvals, a week. */
export function renderCost(
  { held, approvals }: BacktestReport,
  period: Period,
  look: Look,
): string {
  const title = look.strong("What it would have cost");
  const intro = `${title}: ${rate(held.changes / period.weeks)} held changes a week`;
  if (approvals.length === 0) return `${intro}. The policy asks for no approvals.\n`;
  const columns = [left("approvals by"), right("in all"), right("a week"), right("in the busiest")];
  const rows = approvals.map(({ from, approvals: count, perWeek, busiestWeek }) => [
    from,
    whole(count),
    rate(perWeek),
    whole(busiestWeek),
  ]);
  return `${intro}\n${alignColumns(columns, rows, look)}`;
}

/** Levels for a share of changes that the teams can afford to hold. */
export function renderThresholds({ report, holdBudget }: Backtest, look: Look): string {
  const columns = [
    left("at most"),
    left("risk.levels"),
    right("held"),
    right("reverted"),
    right("lift"),
    right("hot-fixed"),
    right("lift"),
  ];
  const rows = report.thresholds.map(({ budget, levels, held }): readonly Cell[] => {
    const cells = [
      percent(budget),
      describeLevels(levels),
      percent(held.share),
      whole(held.reverted),
      times(held.lift),
      whole(held.hotfixed),
      times(held.hotfixLift),
    ];
    return budget === holdBudget ? cells.map((text) => ({ text, look: look.strong })) : cells;
  });
  return `${look.strong("To hold another share of the changes")}\n${alignColumns(columns, rows, look)}`;
}

const rankingNames: Readonly<Record<Ranking, string>> = {
  score: "this policy's score",
  sourceLines: "source lines changed",
  linesAdded: "lines added",
};

/** How well the score tells what will be reverted, beside two measures without a model. */
export function renderRankings({ auc, topFifth, all }: BacktestReport, look: Look): string {
  const columns = [
    left("AUC, 0.50 is a coin"),
    right("reverted"),
    right("hot-fixed"),
    left("in the top fifth:"),
    right("reverted"),
    right("hot-fixed"),
  ];
  const area = (figure: number | null, positives: number) => {
    if (figure === null) return "–";
    const margin = aucMargin(figure, positives, all.changes - positives);
    return `${figure.toFixed(2)} ± ${margin.toFixed(2)}`;
  };
  const share = (figure: number | null) => (figure === null ? "–" : percent(figure));
  const rows = (["score", "sourceLines", "linesAdded"] as const).map((ranking) => {
    const [areas, shares] = [auc[ranking], topFifth[ranking]];
    return [
      rankingNames[ranking],
      area(areas.reverted, all.reverted),
      area(areas.hotfixed, all.hotfixed),
      "",
      share(shares.reverted),
      share(shares.hotfixed),
    ];
  });
  return `${look.strong("How well the score ranks")}\n${alignColumns(columns, rows, look)}`;
}

/** What the floors did, which claim to predict nothing. */
export function renderFloors({ floors }: BacktestReport, look: Look): string {
  if (floors.length === 0) return "";
  const columns = [
    left("floor"),
    right("changes"),
    right("lifted"),
    right("reverted"),
    right("hot-fixed"),
  ];
  const rows = floors.map(({ name, changes, lifted: above, reverted, hotfixed }) => [
    harmless(name, 40),
    whole(changes),
    whole(above),
    whole(reverted),
    whole(hotfixed),
  ]);
  return (
    `${look.strong("Floors")}: lifted are changes whose score alone is below the floor\n` +
    alignColumns(columns, rows, look)
  );
}
