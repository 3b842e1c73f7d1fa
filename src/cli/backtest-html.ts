import { html, raw } from "hono/html";
import { findUnreplayed } from "#core/backtest/unreplayed.ts";
import type { Backtest } from "./backtest.ts";
import { drawFigures } from "./backtest-figures.ts";
import { tabulate } from "./backtest-html-tables.ts";
import { pageStyle } from "./backtest-style.ts";
import { describeBasis, describeHeadline, modelNotes } from "./backtest-words.ts";

/** The report as one page that needs nothing else: finished charts, no script, nothing loaded from elsewhere. */
export async function renderHtml(backtest: Backtest): Promise<string> {
  const { report, policy, repository } = backtest;
  const page = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
    <title>Backtest of ${repository.name}</title>
    <style>${raw(pageStyle)}</style>
  </head>
  <body>
    <h1>${repository.name}: what a policy would have done</h1>
    <p class="lead">${describeHeadline(report)}</p>
    <p>${describeBasis(backtest).join(" ")}</p>
    ${report.period === null ? "" : drawFigures(backtest)}
    ${report.period === null ? "" : tabulate(backtest, report.period)}
    <div class="notes">
      ${[...findUnreplayed(policy), ...modelNotes].map((note) => html`<p>${note}</p>`)}
    </div>
  </body>
</html>
`;
  return String(await page);
}
