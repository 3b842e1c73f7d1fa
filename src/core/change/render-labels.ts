import { riskLevels } from "#core/risk/level.ts";
import type { ChangeDecision, ChangeType } from "./change-decision.ts";

const changeTypes: readonly ChangeType[] = ["standard", "normal", "emergency"];

/** Every label that is ours to set and to take away. */
export const ownLabels: readonly string[] = [
  ...riskLevels.map((level) => `risk: ${level}`),
  ...changeTypes.map((type) => `change: ${type}`),
];

/** The labels that a decided change carries: exactly one of each kind. */
export function renderLabels({
  level,
  type,
}: Pick<ChangeDecision, "level" | "type">): readonly string[] {
  return [`risk: ${level}`, `change: ${type}`];
}
