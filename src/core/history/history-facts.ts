import type { HistoryFacts } from "#core/change/facts.ts";

const dayMs = 86_400_000;
/** How far back fixes and reverts of a file count. */
export const hotspotDays = 180;
/** How far back other authors of a file count. */
const contentionDays = 90;

/** One change's work in one file. */
export type Touch = {
  readonly atMs: number;
  /** Account ids of those who wrote it. */
  readonly authors: readonly number[];
  /** Whether the change's title says that it fixes or reverts. */
  readonly repair: boolean;
};

/** What is remembered of a repository's merged changes. */
export type Past = {
  /** Changes that touched the file, {@link hotspotDays} back or more. */
  touchesOf(path: string): readonly Touch[];
  hasTouched(author: number, path: string): boolean;
  /** Number of merged changes in which the author had a part. */
  changesOf(author: number): number;
};

/** What the past is asked about. */
export type TouchedFiles = {
  readonly atMs: number;
  /** Account ids, whose change it is first. */
  readonly authors: readonly number[];
  /** The change's source files: the name in the past (of a renamed file: the former one), null for a new file. */
  readonly files: readonly { readonly path: string; readonly pastPath: string | null }[];
};

/** What the past says of a change's source files and its author. */
export function findHistoryFacts(change: TouchedFiles, past: Past): HistoryFacts {
  const since = (days: number) => change.atMs - days * dayMs;
  const others = new Set<number>();
  let [fixesOfHottestFile, hottestFile]: [number, string | null] = [0, null];
  let [familiarFiles, existingFiles] = [0, 0];
  const author = change.authors[0];
  for (const { path, pastPath } of change.files) {
    if (pastPath === null) continue;
    existingFiles += 1;
    if (author !== undefined && past.hasTouched(author, pastPath)) familiarFiles += 1;
    let fixes = 0;
    for (const touch of past.touchesOf(pastPath)) {
      if (touch.repair && touch.atMs >= since(hotspotDays)) fixes += 1;
      if (touch.atMs >= since(contentionDays)) for (const other of touch.authors) others.add(other);
    }
    if (fixes > fixesOfHottestFile) [fixesOfHottestFile, hottestFile] = [fixes, path];
  }
  for (const own of change.authors) others.delete(own);
  return {
    fixesOfHottestFile,
    hottestFile,
    otherAuthors: others.size,
    mergedChangesOfAuthor: author === undefined ? 0 : past.changesOf(author),
    familiarFiles,
    existingFiles,
  };
}
