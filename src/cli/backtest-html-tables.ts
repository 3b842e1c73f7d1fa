import { html } from "hono/html";
import type { Group } from "#core/backtest/group.ts";
import type { Period, RevertedChange } from "#core/backtest/report.ts";
import { riskLevels } from "#core/risk/level.ts";
import type { Backtest } from "./backtest.ts";
import { describeAsked, describeLevels, nameOf } from "./backtest-words.ts";
import type { Markup } from "./charts/frame.ts";
import { day, percent, rate, times, whole } from "./figures.ts";

type Heading = { readonly text: string; readonly number?: boolean };
type Row = { readonly cells: readonly string[]; readonly total?: boolean };

const number = (text: string): Heading => ({ text, number: true });
const words = (text: string): Heading => ({ text });

/** The report's tables. */
export function tabulate(backtest: Backtest, period: Period): Markup {
  const { report } = backtest;
  const heldPerWeek = rate(report.held.changes / period.weeks);
  return html`
    <h2>Level by level</h2>
    ${tabulateLevels(backtest)}
    <p>Lift: how many times as many of the reverted (hot-fixed) as the same number of changes at random.</p>
    ${tabulateReverted("Reverted, and held", report.caught)}
    ${tabulateReverted("Reverted, and let through", report.missed)}
    <h2>What it would have cost</h2>
    <p>${heldPerWeek} held changes a week.</p>
    ${drawTable(
      [words("approvals by"), number("in all"), number("a week"), number("in the busiest")],
      report.approvals.map(({ from, approvals, perWeek, busiestWeek }) => ({
        cells: [from, whole(approvals), rate(perWeek), whole(busiestWeek)],
      })),
    )}
    <h2>To hold another share of the changes</h2>
    ${tabulateThresholds(backtest)}`;
}

function tabulateLevels({ report, policy }: Backtest): Markup {
  const byLevel = new Map(report.levels.map((group) => [group.level, group]));
  const row = (name: string, group: Group, note: string): readonly string[] => [
    name,
    whole(group.changes),
    percent(group.share),
    whole(group.reverted),
    times(group.lift),
    whole(group.hotfixed),
    times(group.hotfixLift),
    note,
  ];
  const levels = [...riskLevels].reverse().flatMap((level) => {
    const group = byLevel.get(level);
    return group === undefined ? [] : [{ cells: row(level, group, describeAsked(policy, level)) }];
  });
  return drawTable(
    [
      words(""),
      ...["changes", "share", "reverted", "lift", "hot-fixed", "lift"].map(number),
      words("asks"),
    ],
    [
      ...levels,
      { cells: row("held", report.held, "high and critical"), total: true },
      { cells: row("standard", report.standard, "nobody") },
    ],
  );
}

function tabulateReverted(title: string, changes: readonly RevertedChange[]): Markup | string {
  if (changes.length === 0) return "";
  return html`<h2>${title}: ${whole(changes.length)}</h2>
    ${drawTable(
      [words("level"), number("score"), words("merged"), words("change"), words("reverted by")],
      changes.map((change) => ({
        cells: [
          change.type === "standard" ? "standard" : change.level,
          String(change.score),
          day(change.mergedAtMs),
          `${nameOf(change)} ${change.title}`,
          nameOf(change.revertedBy),
        ],
      })),
    )}`;
}

function tabulateThresholds({ report, holdBudget }: Backtest): Markup {
  return drawTable(
    [
      words("at most"),
      words("risk.levels"),
      ...["held", "reverted", "lift", "hot-fixed", "lift"].map(number),
    ],
    report.thresholds.map(({ budget, levels, held }) => ({
      cells: [
        percent(budget),
        describeLevels(levels),
        percent(held.share),
        whole(held.reverted),
        times(held.lift),
        whole(held.hotfixed),
        times(held.hotfixLift),
      ],
      total: budget === holdBudget,
    })),
  );
}

function drawTable(headings: readonly Heading[], rows: readonly Row[]): Markup {
  const classAt = (i: number) => (headings[i]?.number === true ? "number" : "");
  return html`<div class="scroll"><table>
      <thead><tr>${headings.map(({ text }, i) => html`<th scope="col" class="${classAt(i)}">${text}</th>`)}</tr></thead>
      <tbody>
        ${rows.map(
          ({ cells, total }) =>
            html`<tr class="${total === true ? "total" : ""}">${cells.map((cell, i) => html`<td class="${classAt(i)}">${cell}</td>`)}</tr>`,
        )}
      </tbody>
    </table></div>`;
}
