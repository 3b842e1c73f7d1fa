/**
 * Cycles among names that lead to other names: the names of each in order, the first one again at the end. There is
 * none exactly when no name leads back to itself.
 */
export function* findCycles(leadsTo: ReadonlyMap<string, readonly string[]>): Generator<string[]> {
  const left = new Set<string>();
  for (const start of leadsTo.keys()) {
    /** The names from the start to here. */
    const way: string[] = [];
    /** What is to be visited; null: a step back. */
    const pending: (string | null)[] = [start];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next === null) {
        left.add(way.pop() ?? start);
      } else if (way.includes(next)) {
        yield [...way.slice(way.indexOf(next)), next];
      } else if (!left.has(next)) {
        way.push(next);
        pending.push(null, ...(leadsTo.get(next) ?? []));
      }
    }
  }
}

/** The cycle in words: `a > b > a`, the middle left out where it is long. */
export function describeCycle(cycle: readonly string[]): string {
  const shown = cycle.length > 6 ? [...cycle.slice(0, 4), "…", ...cycle.slice(-1)] : cycle;
  return shown.join(" > ");
}
