import type { ChangeFacts } from "#core/change/facts.ts";
import type { BuiltInFactor, RiskPolicy } from "./factors/built-in-factor.ts";
import { commits } from "./factors/commits.ts";
import { contention } from "./factors/contention.ts";
import { delivery } from "./factors/delivery.ts";
import { hotspot } from "./factors/hotspot.ts";
import { majorBump } from "./factors/major-bump.ts";
import { newcomer } from "./factors/newcomer.ts";
import { size } from "./factors/size.ts";
import { trustedBot } from "./factors/trusted-bot.ts";
import { unfamiliar } from "./factors/unfamiliar.ts";
import type { Factor } from "./risk-assessment.ts";

/** In the order in which they are reported. */
export const builtInFactors: readonly BuiltInFactor[] = [
  size,
  hotspot,
  contention,
  newcomer,
  unfamiliar,
  commits,
  majorBump,
  trustedBot,
  delivery,
];

/** Every built-in factor with its points, weighted as the policy says and rounded; those that gave none too. */
export function assessBuiltInFactors(change: ChangeFacts, risk: RiskPolicy): readonly Factor[] {
  return builtInFactors.map(({ name, find }) => {
    const weight = risk.factors[name] ?? 1;
    const finding = find(change, risk);
    const observed = finding?.observed ?? "no history of this repository yet";
    const factor = { name, kind: "built-in", points: 0, observed } as const;
    if (weight === 0) return { ...factor, state: "off" };
    if (finding === null) return { ...factor, state: "unavailable" };
    // Math.round(-0.4) is -0, which is no number to show.
    return { ...factor, points: Math.round(finding.points * weight) + 0, state: "counted" };
  });
}
