import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { html } from "hono/html";
import type { GainPoint } from "#core/backtest/chart-data.ts";
import type { Ranking } from "#core/backtest/report.ts";
import { drawChart, drawPath, fix, type Markup, plot, ticksOf } from "./frame.ts";

/** How many reverts one would have caught by holding the riskiest first, and where the policy stands. */
export function drawRevertsCaught(
  gains: Readonly<Record<Ranking, readonly GainPoint[]>>,
  policy: GainPoint,
): Markup {
  const x = scaleLinear([0, 1], [plot.left, plot.right]);
  const y = scaleLinear([0, 1], [plot.bottom, plot.top]);
  const curve = line<GainPoint>(
    ({ held }) => x(held),
    ({ caught }) => y(caught),
  ).digits(1);
  const chance = curve([
    { held: 0, caught: 0 },
    { held: 1, caught: 1 },
  ]);
  const percent = (share: number) => `${Math.round(share * 100)}%`;
  return drawChart(
    {
      description: "Share of the reverted changes caught by the share of all changes held",
      xTicks: ticksOf(x, 10, percent),
      yTicks: ticksOf(y, 4, percent),
      xLabel: "share of all changes held",
    },
    html`${drawPath("chance", chance)}
      ${drawPath("by-lines-added", curve(gains.linesAdded))}
      ${drawPath("by-source-lines", curve(gains.sourceLines))}
      ${drawPath("by-score", curve(gains.score))}
      <circle class="policy" cx="${fix(x(policy.held))}" cy="${fix(y(policy.caught))}" r="6">
        <title>This policy holds ${percent(policy.held)} and catches ${percent(policy.caught)}</title>
      </circle>`,
  );
}
