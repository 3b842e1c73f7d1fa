import { scaleLinear } from "d3-scale";
import { html } from "hono/html";
import type { ScoreBin } from "#core/backtest/chart-data.ts";
import { shareInterval } from "#core/backtest/measures.ts";
import { drawChart, fix, type Markup, plot, ticksOf } from "./frame.ts";

/** Few changes tell little of a share: their lines would only stretch the scale. */
const fewestChanges = 5;

/** The share of the changes of each score that an outcome befell, and how far it may be off by chance. */
export function drawCalibration(
  bins: readonly ScoreBin[],
  outcome: "reverted" | "hotfixed",
): Markup {
  const told = bins.filter(({ changes }) => changes >= fewestChanges);
  const shares = told.map((bin) => bin[outcome] / bin.changes);
  const x = scaleLinear([0, 100], [plot.left, plot.right]);
  const y = scaleLinear([0, Math.max(0.01, ...shares) * 1.3], [plot.bottom, plot.top]).nice(4);
  const points = told.map((bin) => {
    const [low, high] = shareInterval(bin[outcome], bin.changes);
    const at = fix((x(bin.from) + x(bin.to)) / 2);
    const title = `score ${bin.from} to ${bin.to - 1}: ${bin[outcome]} of ${bin.changes}`;
    return html`<line class="${outcome}" x1="${at}" x2="${at}" y1="${fix(y(low))}"
        y2="${fix(Math.max(plot.top, y(high)))}" />
      <circle class="${outcome}" cx="${at}" cy="${fix(y(bin[outcome] / bin.changes))}" r="4.5"><title>${title}</title></circle>`;
  });
  return drawChart(
    {
      description: `Share of changes that were ${outcome === "reverted" ? "reverted" : "hot-fixed"}, by risk score`,
      xTicks: ticksOf(x, 10, String),
      yTicks: ticksOf(y, 4, (share) => `${Number((share * 100).toFixed(1))}%`),
      xLabel: "score",
    },
    html`${points}`,
  );
}
