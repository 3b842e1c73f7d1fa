import { beganAt, type Deployment, isGivenUp } from "#core/gate/deployment-log.ts";
import { findClosedAtStart, type GateBreach } from "#core/gate/gate-breach.ts";
import { startsWithinMs } from "./act-on-gate.ts";
import type { GatePorts, GateStore } from "./gate-ports.ts";
import { type GateOfCommit, observeGate } from "./observe-gate.ts";
import type { Site } from "./observe-site.ts";

/** A start so soon after the release was decided together with it. */
const atOnceMs = 60_000;

/** The gate's deployment among the newest ones; null where it is not, and for gates that have none. */
export function deploymentOf(site: Site, { name }: GateOfCommit): Deployment | null {
  if (name.kind === "gate-api") return null;
  return site.deployments.find(({ id }) => id === name.deploymentId) ?? null;
}

/** GitHub gives up a job that waited for so long. */
const startsAtAllWithinMs = 30 * 24 * 3_600_000;

/**
 * Sees that a released deployment starts, and then is done with its gate. That it did not within an hour, or did when it was not allowed any
 * more, goes on record. One that does not start is watched on: another rule of the environment may hold it, for days.
 */
export async function watchStart(
  ports: GatePorts,
  site: Site,
  gate: GateOfCommit,
  nowMs: number,
): Promise<number | null> {
  const { gates } = ports;
  const { repository, name, releasedAtMs } = gate;
  const deployment = deploymentOf(site, gate);
  const isOver = deployment !== null && isGivenUp(deployment);
  const startedAtMs = deployment === null || isOver ? null : beganAt(deployment);
  const releasedMs = releasedAtMs ?? nowMs;
  const dueMs = releasedMs + startsWithinMs;
  if (startedAtMs === null && !isOver && nowMs < dueMs) return dueMs;
  if (startedAtMs !== null) {
    await noteStart(ports, site, gate, startedAtMs);
  } else if (name.kind === "protection-rule" && !isOver) {
    await recordBreach(gates, gate, { because: "not-started" });
  }
  const mayStart = startedAtMs === null && deployment !== null && !isOver;
  if (!mayStart || nowMs >= releasedMs + startsAtAllWithinMs) await gates.close(repository, name);
  return null;
}

function recordBreach(gates: GateStore, gate: GateOfCommit, breach: GateBreach) {
  return gates.recordEvent(gate, "gate.breached", { ...breach });
}

async function noteStart(
  ports: GatePorts,
  site: Site,
  gate: GateOfCommit,
  startedAtMs: number,
): Promise<void> {
  const { gates } = ports;
  const at = new Date(startedAtMs).toISOString();
  await gates.noteStarted(gate.repository, gate.name, startedAtMs);
  await gates.recordEvent(gate, "gate.started", { at });
  if (startedAtMs - (gate.releasedAtMs ?? startedAtMs) < atOnceMs) return;
  const closed = await findClosed(ports, site, gate, startedAtMs);
  if (closed.length === 0) return;
  await recordBreach(gates, gate, { because: "started-late", at, closed });
}

/** What would have kept the deployment waiting when it started. */
async function findClosed(
  ports: GatePorts,
  site: Site,
  gate: GateOfCommit,
  atMs: number,
): Promise<readonly string[]> {
  const before = site.released.filter(
    ({ name }) => JSON.stringify(name) !== JSON.stringify(gate.name),
  );
  const observed = await observeGate(ports, { ...site, released: before }, gate, atMs);
  return findClosedAtStart(observed, atMs);
}

/**
 * A job that does not wait any more although no answer of ours is noted: the answer's receipt was lost, an answer to another job of the run was for
 * this one too, the run was cancelled, or somebody let it pass without us.
 */
export async function settleBegun(
  ports: GatePorts,
  site: Site,
  gate: GateOfCommit,
  nowMs: number,
): Promise<number | null> {
  const { gates } = ports;
  const { repository, name } = gate;
  const deployment = deploymentOf(site, gate);
  if (deployment !== null && !isGivenUp(deployment)) {
    if (await wasReleased(ports, site, gate)) {
      await gates.recordEvent(gate, "gate.answered", { state: "approved", confirmed: true });
      await gates.noteReleased(repository, name);
      return watchStart(ports, site, { ...gate, releasedAtMs: nowMs }, nowMs);
    }
    await recordBreach(gates, gate, { because: "started-unreleased" });
  }
  await gates.close(repository, name);
  return null;
}

async function wasReleased(
  { github }: GatePorts,
  { installationId, environment, asked }: Site,
  { repository, name, runAttempt, state, requestedAtMs }: GateOfCommit,
): Promise<boolean> {
  if (name.kind !== "protection-rule") return false;
  const { runId } = name;
  const ofRun = asked.filter(
    (other) =>
      other.name.kind === "protection-rule" &&
      other.name.runId === runId &&
      other.runAttempt === runAttempt,
  );
  const wasForAll = ofRun.some(({ releasedAtMs }) => (releasedAtMs ?? 0) >= requestedAtMs);
  if (wasForAll) return true;
  // An approval that GitHub lists may be one of an earlier attempt: it is ours only where we had decided to give it.
  const job = { repository, runId, environment };
  return state === "released" && (await github.hasApproved(installationId, job));
}
