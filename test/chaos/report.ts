import type { ChaosReport } from "./run.ts";

/** A report as lines of text: figures, then each violation with what repeats it. */
export function reportLines(report: ChaosReport, again: string): readonly string[] {
  const { deeds, refusedDeeds, deliveries, requests, kills, tally, seconds, violations } = report;
  const figures: readonly (readonly [string, number])[] = [
    ["deeds", deeds],
    ["of these, not allowed by GitHub", refusedDeeds],
    ["deliveries", deliveries],
    ["requests to GitHub", requests],
    ["kills", kills],
    ...[...tally].toSorted(([a], [b]) => a.localeCompare(b)),
    ["seconds", seconds],
    ["violations", violations.length],
  ];
  const widest = Math.max(...figures.map(([name]) => name.length));
  return [
    "",
    ...figures.map(([name, number]) => `${name.padEnd(widest)}  ${String(number).padStart(8)}`),
    ...violations.flatMap(({ kind, subject, what, during, atSeconds }) => [
      "",
      `${kind}: ${subject}`,
      `  ${what}`,
      `  in ${during}, after ${atSeconds} s`,
    ]),
    ...(violations.length > 0 ? ["", `Again: ${again}`] : []),
  ];
}
