import { expect, test } from "@jest/globals";
import type { Rename } from "#core/history/follow-renames.ts";
import { findHistoryFacts, hotspotDays } from "#core/history/history-facts.ts";
import { openRecordedPast, type RecordedPast } from "#core/history/recorded-past.ts";
import { type RememberedFile, RememberedPast } from "#core/history/remembered-past.ts";
import { fc } from "../../support/fast-check.ts";

const dayMs = 86_400_000;
const nowMs = 1_000 * dayMs;
const names = ["a.ts", "b.ts", "c.ts", "d.ts"];

const anyName = fc.constantFrom(...names);
const anyAuthor = fc.integer({ min: 1, max: 4 });

/** A change that moves a file, or touches some. */
const anyChange = fc.record({
  authors: fc.uniqueArray(anyAuthor, { minLength: 1, maxLength: 3 }),
  repair: fc.boolean(),
  files: fc.oneof(
    fc
      .uniqueArray(anyName, { minLength: 1, maxLength: 3 })
      .map((paths) => paths.map((path) => ({ path }))),
    fc
      .tuple(anyName, anyName)
      .filter(([from, to]) => from !== to)
      .map(([movedFrom, path]): RememberedFile[] => [{ path, movedFrom }]),
  ),
});

type Change = {
  readonly authors: readonly number[];
  readonly repair: boolean;
  readonly files: readonly RememberedFile[];
};

/** What the store would give for all these changes. */
function record(
  changes: readonly (Change & { readonly atMs: number })[],
  author: number,
): RecordedPast {
  const touches = changes.flatMap(({ authors, repair, files, atMs }, changeId) =>
    files.flatMap(({ path }) =>
      authors.map((authorId) => ({ path, authorId, changeId, repair, mergedAtMs: atMs })),
    ),
  );
  return {
    touches: touches.filter(({ mergedAtMs }) => mergedAtMs >= nowMs - hotspotDays * dayMs),
    own: touches.filter(({ authorId }) => authorId === author),
    renames: changes.flatMap(({ files, atMs }) =>
      files.flatMap(({ path, movedFrom }): Rename[] =>
        movedFrom === undefined ? [] : [{ from: movedFrom, to: path, atMs }],
      ),
    ),
    changesOfAuthor: changes.filter(({ authors }) => authors.includes(author)).length,
  };
}

function shuffled(past: RecordedPast): RecordedPast {
  const { touches, own, renames, changesOfAuthor } = past;
  return {
    touches: touches.toReversed(),
    own: own.toReversed(),
    renames: renames.toReversed(),
    changesOfAuthor,
  };
}

test("a recorded past says what a past says that was followed change by change, in whatever order it was recorded", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ change: anyChange, days: fc.integer({ min: 1, max: 40 }) }), {
        maxLength: 30,
      }),
      anyAuthor,
      (history, author) => {
        const total = history.reduce((sum, { days }) => sum + days, 0);
        let atMs = nowMs - (total + 1) * dayMs;
        const followed = new RememberedPast();
        const changes = history.map(({ change, days }) => {
          atMs += days * dayMs;
          followed.remember({ atMs, authors: change.authors, repair: change.repair }, change.files);
          return { ...change, atMs };
        });
        const files = names.map((path) => ({ path, pastPath: path }));
        const question = { atMs: nowMs, authors: [author], files, aliases: new Map() };
        const recorded = record(changes, author);
        const expected = findHistoryFacts(question, followed);
        expect(findHistoryFacts(question, openRecordedPast(recorded, question))).toEqual(expected);
        expect(findHistoryFacts(question, openRecordedPast(shuffled(recorded), question))).toEqual(
          expected,
        );
      },
    ),
    { numRuns: 500 },
  );
});
