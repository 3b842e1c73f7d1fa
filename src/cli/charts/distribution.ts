import { scaleLinear } from "d3-scale";
import { html } from "hono/html";
import type { ScoreBin } from "#core/backtest/chart-data.ts";
import type { Policy } from "#core/policy/schema.ts";
import { drawChart, drawMarker, fix, type Markup, plot, ticksOf } from "./frame.ts";

/** Bars of changes by score, those reverted later marked in them. */
export function drawDistribution(
  bins: readonly ScoreBin[],
  levels: Policy["risk"]["levels"],
): Markup {
  const most = Math.max(1, ...bins.map(({ changes }) => changes));
  const x = scaleLinear([0, 100], [plot.left, plot.right]);
  // A little room above the highest bar, for the markers' names.
  const y = scaleLinear([0, most * 1.1], [plot.bottom, plot.top]).nice(4);
  const bars = bins.map(({ from, to, changes, reverted, hotfixed }) => {
    const title = `score ${from} to ${to - 1}: ${changes} changes, ${reverted} reverted, ${hotfixed} hot-fixed`;
    return html`<rect class="bar" x="${fix(x(from) + 1)}" width="${fix(x(to) - x(from) - 2)}"
      y="${fix(y(changes))}" height="${fix(plot.bottom - y(changes))}"><title>${title}</title></rect>`;
  });
  const markers = Object.entries(levels)
    .filter(([, score]) => score <= 100)
    .map(([level, score]) => drawMarker(x(score), level));
  return drawChart(
    {
      description: "Number of changes by risk score, with the scores at which levels begin",
      xTicks: ticksOf(x, 10, String),
      yTicks: ticksOf(y, 4, (count) => count.toLocaleString("en-GB")),
      xLabel: "score",
    },
    html`${bars}${markers}`,
  );
}
