import { RetryLater } from "#core/errors.ts";
import { answerOf } from "#core/gate/conclude-gate.ts";
import type { GateDecision } from "#core/gate/gate-decision.ts";
import type { ObservedGate } from "#core/gate/observed-gate.ts";
import { renderDeployStatus } from "#core/gate/render-deployment.ts";
import { renderGateReport } from "#core/gate/render-gate-report.ts";
import type { GatePorts, WaitingJob } from "./gate-ports.ts";
import type { GateOfCommit } from "./observe-gate.ts";
import type { Site } from "./observe-site.ts";

/** A gate as it was observed and decided, with the decision's place in the ledger. */
export type GateLook = {
  readonly observed: ObservedGate;
  readonly decision: GateDecision;
  readonly decisionSeq: number;
};

type Turn = { readonly attempts: number; readonly nowMs: number };

/** GitHub takes ten reports for a deployment: two are kept for its end. */
const mostReports = { waiting: 8, ended: 10 } as const;

/** GitHub keeps 1,000 commit statuses for a commit and context: that it may pass must always find room. */
const mostStatuses = 500;

/** With the queue's back-off these are some ten seconds. */
const mostTriesToReport = 4;

/** A job that was released starts within this time, else something is wrong. */
export const startsWithinMs = 3_600_000;

/** Says to whoever waits what was decided; gives when to look again by the clock, or null. */
export async function actOnGate(
  ports: GatePorts,
  site: Site,
  gate: GateOfCommit,
  look: GateLook,
  turn: Turn,
): Promise<number | null> {
  const { repository, name } = gate;
  switch (name.kind) {
    case "protection-rule": {
      const { environment } = site;
      await answerJob(
        ports,
        site,
        { repository, environment, runId: name.runId },
        gate,
        look,
        turn,
      );
      break;
    }
    case "api-deployment":
      await setStatus(ports, site, gate, look);
      break;
    case "gate-api":
      break;
  }
  const { state, decideAgainAt } = look.decision;
  if (name.kind !== "protection-rule" && state === "released") await release(ports, gate, look);
  if (isDoneWith(name.kind, state)) await ports.gates.close(repository, name);
  else if (state === "released") return turn.nowMs + startsWithinMs;
  return decideAgainAt === null ? null : Date.parse(decideAgainAt);
}

/** What the gate API released tells nobody that it started, and a job that is superseded is answered in an hour. */
function isDoneWith(kind: GateOfCommit["name"]["kind"], state: GateDecision["state"]): boolean {
  switch (state) {
    case "waiting":
      return false;
    case "released":
      return kind === "gate-api";
    case "superseded":
      return kind !== "protection-rule";
    case "rejected":
    case "expired":
      return true;
  }
}

/** @throws RetryLater when the job does not wait for the answer: not yet, or not any more, which its deployment will show */
async function answerJob(
  ports: GatePorts,
  { installationId }: Site,
  job: WaitingJob,
  gate: GateOfCommit,
  look: GateLook,
  turn: Turn,
): Promise<void> {
  const { observed, decision, decisionSeq } = look;
  const comment = renderGateReport(observed, decision);
  const state = answerOf(decision.state);
  if (state === null) {
    await report(
      ports,
      installationId,
      job,
      { gate, comment, isEnd: decision.state !== "waiting" },
      turn,
    );
    return;
  }
  const outcome = await ports.github.answerGate(installationId, job, { state, comment });
  if (state === "approved" && outcome === "not-waiting") {
    throw new RetryLater("The job does not wait for an answer.");
  }
  if (state === "approved") await release(ports, gate, look);
  else if (outcome === "taken") {
    await ports.gates.recordEvent(gate, "gate.answered", { state, decision: decisionSeq });
  }
}

async function release({ gates }: GatePorts, gate: GateOfCommit, look: GateLook): Promise<void> {
  const data = { state: "approved", decision: look.decisionSeq };
  await gates.recordEvent(gate, "gate.answered", data);
  await gates.noteReleased(gate.repository, gate.name);
}

/** Tells the run what it waits for, when that has changed. */
async function report(
  { github, gates }: GatePorts,
  installationId: number,
  job: WaitingJob,
  said: { readonly gate: GateOfCommit; readonly comment: string; readonly isEnd: boolean },
  { attempts }: Turn,
): Promise<void> {
  const { gate, comment, isEnd } = said;
  const most = isEnd ? mostReports.ended : mostReports.waiting;
  if (gate.lastReport === comment || gate.reports >= most) return;
  const outcome = await github.answerGate(installationId, job, { state: null, comment });
  if (outcome === "not-waiting" && attempts < mostTriesToReport) {
    throw new RetryLater("The job does not wait for a report yet.");
  }
  await gates.noteReport(gate.repository, gate.name, comment);
}

async function setStatus(
  { github, gates }: GatePorts,
  { installationId, environment }: Site,
  gate: GateOfCommit,
  { decision }: GateLook,
): Promise<void> {
  const status = renderDeployStatus(environment, decision);
  const text = `${status.state}: ${status.description}`;
  const isFull = status.state === "pending" && gate.reports >= mostStatuses;
  if (gate.lastReport === text || isFull) return;
  await github.writeDeployStatus(installationId, gate.repository, gate.sha, status);
  await gates.noteReport(gate.repository, gate.name, text);
}
