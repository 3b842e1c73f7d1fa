import { type Kysely, sql } from "kysely";
import { isFixTitle, isRevertTitle } from "#core/history/change-title.ts";
import {
  packFacts,
  type RememberedChange,
  sourceFilesOf,
} from "#core/history/remembered-change.ts";
import { authorsOf, toRememberedFile } from "#core/history/touched-files.ts";
import type { Tables } from "./tables.ts";

/** Rows of one statement: both databases bound the number of its parameters. */
const rowsAtOnce = 1_000;

/**
 * Writes changes in the given transaction; gives how many were new, or better known than before. A change that is known is
 * left as it is, unless the server has seen the pull request itself only now.
 */
export async function writePastChanges(
  transaction: Kysely<Tables>,
  historyId: number,
  changes: readonly RememberedChange[],
): Promise<number> {
  // In an order that is the same for every process, and each once: see queue-marks.ts.
  const bySha = new Map(changes.map((change) => [change.sha, change]));
  const distinct = [...bySha.values()].sort((a, b) => (a.sha < b.sha ? -1 : 1));
  if (distinct.length === 0) return 0;
  const written = await transaction
    .insertInto("past_change")
    .values(
      distinct.map((change) => ({
        history_id: historyId,
        sha: change.sha,
        number: change.number,
        merged_ms: change.mergedAtMs,
        observed: change.observed ? 1 : 0,
        facts: packFacts(change),
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["history_id", "sha"])
        .doUpdateSet((row) => ({
          number: row.ref("excluded.number"),
          merged_ms: row.ref("excluded.merged_ms"),
          observed: row.ref("excluded.observed"),
          facts: row.ref("excluded.facts"),
        }))
        .where(sql<boolean>`past_change.observed < excluded.observed`),
    )
    .returning(["id", "sha"])
    .execute();
  await forgetParts(
    transaction,
    written.map(({ id }) => id),
  );
  const parts = written.flatMap(({ id, sha }) => {
    const change = bySha.get(sha);
    return change === undefined ? [] : [partsOf(change, { change_id: id, history_id: historyId })];
  });
  await insertAll(
    parts.flatMap(({ authors }) => authors),
    (rows) => transaction.insertInto("past_author").values(rows).execute(),
  );
  await insertAll(
    parts.flatMap(({ touches }) => touches),
    (rows) => transaction.insertInto("past_touch").values(rows).execute(),
  );
  await insertAll(
    parts.flatMap(({ renames }) => renames),
    (rows) => transaction.insertInto("past_rename").values(rows).execute(),
  );
  return written.length;
}

/** What was known of changes that are known better now. */
async function forgetParts(transaction: Kysely<Tables>, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ["past_author", "past_touch", "past_rename"] as const) {
    await transaction.deleteFrom(table).where("change_id", "in", ids).execute();
  }
}

function partsOf(
  { facts, mergedAtMs }: RememberedChange,
  ids: { readonly change_id: number; readonly history_id: number },
) {
  const row = { ...ids, merged_ms: mergedAtMs };
  const repair = isFixTitle(facts.title) || isRevertTitle(facts.title) ? 1 : 0;
  const authors = authorsOf(facts).map((author_id) => ({ ...row, author_id }));
  const files = [
    ...new Map(
      sourceFilesOf(facts).map((file) => [file.path, toRememberedFile(file)] as const),
    ).values(),
  ];
  return {
    authors,
    touches: files.flatMap(({ path }) => authors.map((author) => ({ ...author, path, repair }))),
    renames: files.flatMap(({ path, movedFrom }) =>
      movedFrom === undefined ? [] : [{ ...row, from_path: movedFrom, to_path: path }],
    ),
  };
}

async function insertAll<Row>(
  rows: readonly Row[],
  insert: (rows: readonly Row[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await insert(rows.slice(start, start + rowsAtOnce));
  }
}
