/**
 * The cycles among names that lead to other names, each once: the names in order, the first one again at the end.
 * Every name on a cycle is in at least one of them.
 */
export function findCycles(leadsTo: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const found = new Set<string>();
  for (const name of leadsTo.keys()) {
    const cycle = found.has(name) ? undefined : wayBack(name, leadsTo);
    if (cycle === undefined) continue;
    for (const member of cycle) found.add(member);
    cycles.push(cycle);
  }
  return cycles;
}

/** The shortest way from a name back to itself. */
function wayBack(
  start: string,
  leadsTo: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of leadsTo.get(way.at(-1) ?? start) ?? []) {
      if (next === start) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}
