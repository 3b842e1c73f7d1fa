import type { Kysely } from "kysely";
import type { Rename } from "#core/history/follow-renames.ts";
import { hotspotDays } from "#core/history/history-facts.ts";
import type { HistoryQuestion } from "#core/history/history-question.ts";
import type { RecordedPast } from "#core/history/recorded-past.ts";
import type { Tables } from "./tables.ts";

/** A file's names are looked for this many renames back. */
const mostGenerations = 10;

/** Everything in a history that a question can be about. A handful of lookups, however long the history is. */
export async function readRecordedPast(
  tables: Kysely<Tables>,
  historyId: number,
  { atMs, authors, aliases, files }: HistoryQuestion,
): Promise<RecordedPast> {
  const [author = 0] = authors;
  const persons = [author, ...personsBehind(author, aliases)];
  const paths = new Set(files.flatMap(({ pastPath }) => pastPath ?? []));
  const renames = await readRenames(tables, historyId, paths, atMs);
  const names = [...new Set([...paths, ...renames.map(({ from }) => from)])];
  const changes = await tables
    .selectFrom("past_author")
    .select((row) => row.fn.count<number>("change_id").distinct().as("count"))
    .where("history_id", "=", historyId)
    .where("author_id", "in", persons)
    .where("merged_ms", "<", atMs)
    .executeTakeFirst();
  return {
    renames,
    changesOfAuthor: changes?.count ?? 0,
    touches: names.length === 0 ? [] : await readTouches(tables, historyId, names, atMs),
    own: await readOwn(tables, historyId, names, renames, { persons, atMs }),
  };
}

async function readTouches(
  tables: Kysely<Tables>,
  historyId: number,
  names: readonly string[],
  atMs: number,
): Promise<RecordedPast["touches"]> {
  const rows = await tables
    .selectFrom("past_touch")
    .select(["change_id", "path", "author_id", "merged_ms", "repair"])
    .where("history_id", "=", historyId)
    .where("path", "in", names)
    .where("merged_ms", "<", atMs)
    .where("merged_ms", ">=", atMs - hotspotDays * 86_400_000)
    .execute();
  return rows.map((row) => ({
    changeId: row.change_id,
    path: row.path,
    authorId: row.author_id,
    mergedAtMs: row.merged_ms,
    repair: row.repair === 1,
  }));
}

/** A name that never moved is one file: that somebody touched it says enough, and when is of no interest. */
async function readOwn(
  tables: Kysely<Tables>,
  historyId: number,
  names: readonly string[],
  renames: readonly Rename[],
  { persons, atMs }: { readonly persons: readonly number[]; readonly atMs: number },
): Promise<RecordedPast["own"]> {
  const movedNames = new Set(renames.flatMap(({ from, to }) => [from, to]));
  const [moved, steady] = [
    names.filter((name) => movedNames.has(name)),
    names.filter((name) => !movedNames.has(name)),
  ];
  const touchesOf = (paths: readonly string[]) =>
    tables
      .selectFrom("past_touch")
      .where("history_id", "=", historyId)
      .where("author_id", "in", persons)
      .where("path", "in", paths)
      .where("merged_ms", "<", atMs);
  const rows = [
    ...(steady.length === 0
      ? []
      : await touchesOf(steady)
          .select((row) => ["path", "author_id", row.fn.min("merged_ms").as("merged_ms")])
          .groupBy(["path", "author_id"])
          .execute()),
    ...(moved.length === 0
      ? []
      : await touchesOf(moved).select(["path", "author_id", "merged_ms"]).distinct().execute()),
  ];
  return rows.map((row) => ({
    path: row.path,
    authorId: row.author_id,
    mergedAtMs: row.merged_ms,
  }));
}

/** The persons known by address alone behind whom an account stands. */
function personsBehind(account: number, aliases: HistoryQuestion["aliases"]): readonly number[] {
  return [...aliases].flatMap(([person, id]) => (id === account ? [person] : []));
}

/** The renames from and to these names, and to those that they had before. */
async function readRenames(
  tables: Kysely<Tables>,
  historyId: number,
  paths: ReadonlySet<string>,
  atMs: number,
): Promise<readonly Rename[]> {
  const renames: Rename[] = [];
  const known = new Set(paths);
  let names = [...paths];
  for (let generation = 0; names.length > 0 && generation < mostGenerations; generation++) {
    const rows = await tables
      .selectFrom("past_rename")
      .select(["from_path", "to_path", "merged_ms"])
      .where("history_id", "=", historyId)
      .where("merged_ms", "<", atMs)
      .where((row) => row.or([row("from_path", "in", names), row("to_path", "in", names)]))
      .execute();
    renames.push(
      ...rows.map((row) => ({ from: row.from_path, to: row.to_path, atMs: row.merged_ms })),
    );
    names = [...new Set(rows.map((row) => row.from_path))].filter((name) => !known.has(name));
    for (const name of names) known.add(name);
  }
  return renames;
}
