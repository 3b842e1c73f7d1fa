import type { Kysely } from "kysely";
import { chunks } from "./chunks.ts";
import type { Tables } from "./tables.ts";

/** An author's first change; of several at one moment each is one. */
type FirstChange = {
  readonly author_id: number;
  readonly merged_ms: number;
  readonly sha: string;
  readonly number: number | null;
};

/** The first changes of each of these authors; those who have none are missing. */
export async function readFirstChanges(
  tables: Kysely<Tables>,
  historyId: number,
  authors: readonly number[],
): Promise<readonly FirstChange[]> {
  const found = await Promise.all(
    chunks(authors).map((some) =>
      tables
        .selectFrom("past_author")
        .innerJoin("past_change", "past_change.id", "past_author.change_id")
        .select(["author_id", "past_author.merged_ms", "sha", "number"])
        .where("past_author.history_id", "=", historyId)
        .where("author_id", "in", some)
        .where("past_author.merged_ms", "=", (first) =>
          first
            .selectFrom("past_author as earlier")
            .select((row) => row.fn.min("earlier.merged_ms").as("first_ms"))
            .where("earlier.history_id", "=", historyId)
            .whereRef("earlier.author_id", "=", "past_author.author_id"),
        )
        .execute(),
    ),
  );
  return found.flat();
}

/**
 * Whether a history holds a change of which no account is known, nor any of these persons known by address: anybody may be behind it.
 *
 * @param persons see `core/history/person-of-address.ts`
 */
export async function hasUnnamed(
  tables: Kysely<Tables>,
  historyId: number,
  persons: readonly number[],
): Promise<boolean> {
  const known = new Set(persons);
  const unnamed = await tables
    .selectFrom("past_author")
    .select("author_id")
    .distinct()
    .where("history_id", "=", historyId)
    .where("author_id", "<=", 0)
    .where("change_id", "not in", (named) =>
      named
        .selectFrom("past_author")
        .select("change_id")
        .where("history_id", "=", historyId)
        .where("author_id", ">", 0),
    )
    .execute();
  return unnamed.some(({ author_id }) => !known.has(author_id));
}
