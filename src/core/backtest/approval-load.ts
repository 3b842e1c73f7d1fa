import { formatPrincipal } from "#core/policy/principal.ts";
import type { Requirement } from "#core/policy/schema.ts";
import { listed } from "#core/text/words.ts";
import type { JudgedChange } from "./judged-change.ts";

const weekMs = 7 * 86_400_000;

/** How much work the policy's requirements would have been for those whom they name. */
export type ApprovalLoad = {
  /** As the policy writes them: `@acme/sre`, `write or @acme/sre`. */
  readonly from: string;
  readonly approvals: number;
  /** On average. */
  readonly perWeek: number;
  readonly busiestWeek: number;
};

/** Approvals that each team, role or person would have had to give; the busiest first. */
export function findApprovalLoads(
  changes: readonly JudgedChange[],
  weeks: number,
): readonly ApprovalLoad[] {
  const loads = new Map<string, Map<number, number>>();
  for (const { requirements, mergedAtMs } of changes) {
    const week = Math.floor(mergedAtMs / weekMs);
    for (const requirement of requirements) {
      const byWeek = loads.get(nameOf(requirement)) ?? new Map<number, number>();
      byWeek.set(week, (byWeek.get(week) ?? 0) + requirement.count);
      loads.set(nameOf(requirement), byWeek);
    }
  }
  return [...loads]
    .map(([from, byWeek]) => {
      const approvals = [...byWeek.values()].reduce((sum, count) => sum + count, 0);
      const busiestWeek = Math.max(...byWeek.values());
      return { from, approvals, perWeek: approvals / weeks, busiestWeek };
    })
    .sort((a, b) => b.approvals - a.approvals);
}

function nameOf({ from }: Requirement): string {
  return listed(from.map(formatPrincipal), { word: "or" });
}
