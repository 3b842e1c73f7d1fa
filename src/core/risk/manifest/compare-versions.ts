import { clipped } from "#core/text/words.ts";
import type { Declaration, ReadDeclarations } from "./declarations.ts";
import { majorOf } from "./major-of.ts";
import type { HunkSides } from "./split-patch.ts";

/** What one manifest's diff tells of versions. */
export type VersionComparison = {
  /** How many dependencies have a version removed and another added. */
  readonly compared: number;
  /** Those of them whose major version changes, e.g. "react 17 to 18". */
  readonly majors: readonly string[];
};

/**
 * Compares, by dependency, the versions that a diff removes with those that it adds. What stands on both sides (context,
 * a line that moved) cancels out. A step back to a lower major version is a change as well.
 */
export function compareVersions(
  hunks: readonly HunkSides[],
  readers: readonly ReadDeclarations[],
): VersionComparison {
  const before = versionsByDependency(
    hunks.map((hunk) => hunk.before),
    readers,
  );
  const after = versionsByDependency(
    hunks.map((hunk) => hunk.after),
    readers,
  );
  const majors: string[] = [];
  let compared = 0;
  for (const [dependency, versions] of before) {
    const others = after.get(dependency) ?? [];
    const removed = without(versions, others).map(majorOf).filter(isKnown);
    const added = without(others, versions).map(majorOf).filter(isKnown);
    if (removed.length === 0 || added.length === 0) continue;
    compared += 1;
    const [from, to] = [highest(without(removed, added)), highest(without(added, removed))];
    if (from === undefined || to === undefined) continue;
    majors.push(`${clipped(dependency, 100)} ${from} to ${to}`);
  }
  return { compared, majors };
}

function versionsByDependency(
  hunks: readonly (readonly string[])[],
  readers: readonly ReadDeclarations[],
): ReadonlyMap<string, readonly string[]> {
  const declarations: readonly Declaration[] = hunks.flatMap((lines) =>
    readers.flatMap((read) => read(lines)),
  );
  const groups = Map.groupBy(declarations, ({ dependency }) => dependency.toLowerCase());
  return new Map([...groups].map(([name, group]) => [name, group.map(({ version }) => version)]));
}

/** The items beyond those that `others` hold, each as often as it is left over. */
function without<Item>(items: readonly Item[], others: readonly Item[]): readonly Item[] {
  const left = new Map<Item, number>();
  for (const item of others) left.set(item, (left.get(item) ?? 0) + 1);
  return items.filter((item) => {
    const count = left.get(item) ?? 0;
    left.set(item, count - 1);
    return count <= 0;
  });
}

function highest(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}

function isKnown(major: number | undefined): major is number {
  return major !== undefined;
}
