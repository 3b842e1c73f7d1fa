import type { DeploymentKind, GateReason } from "#core/gate/gate-decision.ts";
import type { GateRecord } from "#core/gate/gate-record.ts";
import type { ReleasedGates } from "#core/gate/read-gate-records.ts";
import type { GateReplay, HeldGate } from "#core/gate/replay-gates.ts";
import { formatRepository } from "#core/key.ts";
import { counted, shortSha } from "#core/text/words.ts";
import { day, percent } from "./figures.ts";
import { alignColumns, harmless, type Look, wrapped } from "./terminal-text.ts";

/** What was replayed, under what, and what came of it. */
export type ReplayReport = {
  /** The policy's file. */
  readonly source: string;
  readonly gates: ReleasedGates;
  readonly replay: GateReplay;
};

/** More held gates are not listed for people; the latest are. */
const mostListed = 20;
const longestReason = 600;

/** A replay for a person: the sums, what would have held, and each held gate. */
export function renderReplay({ source, gates, replay }: ReplayReport, look: Look): string {
  const { records, unreadable } = gates;
  const left =
    unreadable === 0
      ? ""
      : `${counted(unreadable, "entry", "entries")} of the ledger could not be read as gates. They are left out: see sluice ledger verify\n`;
  const period = periodOf(records);
  if (period === null) return `No gate has been released yet: there is nothing to replay.\n${left}`;
  const span = [...new Set([day(period.fromMs), day(period.toMs)])].join(" to ");
  return [
    `${look.strong(counted(records.length, "released gate"))}, ${span}, under ${harmless(source)}\n\n`,
    ...renderSums(replay),
    left,
    ...(replay.held.length === 0 ? [] : [`\n${renderCauses(replay, look)}\n`]),
    ...replay.held.slice(-mostListed).map((held) => renderHeld(held, look)),
    replay.held.length > mostListed
      ? `  ${counted(replay.held.length - mostListed, "earlier one")}: --json has them all\n`
      : "",
  ].join("");
}

/** The same for programs; `docs/gates.md` says what the keys hold. */
export function renderReplayJson({ source, gates, replay }: ReplayReport): string {
  const period = periodOf(gates.records);
  const report = {
    policy: source,
    period: period && { from: isoTime(period.fromMs), to: isoTime(period.toMs) },
    replayed: replay.replayed,
    unreadable: gates.unreadable,
    rolledBack: replay.rolledBack,
    held: replay.held.map(({ record, deployment, reasons, rolledBack }) => ({
      repository: formatRepository(record.facts.repository),
      environment: record.facts.environment,
      component: record.facts.component,
      sha: record.facts.sha,
      releasedAt: isoTime(record.decidedAtMs),
      wayIn: record.facts.wayIn,
      deployment,
      rolledBack,
      reasons: reasons.map(({ kind, missing }) => ({ kind, missing })),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function renderSums({ replayed, held, rolledBack }: GateReplay): readonly string[] {
  const rescued = held.filter((gate) => gate.rolledBack).length;
  const rollbacks = held.filter(({ deployment }) => deployment === "rollback").length;
  return [
    `  would have been held  ${held.length} (${percent(held.length / replayed)})\n`,
    `  rolled back later     ${rolledBack}${rolledBack === 0 ? "" : `, of which ${rescued} would have been held`}\n`,
    ...(rollbacks === 0
      ? []
      : [`  rollbacks held        ${rollbacks}: the way back would have been shut\n`]),
  ];
}

/** What would have held, most often first. One gate may wait for several things. */
function renderCauses({ held }: GateReplay, look: Look): string {
  const kinds = [...new Set(held.flatMap(({ reasons }) => reasons.map(({ kind }) => kind)))];
  const rows = kinds
    .map((kind) => {
      const those = held.filter(({ reasons }) => reasons.some((reason) => reason.kind === kind));
      return { kind, held: those.length, late: those.filter((one) => one.rolledBack).length };
    })
    .sort((a, b) => b.held - a.held)
    .map(({ kind, held: count, late }) => [causes[kind], String(count), String(late)]);
  const columns = [
    { heading: "waits for", align: "left" },
    { heading: "held", align: "right" },
    { heading: "rolled back later", align: "right" },
  ] as const;
  return alignColumns(columns, rows, look);
}

const causes: Readonly<Record<GateReason["kind"], string>> = {
  "policy-missing": "a policy",
  "invalid-policy": "a valid policy",
  incomplete: "commits that could not be read",
  change: "approvals of changes",
  "direct-push": "somebody to answer for a push",
  acceptance: "a baseline to be accepted",
  approvals: "the environment's approvals",
  after: "another environment first",
  freeze: "a freeze to end",
  window: "a window to open",
  superseded: "nothing: a newer gate overtook it",
  expired: "nothing: it expired",
};

function renderHeld({ record, deployment, reasons, rolledBack }: HeldGate, look: Look): string {
  const { facts, decidedAtMs } = record;
  const at = isoTime(decidedAtMs).slice(0, 16).replace("T", " ");
  const place = [
    formatRepository(facts.repository),
    facts.environment,
    ...(facts.component === null ? [] : [facts.component]),
  ];
  const notes = [
    ...(deployment === "forward" ? [] : [deployments[deployment]]),
    ...(rolledBack ? [look.bad("rolled back later")] : []),
  ];
  const what = [`${at} UTC`, ...place.map((name) => harmless(name)), shortSha(facts.sha)].join(
    "  ",
  );
  return [
    `  ${look.strong(what)}${notes.map((note) => `  ${note}`).join("")}\n`,
    ...reasons.map(({ missing }) =>
      wrapped(`- ${harmless(missing, longestReason)}`, look.width, "    "),
    ),
  ].join("");
}

const deployments: Readonly<Record<DeploymentKind, string>> = {
  first: "the first deployment",
  forward: "",
  sideways: "to a commit beside",
  redeploy: "what ran already",
  rollback: "a rollback",
  backward: "back to what never ran there",
};

function periodOf(records: readonly GateRecord[]) {
  const times = records.map(({ decidedAtMs }) => decidedAtMs);
  if (times.length === 0) return null;
  const byTime = times.toSorted((a, b) => a - b);
  return { fromMs: byTime[0] ?? 0, toMs: byTime.at(-1) ?? 0 };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
