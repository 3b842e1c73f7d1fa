import type { FileEdit } from "./past-change.ts";

/** The owner of lines whose origin can't be told: they were in a binary file. */
export const unknownOwner = -1;

const noLines = new Int32Array(0);

/**
 * Who last changed each line of each file, kept up to date change by change: what `git blame --first-parent` would say,
 * without asking. An owner is the index of a change. Costs four bytes a line of the newest version.
 */
export class LineOwners {
  readonly #linesByPath = new Map<string, Int32Array>();

  /** The owner of each line; empty for a file that is unknown or binary. */
  ownersOf(path: string): Int32Array {
    return this.#linesByPath.get(path) ?? noLines;
  }

  /** The owners of the lines that an edit deletes or replaces, each once. Ask before {@link apply}. */
  ownersOfDeleted(edit: FileEdit): ReadonlySet<number> {
    const lines = this.ownersOf(edit.previousPath ?? edit.path);
    const owners = new Set<number>();
    for (let i = 0; i < edit.hunks.length; i += 4) {
      const [start, count] = oldRange(edit.hunks, i);
      for (const owner of lines.subarray(start, start + count)) owners.add(owner);
    }
    owners.delete(unknownOwner);
    return owners;
  }

  /** Gives the lines that an edit adds to `owner`. Edits are applied in the order of the history. */
  apply(edit: FileEdit, owner: number): void {
    const lines = this.ownersOf(edit.previousPath ?? edit.path);
    if (edit.status === "renamed") this.#linesByPath.delete(edit.previousPath ?? edit.path);
    if (edit.status === "removed" || edit.kind !== "text") this.#linesByPath.delete(edit.path);
    else this.#linesByPath.set(edit.path, withHunks(lines, edit.hunks, owner));
  }
}

/** Zero-based start and length of a hunk's old side. A hunk that only adds names the line before it. */
function oldRange(hunks: readonly number[], i: number): [start: number, count: number] {
  const [start, count] = [hunks[i] as number, hunks[i + 1] as number];
  return [count === 0 ? start : start - 1, count];
}

function withHunks(known: Int32Array, hunks: readonly number[], owner: number): Int32Array {
  if (hunks.length === 0) return known;
  const lines = withLength(known, endOfOldSide(hunks));
  const result = new Int32Array(lines.length + growth(hunks));
  let read = 0;
  let written = 0;
  for (let i = 0; i < hunks.length; i += 4) {
    const [start, count] = oldRange(hunks, i);
    const added = hunks[i + 3] as number;
    result.set(lines.subarray(read, start), written);
    written += start - read;
    result.fill(owner, written, written + added);
    written += added;
    read = start + count;
  }
  result.set(lines.subarray(read), written);
  return result;
}

/** After a binary version fewer lines are known than a hunk speaks of: the others' owner is unknown. */
function withLength(lines: Int32Array, length: number): Int32Array {
  if (lines.length >= length) return lines;
  const padded = new Int32Array(length).fill(unknownOwner);
  padded.set(lines);
  return padded;
}

function endOfOldSide(hunks: readonly number[]): number {
  const [start, count] = oldRange(hunks, hunks.length - 4);
  return start + count;
}

function growth(hunks: readonly number[]): number {
  let lines = 0;
  for (let i = 0; i < hunks.length; i += 4) {
    lines += (hunks[i + 3] as number) - (hunks[i + 1] as number);
  }
  return lines;
}
