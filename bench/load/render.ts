import type { FilledFigures } from "./filled.ts";
import { pushesAtOnce, pushesPerSecond, type ServerFigures } from "./servers.ts";

/** Servers under load, a column for each number of processes. */
export function renderServers(all: readonly ServerFigures[]): string {
  const head = ["", ...all.map(({ database, processes }) => `${database}, ${processes}`)];
  const row = (what: string, figure: (one: ServerFigures) => string) => [what, ...all.map(figure)];
  return renderTable(head, [
    row("deliveries accepted, a second", (one) => round(one.deliveriesPerSecond)),
    row("... acknowledged, p50 / p99", (one) => show(one.acknowledgedMs)),
    row("... processor time of one", (one) => `${one.cpuOfDeliveryMs.toFixed(1)} ms`),
    row(`push to check, ${pushesPerSecond} a second, p50 / p99`, (one) => show(one.checkMs)),
    row(`push to check, ${pushesAtOnce} at one moment, p50 / p99`, (one) => show(one.burstMs)),
    row("... keys worked on, a second", (one) => round(one.keysPerSecond)),
    row("... processor time of one", (one) => `${one.cpuOfKeyMs.toFixed(1)} ms`),
    row("... cores of the stand-in for GitHub", (one) => one.coresOfGitHub.toFixed(1)),
    row("memory of a process, MiB", (one) => round(one.memoryMb)),
  ]);
}

/** What size makes of a database. */
export function renderFilled(all: readonly FilledFigures[]): string {
  const row = (what: string, figure: (one: FilledFigures) => string) => [what, ...all.map(figure)];
  const slowest = ({ questions: [question] }: FilledFigures) =>
    question === undefined ? "" : `${question.ms.p50.toFixed(1)} ms`;
  return renderTable(
    ["", ...all.map(({ database }) => database)],
    [
      row("changes", ({ changes }) => whole(changes)),
      row("ledger entries", ({ entries }) => whole(entries)),
      row("appends a second: empty, half, full", ({ appendsPerSecond }) =>
        appendsPerSecond.map(round).join(", "),
      ),
      row("ledger verified in", ({ verifySeconds }) => `${verifySeconds.toFixed(1)} s`),
      row("... with memory, MiB", ({ verifyMemoryMb }) => round(verifyMemoryMb)),
      row("size for 100,000 changes, GiB", gibibytes),
      row("slowest question of a page, gate or worker", slowest),
    ],
  );
}

/** Every question with its time, and how the database finds the rows. */
export function renderQuestions(
  { database, questions }: FilledFigures,
  withPlans: boolean,
): string {
  const lines = questions.flatMap(({ name, ms, plans }) => [
    `  ${ms.p50.toFixed(2)} ms (at most ${ms.max.toFixed(2)}): ${name}`,
    ...(withPlans ? plans.map((plan) => `      ${plan}`) : []),
  ]);
  return [`Questions to ${database}:`, ...lines].join("\n");
}

function gibibytes({ bytesByTable, changes }: FilledFigures): string {
  const bytes = bytesByTable.values().reduce((sum, table) => sum + table, 0);
  return ((bytes / changes) * (100_000 / 2 ** 30)).toFixed(2);
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, at) => (row[at] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

function show({ p50, p99 }: { readonly p50: number; readonly p99: number }): string {
  return `${round(p50)} / ${round(p99)} ms`;
}

function round(value: number): string {
  return whole(Math.round(value));
}

function whole(value: number): string {
  return value.toLocaleString("en-GB");
}
