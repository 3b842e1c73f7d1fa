import { createHash } from "node:crypto";
import type { ChangeFacts, FileChange } from "#core/change/facts.ts";
import { findGaps } from "#core/risk/facts-completeness.ts";

/** The digest of a change's whole diff; null when the listed files can't be all of them, see {@link digestFiles}. */
export function digestDiff(
  facts: Pick<ChangeFacts, "files" | "commits" | "totals">,
): string | null {
  return findGaps(facts).length === 0 ? digestFiles(facts.files) : null;
}

/**
 * SHA-256 in hexadecimal over what the files' diffs add and remove, whatever their order; null when one of them is not known whole.
 *
 * Line numbers and the headings of hunks are left out, since a rebase moves them; the context lines stay and say where a hunk belongs. So two
 * diffs are equal also when a hunk has moved to another place of the same file that reads the same, three lines up and down. The mode of a
 * file (executable, link) is not in what GitHub lists: it tells two diffs apart only where it is all that changed in the file.
 */
export function digestFiles(files: readonly FileChange[]): string | null {
  const parts: string[] = [];
  for (const file of files) {
    const content = contentOf(file);
    if (content === null) return null;
    const { path, previousPath = null, status, additions, deletions } = file;
    parts.push(JSON.stringify([path, previousPath, status, additions, deletions, content]));
  }
  return createHash("sha256").update(JSON.stringify(parts.sort())).digest("hex");
}

/**
 * What tells one content of a diff from another. An added file is its blob: that also tells a submodule from a file that reads like one. So is
 * a file whose patch is not there (a binary, a large file, a bare rename): it ends as it did before.
 */
function contentOf({ status, patch, blobSha, ...counts }: FileChange): readonly string[] | null {
  const isReadable = status !== "added" && patch !== undefined && isWhole(patch, counts);
  if (isReadable) return ["patch", ...linesOf(patch)];
  return blobSha === undefined ? null : ["blob", blobSha];
}

/** A byte that is no UTF-8 stands as U+FFFD, whichever it was; a patch that was cut off has fewer lines than are counted. */
function isWhole(
  patch: string,
  { additions, deletions }: Pick<FileChange, "additions" | "deletions">,
): boolean {
  if (patch.includes("\uFFFD")) return false;
  const lines = linesOf(patch);
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return count("+") === additions && count("-") === deletions;
}

/** Every line of a hunk opens with its sign, so none but a heading opens with `@@`. */
function linesOf(patch: string): readonly string[] {
  return patch.split("\n").map((line) => (line.startsWith("@@ ") ? "@@" : line));
}
