import type { Kysely } from "kysely";
import type { SuccessTimes } from "#core/gate/deployment-log.ts";
import type { GateAnswer, GateState } from "#core/gate/gate-answer.ts";
import { formatGateName, type GateRequest, parseGateName } from "#core/gate/gate-request.ts";
import { formatRepository } from "#core/key.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import type { GateTable } from "./deployment-tables.ts";
import type { Tables } from "./tables.ts";

/** A gate that was asked for just now. */
export type NewGate = GateRequest & {
  /** Milliseconds since the epoch. */
  readonly requestedAtMs: number;
  /** For the gate API's: the commit is part of the question. */
  readonly sha?: string;
  readonly component?: string | null;
  readonly askedBy?: string;
  readonly idempotencyKey?: string | null;
};

/** A gate as it was decided last. */
export type StoredGate = GateRequest & {
  readonly component: string | null;
  readonly sha: string | null;
  readonly runAttempt: number | null;
  readonly requestedAtMs: number;
  readonly askedBy: string | null;
  readonly state: GateState;
  readonly answer: Omit<GateAnswer, "id"> | null;
  readonly ledger: LedgerPosition | null;
  readonly isClosed: boolean;
  readonly reports: number;
  readonly lastReport: string | null;
  readonly releasedAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly success: SuccessTimes | null;
};

/** Writes gates in the given transaction; those that are known stay as they are. */
export async function writeGates(
  transaction: Kysely<Tables>,
  gates: readonly NewGate[],
): Promise<void> {
  if (gates.length === 0) return;
  const keyOf = (row: GateTable) => `${row.repository} ${row.name}`;
  const rows = gates.map(newRow).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await transaction
    .insertInto("gate")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["repository", "name"]).doNothing())
    .execute();
}

/** A new gate as it is stored. */
export function newRow(gate: NewGate): GateTable {
  return {
    repository: formatRepository(gate.repository),
    name: formatGateName(gate.name),
    environment: gate.environment,
    component: gate.component ?? null,
    sha: gate.sha ?? null,
    run_attempt: null,
    requested_ms: gate.requestedAtMs,
    asked_by: gate.askedBy ?? null,
    idempotency_key: gate.idempotencyKey ?? null,
    state: "waiting",
    answer: null,
    decision_digest: null,
    ledger_seq: null,
    ledger_hash: null,
    closed: 0,
    reports: 0,
    last_report: null,
    released_ms: null,
    started_ms: null,
    succeeded_ms: null,
    last_succeeded_ms: null,
  };
}

/** A stored gate. */
export function gateOf(row: GateTable): StoredGate {
  const [owner = "", name = ""] = row.repository.split("/");
  const { ledger_seq: seq, ledger_hash: hash } = row;
  const { succeeded_ms: atMs, last_succeeded_ms: lastAtMs } = row;
  return {
    repository: { owner, name },
    environment: row.environment,
    name: parseGateName(row.name),
    component: row.component,
    sha: row.sha,
    runAttempt: row.run_attempt,
    requestedAtMs: row.requested_ms,
    askedBy: row.asked_by,
    state: row.state,
    answer: row.answer === null ? null : JSON.parse(row.answer),
    ledger: seq === null || hash === null ? null : { seq, hash },
    isClosed: row.closed === 1,
    reports: row.reports,
    lastReport: row.last_report,
    releasedAtMs: row.released_ms,
    startedAtMs: row.started_ms,
    success: atMs === null || lastAtMs === null ? null : { atMs, lastAtMs },
  };
}
