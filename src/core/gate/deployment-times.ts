import { formatDay } from "#core/calendar/wall-time.ts";
import { windowStateAt } from "#core/calendar/window-state.ts";
import type { EnvironmentRule } from "#core/policy/environment-names.ts";
import { formatDuration, shortSha } from "#core/text/words.ts";
import { findSuccess } from "./deployment-kind.ts";
import type { GateReason } from "./gate-decision.ts";
import type { GateChange, ObservedGate } from "./observed-gate.ts";

type Unplaced = Omit<GateReason, "origin">;

/** The rule's deployment windows, where none of them is open. */
export function explainWindows({ windows }: EnvironmentRule, nowMs: number): readonly Unplaced[] {
  if (windows === undefined) return [];
  const state = windowStateAt(windows, nowMs);
  if (state.kind === "open") return [];
  const { opens } = state;
  return [
    {
      kind: "window",
      missing: `the deployment window, ${opens === null ? "which does not open within two weeks" : formatDay(opens.atMs, opens.timeZone)}`,
      whoCanResolve: `${opens === null ? "Whoever keeps the policy can name other hours." : "Nobody has to act: it opens by itself."} Rollbacks, and emergencies that bring nothing else along, pass at any time.`,
      resolvesAtMs: opens?.atMs ?? null,
    },
  ];
}

/** Whether a set is made of approved emergencies alone. */
export function isEmergency(added: readonly GateChange[]): boolean {
  return (
    added.length > 0 &&
    added.every(({ decision }) => decision?.type === "emergency" && decision.verdict === "approved")
  );
}

/** Where the rule wants the same commit to have succeeded before, and for how long; unless it has. */
export function explainAfter(
  { after }: EnvironmentRule,
  observed: ObservedGate,
  nowMs: number,
): readonly Unplaced[] {
  if (after === undefined) return [];
  const commit = shortSha(observed.sha);
  const success = findSuccess(after.environment, observed);
  if (success === null) {
    return [
      {
        kind: "after",
        missing: `${commit} to succeed in ${after.environment} first`,
        whoCanResolve: `Whoever deploys to ${after.environment} can deploy this very commit there.`,
        resolvesAtMs: null,
      },
    ];
  }
  const soakedAtMs = success.atMs + (after.soak ?? 0);
  if (soakedAtMs <= nowMs) return [];
  return [
    {
      kind: "after",
      missing: `${commit} to have been in ${after.environment} for ${formatDuration(after.soak ?? 0)}, ${formatDay(soakedAtMs, "UTC")}`,
      whoCanResolve: "Nobody has to act: the time passes by itself.",
      resolvesAtMs: soakedAtMs,
    },
  ];
}
