import { findUnreplayed } from "#core/backtest/unreplayed.ts";
import type { Backtest } from "./backtest.ts";
import {
  renderCost,
  renderFloors,
  renderLevels,
  renderRankings,
  renderReverted,
  renderThresholds,
} from "./backtest-tables.ts";
import { describeBasis, describeHeadline, modelNotes } from "./backtest-words.ts";
import { harmless, type Look, wrapped } from "./terminal-text.ts";

/** The report for a person at a terminal. */
export function renderText(backtest: Backtest, look: Look): string {
  const { report, policy } = backtest;
  const { period } = report;
  const paragraph = (text: string, style: (line: string) => string) =>
    wrapped(harmless(text, 1_000), look.width)
      .split("\n")
      .map((line) => (line === "" ? "" : style(line)))
      .join("\n");
  const sections = [
    paragraph(describeHeadline(report), look.strong),
    paragraph(describeBasis(backtest).join(" "), (line) => line),
    ...(period === null
      ? []
      : [
          renderLevels(backtest, look),
          renderReverted(report, look),
          renderCost(report, period, look),
          renderThresholds(backtest, look),
          renderRankings(report, look),
          renderFloors(report, look),
        ]),
    [...findUnreplayed(policy), ...modelNotes].map((note) => paragraph(note, look.faint)).join(""),
  ];
  return sections.filter((section) => section !== "").join("\n");
}
