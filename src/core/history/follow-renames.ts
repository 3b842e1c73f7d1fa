/** A merged change moved a file. */
export type Rename = { readonly from: string; readonly to: string; readonly atMs: number };

/** A name that a file had, and when: both ends belong to the stretch. */
export type NameSpan = { readonly path: string; readonly fromMs: number; readonly toMs: number };

/** A file that moved more often is followed no further. */
const mostRenames = 20;

/**
 * The names that the file at a path had until a moment, the latest first. A name that was moved away before begins anew: what
 * bears it afterwards is another file. The order in which the renames are given does not matter.
 */
export function followRenames(
  path: string,
  toMs: number,
  renames: readonly Rename[],
): readonly NameSpan[] {
  const spans: NameSpan[] = [];
  let name = { path, toMs };
  while (spans.length <= mostRenames) {
    const latest = latestOf(renames, name);
    if (latest === null) return [...spans, { ...name, fromMs: Number.NEGATIVE_INFINITY }];
    if (latest.to !== name.path) return [...spans, { ...name, fromMs: latest.atMs + 1 }];
    // The change that moves a file touches it under its new name.
    spans.push({ ...name, fromMs: latest.atMs });
    name = { path: latest.from, toMs: latest.atMs - 1 };
  }
  return spans;
}

/** The latest rename to or from a name. Of one change that does both, what the name was given to counts. */
function latestOf(
  renames: readonly Rename[],
  { path, toMs }: Omit<NameSpan, "fromMs">,
): Rename | null {
  let latest: Rename | null = null;
  for (const rename of renames) {
    if (rename.atMs > toMs || (rename.to !== path && rename.from !== path)) continue;
    const isLater = latest === null || rename.atMs > latest.atMs;
    if (isLater || (rename.atMs === latest?.atMs && rename.to === path)) latest = rename;
  }
  return latest;
}
