import type { ChangeFacts } from "#core/change/facts.ts";
import type { FactorName, Policy } from "#core/policy/schema.ts";

/** The part of a policy that speaks of risk. */
export type RiskPolicy = Policy["risk"];

/** What a factor found in a change: its points before the policy's weight, and the fact behind them, in words. */
type Finding = {
  readonly points: number;
  /** Plain text; may hold names from the change (untrusted: escape it where it goes). */
  readonly observed: string;
};

/** One line of the likelihood score. The formulas are measured, see `docs/risk.md`. */
export type BuiltInFactor = {
  readonly name: FactorName;
  /** The formula in words, as `docs/risk.md` shows it. */
  readonly formula: string;
  /** Null when there is no history to tell from. */
  readonly find: (change: ChangeFacts, risk: RiskPolicy) => Finding | null;
};
