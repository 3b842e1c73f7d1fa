import { scaleLinear, scaleUtc } from "d3-scale";
import { html } from "hono/html";
import type { TimeSlice } from "#core/backtest/chart-data.ts";
import { riskLevels } from "#core/risk/level.ts";
import { drawChart, fix, type Markup, plot, ticksOf } from "./frame.ts";

/** Columns of the share that each level has, stretch by stretch; the riskiest at the bottom. */
export function drawLevelsOverTime(slices: readonly TimeSlice[]): Markup {
  const [first, last] = [slices[0]?.fromMs ?? 0, slices.at(-1)?.toMs ?? 1];
  const x = scaleUtc([first, last], [plot.left, plot.right]);
  const y = scaleLinear([0, 1], [plot.bottom, plot.top]);
  const columns = slices.map(({ fromMs, toMs, changes, levels }) => {
    let below = 0;
    return [...riskLevels].reverse().map((level) => {
      const share = changes === 0 ? 0 : levels[level] / changes;
      const top = y(below + share);
      const height = y(below) - top;
      below += share;
      return html`<rect class="${level}" x="${fix(x(fromMs) + 0.5)}" width="${fix(x(toMs) - x(fromMs) - 1)}"
        y="${fix(top)}" height="${fix(height)}"><title>${level}: ${levels[level]} of ${changes} changes</title></rect>`;
    });
  });
  const format = x.tickFormat(6);
  return drawChart(
    {
      description: "Share of each risk level over time",
      xTicks: ticksOf(x, 6, format),
      yTicks: ticksOf(y, 4, (share) => `${Math.round(share * 100)}%`),
      xLabel: "",
    },
    html`${columns}`,
  );
}
