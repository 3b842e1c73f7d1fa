import { createHash } from "node:crypto";

/** One file of a commit's diff: its name, and its hunks with three lines of context. */
export type FilePatch = {
  readonly path: string;
  /** Unified diff hunks without a file header; null for a binary, and where it is not there. */
  readonly patch: string | null;
};

/**
 * A number for what a commit does, in hexadecimal: equal for the same lines in the same surroundings, wherever they stand in the
 * file, as `git patch-id` has it. White space does not count.
 *
 * Null where that can't be told: nothing changed, or a file's patch is missing. Then nothing is equal to it.
 */
export function digestPatch(files: readonly FilePatch[]): string | null {
  if (files.length === 0) return null;
  const hash = createHash("sha256");
  for (const { path, patch } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (patch === null || patch === "") return null;
    hash.update(`${path}\0`);
    for (const line of patch.replace(/\n$/, "").split("\n")) {
      if (/^@@ |^\\/.test(line)) continue;
      hash.update(`${line.charAt(0)}${line.slice(1).replace(/\s+/g, "")}\0`);
    }
  }
  return hash.digest("hex");
}
