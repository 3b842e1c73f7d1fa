/** How many approvals a requirement takes, and who of the approvers (by index) could give them. */
export type Demand = { readonly count: number; readonly eligible: readonly number[] };

/**
 * Assigns approvers to demands, so that as many approvals as possible are used: gives the approvers of each demand.
 *
 * With `distinct` one person serves one demand only, and the assignment is a maximum bipartite matching (Kuhn's
 * augmenting paths), so that the order in which people approved does not matter. Earlier demands are served first, by
 * those named first. Without it each demand takes whoever it can.
 */
export function matchApprovers(
  demands: readonly Demand[],
  { distinct }: { readonly distinct: boolean },
): readonly (readonly number[])[] {
  if (!distinct) return demands.map(({ eligible, count }) => eligible.slice(0, count));
  const slots = demands.flatMap(({ count, eligible }, demand) =>
    Array.from({ length: count }, () => ({ demand, eligible })),
  );
  const slotOf = new Map<number, number>();

  const fill = (slot: number, tried: Set<number>): boolean => {
    for (const approver of slots[slot]?.eligible ?? []) {
      if (tried.has(approver)) continue;
      tried.add(approver);
      const held = slotOf.get(approver);
      if (held === undefined || fill(held, tried)) {
        slotOf.set(approver, slot);
        return true;
      }
    }
    return false;
  };
  for (const slot of slots.keys()) fill(slot, new Set());

  return demands.map((_, demand) =>
    [...slotOf]
      .filter(([, slot]) => slots[slot]?.demand === demand)
      .map(([approver]) => approver)
      .sort((a, b) => a - b),
  );
}
