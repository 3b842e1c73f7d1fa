import { type Kysely, sql } from "kysely";
import {
  chainStart,
  type EntryDraft,
  LedgerEntry,
  type LedgerPosition,
  sealEntry,
} from "#core/ledger/entry.ts";
import { parseLine } from "#core/ledger/verify-chain.ts";
import { chunks } from "./chunks.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

const entriesAtOnce = 500;

/** The append-only record. Appends are serialised, also between processes; the database refuses to change or delete an entry. */
export class Ledger {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Appends entries in the given order, all or none, and gives them with their places; in the caller's transaction if there is one.
   *
   * @throws TypeError when a draft is not what an entry may hold
   */
  async append(
    drafts: readonly EntryDraft[],
    transaction?: Kysely<Tables>,
  ): Promise<readonly LedgerEntry[]> {
    if (drafts.length === 0) return [];
    if (transaction !== undefined) return appendEntries(transaction, drafts);
    return this.#database.tables.transaction().execute((own) => appendEntries(own, drafts));
  }

  /** The newest entry's place; seq 0 and 64 zeros while the ledger is empty. */
  async head(): Promise<LedgerPosition> {
    return readHead(this.#database.tables);
  }

  /** The entry, or null when the ledger is not that long. */
  async entry(seq: number): Promise<LedgerEntry | null> {
    const row = await this.#database.tables
      .selectFrom("ledger_entry")
      .selectAll()
      .where("seq", "=", seq)
      .executeTakeFirst();
    return row === undefined ? null : LedgerEntry.parse(entryOf(row));
  }

  /** Everything that happened to a subject, e.g. `acme/shop#12`, oldest first. */
  async entriesOf(subject: string): Promise<readonly LedgerEntry[]> {
    const rows = await this.#database.tables
      .selectFrom("ledger_entry")
      .selectAll()
      .where("subject", "=", subject)
      .orderBy("seq")
      .execute();
    return rows.map((row) => LedgerEntry.parse(entryOf(row)));
  }

  /**
   * All entries from `fromSeq` on, or those of one kind, as they stand, for whoever verifies them; read in batches, so that nobody waits
   * for the reader.
   */
  async *read(fromSeq = 1, kind?: string): AsyncIterable<unknown> {
    let next = fromSeq;
    for (;;) {
      const rows = await this.#database.tables
        .selectFrom("ledger_entry")
        .selectAll()
        .where("seq", ">=", next)
        .$if(kind !== undefined, (query) => query.where("kind", "=", kind ?? ""))
        .orderBy("seq")
        .limit(entriesAtOnce)
        .execute();
      for (const row of rows) yield entryOf(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < entriesAtOnce) return;
      next = last.seq + 1;
    }
  }
}

/** Waits for the turn to append and keeps it until the transaction ends: what is read after this stays so until then. */
export async function takeTurn(transaction: Kysely<Tables>): Promise<void> {
  await transaction
    .updateTable("ledger_writer")
    .set({ turns: sql`turns + 1` })
    .where("id", "=", 1)
    .execute();
}

async function appendEntries(
  transaction: Kysely<Tables>,
  drafts: readonly EntryDraft[],
): Promise<readonly LedgerEntry[]> {
  await takeTurn(transaction);
  let last = await readHead(transaction);
  const entries = drafts.map((draft) => {
    const entry = sealEntry(draft, last);
    last = entry;
    return entry;
  });
  for (const rows of chunks(entries.map(rowOf))) {
    await transaction.insertInto("ledger_entry").values(rows).execute();
  }
  return entries;
}

async function readHead(tables: Kysely<Tables>): Promise<LedgerPosition> {
  const row = await tables
    .selectFrom("ledger_entry")
    .select(["seq", "hash"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? chainStart;
}

function rowOf({ actor, data, ...entry }: LedgerEntry): Tables["ledger_entry"] {
  return {
    ...entry,
    actor: actor === undefined ? null : JSON.stringify(actor),
    data: JSON.stringify(data),
  };
}

/** In the export's order of members. What was altered outside of Sluice may be no entry any more: nothing is assumed of it. */
function entryOf(row: Tables["ledger_entry"]): unknown {
  const { seq, at, kind, subject, actor, data, prev, hash } = row;
  const by = actor === null ? {} : { actor: parseLine(actor) };
  return { seq, at, kind, subject, ...by, data: parseLine(data), prev, hash };
}
