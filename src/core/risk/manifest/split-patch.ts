/** The lines of one hunk before and after the change, each with the context around them. */
export type HunkSides = { readonly before: readonly string[]; readonly after: readonly string[] };

const longestPatch = 200_000;
const longestLine = 1_000;

/**
 * Both sides of each hunk of one file's unified diff, without a file header, as GitHub gives it. `undefined` for a patch
 * of more than 200,000 characters or with a line of more than 1,000: no manifest that a person could read.
 */
export function splitPatch(patch: string): readonly HunkSides[] | undefined {
  if (patch.length > longestPatch) return undefined;
  const hunks = [{ before: [] as string[], after: [] as string[] }];
  for (const line of patch.split("\n")) {
    if (line.length > longestLine) return undefined;
    if (line.startsWith("@@")) hunks.push({ before: [], after: [] });
    if (line.startsWith("@@") || line.startsWith("\\")) continue;
    const text = line.slice(1).replace(/\r$/, "");
    if (!line.startsWith("+")) hunks.at(-1)?.before.push(text);
    if (!line.startsWith("-")) hunks.at(-1)?.after.push(text);
  }
  return hunks;
}
