import { followRenames, type NameSpan, type Rename } from "./follow-renames.ts";
import type { Past, Touch } from "./history-facts.ts";
import type { HistoryQuestion } from "./history-question.ts";

/** A person's part in a file's change, as it is kept. */
type RecordedTouch = {
  readonly path: string;
  readonly authorId: number;
  readonly mergedAtMs: number;
};

/** What is kept of the past of some files, under any name that they had. */
export type RecordedPast = {
  /** What happened lately, one line for each author; of one change all lines have its `changeId`. */
  readonly touches: readonly (RecordedTouch & {
    readonly changeId: number;
    readonly repair: boolean;
  })[];
  /** What the change's author did, ever. */
  readonly own: readonly RecordedTouch[];
  readonly renames: readonly Rename[];
  /** The merged changes of the change's author. */
  readonly changesOfAuthor: number;
};

/** The past as a question sees it: renamed files with what they were before, people by their accounts. */
export function openRecordedPast(
  recorded: RecordedPast,
  { atMs, aliases }: Pick<HistoryQuestion, "atMs" | "aliases">,
): Past {
  const accountOf = (person: number) => aliases.get(person) ?? person;
  const touchesByPath = Map.groupBy(recorded.touches, ({ path }) => path);
  const ownByPath = Map.groupBy(recorded.own, ({ path }) => path);
  const renamesByName = byName(recorded.renames);
  const spansByPath = new Map<string, readonly NameSpan[]>();
  const spansOf = (path: string) => {
    const known = spansByPath.get(path);
    if (known !== undefined) return known;
    // What is merged at that very moment is not the past yet.
    const spans = followRenames(path, atMs - 1, relatedTo(path, renamesByName));
    spansByPath.set(path, spans);
    return spans;
  };
  const within = <One extends RecordedTouch>(
    path: string,
    byPath: ReadonlyMap<string, readonly One[]>,
  ) =>
    spansOf(path).flatMap((span) =>
      (byPath.get(span.path) ?? []).filter(
        ({ mergedAtMs }) => mergedAtMs >= span.fromMs && mergedAtMs <= span.toMs,
      ),
    );
  return {
    touchesOf: (path) => [
      ...Map.groupBy(within(path, touchesByPath), ({ changeId }) => changeId)
        .values()
        .map(
          (lines): Touch => ({
            atMs: Math.max(...lines.map(({ mergedAtMs }) => mergedAtMs)),
            authors: lines.map(({ authorId }) => accountOf(authorId)),
            repair: lines.some(({ repair }) => repair),
          }),
        ),
    ],
    hasTouched: (author, path) =>
      within(path, ownByPath).some(({ authorId }) => accountOf(authorId) === author),
    changesOf: () => recorded.changesOfAuthor,
  };
}

function byName(renames: readonly Rename[]): ReadonlyMap<string, readonly Rename[]> {
  const named = new Map<string, Rename[]>();
  for (const rename of renames) {
    for (const name of [rename.from, rename.to]) {
      const known = named.get(name);
      if (known === undefined) named.set(name, [rename]);
      else known.push(rename);
    }
  }
  return named;
}

/** The renames that can matter for a path: those of its names, of their former names, and so on. */
function relatedTo(
  path: string,
  byName: ReadonlyMap<string, readonly Rename[]>,
): readonly Rename[] {
  const names = new Set([path]);
  const related = new Set<Rename>();
  for (const name of names) {
    for (const rename of byName.get(name) ?? []) {
      related.add(rename);
      names.add(rename.from);
    }
  }
  return [...related];
}
