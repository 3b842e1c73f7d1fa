import { html } from "hono/html";
import { binScores, gainOfPolicy, gainsOf, sliceTime } from "#core/backtest/chart-data.ts";
import { riskLevels } from "#core/risk/level.ts";
import type { Backtest } from "./backtest.ts";
import { drawCalibration } from "./charts/calibration.ts";
import { drawDistribution } from "./charts/distribution.ts";
import type { Markup } from "./charts/frame.ts";
import { drawLevelsOverTime } from "./charts/levels-over-time.ts";
import { drawRevertsCaught } from "./charts/reverts-caught.ts";

const scoreBinWidth = 5;
const calibrationBinWidth = 10;
const timeSlices = 24;

/** The four charts with their captions. */
export function drawFigures({ changes, policy, report }: Backtest): Markup {
  const gains = {
    score: gainsOf(changes, "score"),
    sourceLines: gainsOf(changes, "sourceLines"),
    linesAdded: gainsOf(changes, "linesAdded"),
  };
  const calibration = binScores(changes, calibrationBinWidth);
  return html`
    <h2>How risky the changes were</h2>
    ${figure(
      drawDistribution(binScores(changes, scoreBinWidth), policy.risk.levels),
      "Changes by score. The dashed lines are where the policy's levels begin; floors lift some changes further.",
    )}
    <h2>Levels over time</h2>
    ${figure(
      drawLevelsOverTime(sliceTime(changes, timeSlices)),
      html`${[...riskLevels].reverse().map((level) => html`<span class="key" style="background: var(--${level})"></span> ${level} `)}`,
    )}
    ${
      report.all.reverted === 0
        ? ""
        : html`<h2>Reverts caught</h2>
    ${figure(
      drawRevertsCaught(gains, gainOfPolicy(changes)),
      `Reverted changes caught by holding the highest ranked first: by the policy's score (blue), by source lines
       changed (dark), by lines added (pale), at random (dashed). The dot is the policy, with its floors and standard rules.`,
    )}`
    }
    <h2>What a score meant</h2>
    ${figure(
      drawCalibration(calibration, "reverted"),
      `Share of the changes of each score that were reverted later. The lines show how far it may be off by chance, with
       95 % confidence.`,
    )}
    ${figure(drawCalibration(calibration, "hotfixed"), "The same of those that were hot-fixed.")}`;
}

function figure(chart: Markup, caption: Markup | string): Markup {
  return html`<figure>${chart}<figcaption>${caption}</figcaption></figure>`;
}
