import { freezeStateAt } from "#core/calendar/freeze-state.ts";
import { formatDay } from "#core/calendar/wall-time.ts";
import { describeAllowed } from "#core/change/freezes.ts";
import { type Remedies, sayWhy } from "#core/change/remedies.ts";
import { freezesDeploymentsTo, isSameEnvironment } from "#core/policy/environment-names.ts";
import type { Policy } from "#core/policy/schema.ts";
import { isAtLeast } from "#core/risk/level.ts";
import { capitalised } from "#core/text/words.ts";
import type { GateReason } from "./gate-decision.ts";
import type { GatePolicy } from "./gate-policies.ts";
import type { GateChange, ObservedGate } from "./observed-gate.ts";

/** Everything that a deployment brings and takes away; null where not all of it is known. */
export type WholeSet = readonly GateChange[] | null;

/** The freezes of one policy that hold the deployment now, whoever approved it. */
export function explainPolicyFreezes(
  { policy }: GatePolicy,
  environment: string,
  set: WholeSet,
  nowMs: number,
): readonly Omit<GateReason, "origin">[] {
  return policy.freezes
    .filter((freeze) => freezesDeploymentsTo(freeze, environment) && !allows(freeze.allow, set))
    .flatMap((freeze) => {
      const state = freezeStateAt(freeze, nowMs);
      if (state.kind !== "in-force") return [];
      const end = formatDay(state.untilMs, freeze.timeZone);
      return [
        {
          kind: "freeze",
          missing: `the freeze "${freeze.name}" to end, ${end}`,
          whoCanResolve: `Nobody has to act: it ends by itself. ${describeAllowed(freeze.allow)}`,
          resolvesAtMs: state.untilMs,
        },
      ];
    });
}

/** Whether a freeze lets the set pass: every change of it. One that is empty has nothing that a freeze could have meant. */
function allows(allow: Policy["freezes"][number]["allow"], set: WholeSet): boolean {
  if (allow === undefined || set === null || set.length === 0) return false;
  const { types, maxRisk } = allow;
  return set.every(({ decision }) => {
    if (decision === null) return false;
    return (
      (types === undefined || types.includes(decision.type)) &&
      (maxRisk === undefined || isAtLeast(maxRisk, decision.level))
    );
  });
}

/** The ad hoc freezes that hold the deployment now. They let nothing pass. */
export function explainAdHocFreezes(
  { adHocFreezes, environment }: ObservedGate,
  nowMs: number,
  { releaseManager, command }: Remedies,
): readonly GateReason[] {
  return adHocFreezes
    .filter(
      ({ target, fromMs, untilMs }) =>
        isSameEnvironment(target, environment) && fromMs <= nowMs && nowMs < untilMs,
    )
    .map(({ by, reason, untilMs }) => ({
      kind: "freeze",
      origin: null,
      missing: `the freeze by @${by.login} to end, ${formatDay(untilMs, "UTC")}`,
      whoCanResolve: `${sayWhy(`@${by.login} froze ${environment}`, reason)} It lets nothing pass and ends by itself. ${capitalised(releaseManager)} can end it sooner with ${command(`unfreeze ${environment}`)}.`,
      resolvesAtMs: untilMs,
    }));
}
