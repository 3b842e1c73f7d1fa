import { RetryLater } from "#core/errors.ts";
import { decideGate } from "#core/gate/decide-gate.ts";
import { beganAt } from "#core/gate/deployment-log.ts";
import { recordGate } from "#core/gate/gate-record.ts";
import { renderGateAnswer } from "#core/gate/render-gate-answer.ts";
import type { Key, RepositoryName } from "#core/key.ts";
import { wellFormed } from "#core/ledger/json.ts";
import { actOnGate, type GateLook } from "./act-on-gate.ts";
import { type FollowPorts, followDeployments, followQuietly } from "./follow-deployments.ts";
import type { GatePorts, GateStore } from "./gate-ports.ts";
import { type GateOfCommit, observeGate } from "./observe-gate.ts";
import { findAfter, observeSite, type Site } from "./observe-site.ts";
import type { MarkDirty } from "./ports.ts";
import { deploymentOf, settleBegun, watchStart } from "./watch-deployment.ts";

type EnvironmentKey = Extract<Key, { kind: "environment" }>;

type Turn = {
  /** Failed ones so far. */
  readonly attempts: number;
  readonly nowMs: number;
};

/** What a gate waits for tells of itself when it moves; the news may be lost. */
const refreshAfterMs = 3_600_000;

/**
 * Decides the gates that wait before an environment, the oldest first: observe, decide, record, act. One that can't be worked on now does
 * not keep the others waiting.
 *
 * @returns when to look again by the clock alone, or null
 */
export async function reconcileEnvironment(
  ports: FollowPorts,
  installationId: number,
  key: EnvironmentKey,
  turn: Turn,
): Promise<{ readonly againAtMs: number | null }> {
  const { markDirty } = ports;
  const { repository, environment } = key;
  const waiting = await ports.gates.environmentsWaiting(repository);
  const others = waiting.filter((other) => other !== environment);
  if (!waiting.includes(environment)) {
    await mark(markDirty, installationId, repository, others, turn.nowMs);
    return { againAtMs: await followQuietly(ports, installationId, key, turn.nowMs) };
  }
  const site = await observeSite(ports, installationId, key, { ...turn, isLast: false });
  if (site === null) return { againAtMs: null };

  const looks = [];
  for (const gate of await openAt(ports, key)) {
    looks.push(await settle(() => reconcileGate(ports, site, gate, turn)));
  }
  const after = findAfter(site.policies, environment, others);
  await mark(markDirty, installationId, repository, after, turn.nowMs);
  const isWaiting = (await openAt(ports, key)).length > 0;
  const refreshAtMs = isWaiting ? turn.nowMs + refreshAfterMs : null;
  const moments = [conclude(looks), refreshAtMs, await followDeployments(ports, site, turn.nowMs)];
  return { againAtMs: earliest(moments) };
}

/** The gates that need work and of which it is known what they are about. */
async function openAt(
  { gates }: GatePorts,
  { repository, environment }: EnvironmentKey,
): Promise<readonly GateOfCommit[]> {
  const open = await gates.openAt(repository, environment);
  return open.flatMap((gate) => (gate.sha === null ? [] : [{ ...gate, sha: gate.sha }]));
}

/** Brings one gate to the state that its policies want; gives when to look again by the clock, or null. */
async function reconcileGate(
  ports: GatePorts,
  site: Site,
  gate: GateOfCommit,
  turn: Turn,
): Promise<number | null> {
  if (gate.releasedAtMs !== null) return watchStart(ports, site, gate, turn.nowMs);
  if (hasBegun(site, gate)) return settleBegun(ports, site, gate, turn.nowMs);

  const first = await look(ports, site, gate, turn.nowMs);
  if (first === null) return null;
  if (first.decision.state !== "released") return actOnGate(ports, site, gate, first, turn);

  // What follows can't be taken back: everything is read once more, and rights are asked anew.
  ports.github.expireEligibility(site.installationId);
  const fresh = await observeSite(ports, site.installationId, keyOf(site), {
    ...turn,
    isLast: true,
  });
  if (fresh === null) throw new RetryLater("GitHub does not show the repository.");
  if (hasBegun(fresh, gate)) return settleBegun(ports, fresh, gate, turn.nowMs);
  const last = await look(ports, fresh, gate, turn.nowMs);
  return last && actOnGate(ports, fresh, gate, last, turn);
}

function keyOf({ repository, environment }: Site): EnvironmentKey {
  return { kind: "environment", repository, environment };
}

/** A job that waited for us does not wait any more. */
function hasBegun(site: Site, gate: GateOfCommit): boolean {
  const deployment = gate.name.kind === "protection-rule" ? deploymentOf(site, gate) : null;
  return deployment !== null && beganAt(deployment) !== null;
}

/** Null where nobody asked us to control it: then the gate is done with. */
async function look(
  ports: GatePorts,
  site: Site,
  gate: GateOfCommit,
  nowMs: number,
): Promise<GateLook | null> {
  const { repository, name } = gate;
  const observed = await observeGate(ports, site, gate, nowMs);
  const decision = decideGate(observed, nowMs);
  if (decision.kind === "not-controlled") {
    await ports.gates.close(repository, name);
    return null;
  }
  const { decidedAtMs, ...substance } = recordGate(observed, decision, nowMs);
  const { id: _, ...answer } = renderGateAnswer("", decision, nowMs);
  // Whoever asked through the gate API reads the answer that is recorded here.
  ports.confirmLease();
  const { seq } = await ports.gates.recordDecision({
    ...{ repository, name, state: decision.state, answer },
    data: wellFormed({ ...substance, decidedAtMs }),
    substance: wellFormed(substance),
  });
  return { observed, decision, decisionSeq: seq };
}

type Settled =
  | { readonly kind: "done"; readonly againAtMs: number | null }
  | { readonly kind: "failed"; readonly error: unknown };

async function settle(work: () => Promise<number | null>): Promise<Settled> {
  try {
    return { kind: "done", againAtMs: await work() };
  } catch (error) {
    return { kind: "failed", error };
  }
}

/**
 * The earliest moment to look again.
 *
 * @throws what kept a gate from being worked on; what time mends comes before what it does not
 */
function conclude(looks: readonly Settled[]): number | null {
  const errors = looks.flatMap((one) => (one.kind === "failed" ? [one.error] : []));
  const first = errors.find((error) => error instanceof RetryLater) ?? errors[0];
  if (first !== undefined) throw first;
  return earliest(looks.map((one) => (one.kind === "done" ? one.againAtMs : null)));
}

function earliest(moments: readonly (number | null)[]): number | null {
  const known = moments.flatMap((moment) => moment ?? []);
  return known.length === 0 ? null : Math.min(...known);
}

/** Has every environment of a repository looked at before which a gate waits: something moved that it may wait for. */
export async function markWaitingEnvironments(
  { gates, markDirty }: MarkPorts,
  installationId: number,
  repository: RepositoryName,
  nowMs: number,
): Promise<void> {
  const environments = await gates.environmentsWaiting(repository);
  await mark(markDirty, installationId, repository, environments, nowMs);
}

async function mark(
  markDirty: MarkDirty,
  installationId: number,
  repository: RepositoryName,
  environments: readonly string[],
  nowMs: number,
): Promise<void> {
  if (environments.length === 0) return;
  const keys = environments.map((environment) => ({
    installationId,
    key: { kind: "environment", repository, environment } as const,
  }));
  await markDirty(keys, nowMs);
}

/** What marking environments takes. */
export type MarkPorts = {
  readonly gates: Pick<GateStore, "environmentsWaiting">;
  readonly markDirty: MarkDirty;
};
