import { shortSha } from "#core/text/words.ts";
import type { GateState } from "./gate-answer.ts";
import type { GateDecision, GateReason } from "./gate-decision.ts";
import type { NewerGate, ObservedGate } from "./observed-gate.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** GitHub fails a job that waited for 30 days: a day before that we say so ourselves. */
const expiresAfterMs = 29 * dayMs;

/** How long a superseded job is left waiting before it is rejected: somebody may be looking at it. */
const rejectsAfterMs = hourMs;

/** What was found, before the gate's own end is looked at. */
export type GateFindings = Omit<
  GateDecision,
  "kind" | "state" | "policyVersions" | "decideAgainAt"
>;

/** The decision that follows from what was found: whether the gate is overtaken or too old, and when to look again. */
export function concludeGate(
  observed: ObservedGate,
  findings: GateFindings,
  nowMs: number,
): GateDecision {
  const newer = findSuperseding(observed);
  // Only a job waits at GitHub for an answer.
  const waits = newer !== null && observed.wayIn.kind === "protection-rule";
  const rejectedAtMs = waits ? newer.requestedAtMs + rejectsAfterMs : null;
  const expiredAtMs = observed.requestedAtMs + expiresAfterMs;
  const end = findEnd(observed, newer, { rejectedAtMs, expiredAtMs, nowMs });
  const held = end === null ? findings.reasons : [end.reason];
  const binding = findings.mode === "enforce" ? held : [];
  const state = binding.length === 0 ? "released" : (end?.state ?? "waiting");
  const moments = [...binding.map(({ resolvesAtMs }) => resolvesAtMs), rejectedAtMs, expiredAtMs];
  return {
    ...findings,
    kind: "decided",
    state,
    reasons: binding,
    wouldHold: findings.mode === "enforce" ? findings.wouldHold : held,
    policyVersions: observed.policies.map(({ origin, repository, blobSha }) => {
      return { origin, repository, blobSha };
    }),
    decideAgainAt:
      state === "waiting" || (state === "superseded" && waits) ? firstAfter(nowMs, moments) : null,
  };
}

/** What a waiting job is told at GitHub; null: nothing yet. Both answers are final. */
export function answerOf(state: GateState): "approved" | "rejected" | null {
  switch (state) {
    case "released":
      return "approved";
    case "rejected":
    case "expired":
      return "rejected";
    case "waiting":
    case "superseded":
      return null;
  }
}

type End = { readonly state: GateState; readonly reason: GateReason };

function findEnd(
  { requestedAtMs }: ObservedGate,
  newer: NewerGate | null,
  times: {
    readonly rejectedAtMs: number | null;
    readonly expiredAtMs: number;
    readonly nowMs: number;
  },
): End | null {
  const common = { origin: null, resolvesAtMs: null } as const;
  if (times.nowMs >= times.expiredAtMs) {
    const days = Math.floor((times.nowMs - requestedAtMs) / dayMs);
    const reason = {
      ...common,
      kind: "expired",
      missing: `nothing any more, since it was asked for ${days} days ago`,
      whoCanResolve: "Whoever deploys can run the deployment again.",
    } as const;
    return { state: "expired", reason };
  }
  if (newer === null) return null;
  const isRejected = times.rejectedAtMs !== null && times.nowMs >= times.rejectedAtMs;
  const reason = {
    ...common,
    kind: "superseded",
    missing: `nothing any more, since ${shortSha(newer.sha)} was asked for later`,
    whoCanResolve:
      times.rejectedAtMs !== null && !isRejected
        ? "The job is left waiting for an hour and then rejected. Whoever wants this commit after all can cancel the later deployment before it starts, or deploy this one again."
        : "Nobody has to act. Whoever wants this commit after all can deploy it again.",
  } as const;
  return { state: isRejected ? "rejected" : "superseded", reason };
}

/** The first gate that overtook this one; null when none did. */
function findSuperseding(observed: ObservedGate): NewerGate | null {
  const overtaking = observed.newerGates.filter((newer) => overtakes(newer, observed));
  return overtaking.sort((a, b) => a.requestedAtMs - b.requestedAtMs)[0] ?? null;
}

/**
 * Another commit, or a later attempt of the same run. Not a second job of the run, nor a second pipeline with the same commit: to
 * release both takes nothing back.
 */
function overtakes(newer: NewerGate, { sha, wayIn }: ObservedGate): boolean {
  if (newer.sha !== sha) return true;
  return (
    newer.wayIn.kind === "protection-rule" &&
    wayIn.kind === "protection-rule" &&
    newer.wayIn.runId === wayIn.runId &&
    newer.wayIn.runAttempt > wayIn.runAttempt
  );
}

function firstAfter(nowMs: number, moments: readonly (number | null)[]): string | null {
  const ahead = moments.filter((moment) => moment !== null).filter((moment) => moment > nowMs);
  return ahead.length === 0 ? null : new Date(Math.min(...ahead)).toISOString();
}
