import { decideGate } from "#core/gate/decide-gate.ts";
import type { GateDecision } from "#core/gate/gate-decision.ts";
import type { ObservedGate } from "#core/gate/observed-gate.ts";
import { carol } from "./observed-change.ts";
import { gateNow, hourMs, observedGate } from "./observed-gate.ts";
import { policySource } from "./policy.ts";

export type GateSituation = Partial<ObservedGate>;

/** Dave administers, carol maintains, bob writes; carol and dave are in @acme/releng. */
export const gateEligibility = {
  permissions: { bob: "write", carol: "maintain", dave: "admin", erin: "none" },
  teams: { "acme/releng": ["carol", "dave"] },
} as const;

/** What is decided of a gate to which only these facts are peculiar. */
export function decidedGate(situation: GateSituation): GateDecision {
  const gate = observedGate({ eligibility: gateEligibility, ...situation });
  const decision = decideGate(gate, gateNow);
  if (decision.kind === "not-controlled") throw new Error(decision.because);
  return decision;
}

/** The state and what it waits for, by kind; after a semicolon what observing policies would hold. */
export function gateOutcome(situation: GateSituation): string {
  const { state, reasons, wouldHold } = decidedGate(situation);
  const held = [state, ...reasons.map(({ kind }) => kind)].join(", ");
  return wouldHold.length === 0 ? held : `${held}; ${wouldHold.map(({ kind }) => kind).join(", ")}`;
}

/** A repository policy with this rule for production. */
export function production(rule: object, policy: object = {}) {
  return { policies: [policySource({ environments: { production: rule }, ...policy })] };
}

const utc = { timeZone: "UTC" } as const;
export const closedWindow = { windows: [{ days: ["Mon"], from: "09:00", to: "10:00", ...utc }] };
export const openWindow = { windows: [{ days: ["Thu"], from: "09:00", to: "16:00", ...utc }] };

/** In force at {@link gateNow}, everywhere. */
export const auditFreeze = { name: "audit", from: "2026-11-19T08:00", to: "2026-11-19T18:00" };
export const adHocFreeze = {
  target: "production",
  fromMs: gateNow - hourMs,
  untilMs: gateNow + hourMs,
  reason: "incident 17",
  by: carol,
};
