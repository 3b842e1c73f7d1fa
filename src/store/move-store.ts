import { isNativeError } from "node:util/types";
import { type Kysely, sql, type Transaction } from "kysely";
import { UserError } from "#core/errors.ts";
import { chainStart, type LedgerPosition } from "#core/ledger/entry.ts";
import { verifyChain } from "#core/ledger/verify-chain.ts";
import type { Database } from "./database.ts";
import { Ledger } from "./ledger.ts";
import type { Tables } from "./tables.ts";

/** What became of a move; whatever is not `moved` has left the target as it was. */
export type MoveOutcome =
  | {
      readonly kind: "moved";
      readonly rows: readonly MovedTable[];
      /** The target's, verified. */
      readonly ledgerHead: LedgerPosition;
    }
  /** The target does not say what the source says. */
  | { readonly kind: "not-the-same"; readonly problem: string }
  | { readonly kind: "interrupted" };

type MovedTable = { readonly table: string; readonly rows: number };

/** Rows of one statement, which goes over as one JSON text. */
const rowsAtOnce = 1_000;

/** The migrations write its only row. */
const writtenByMigrations = "ledger_writer";

/**
 * Copies every table of an embedded database to an empty PostgreSQL, in one transaction, and commits it only after the target was found to
 * hold as many rows and the same, whole ledger. Others may read the target meanwhile; who writes waits.
 *
 * @param source open for this program alone
 * @param onProgress called after each batch
 * @throws UserError when the target is not empty, or refuses what is copied
 */
export async function moveStore(
  source: Database,
  target: Database,
  options: {
    readonly onProgress: (done: number, total: number) => void;
    readonly signal: AbortSignal;
  },
): Promise<MoveOutcome> {
  const tables = await tablesOf(source);
  const rows = await countRows(source.tables, tables);
  const transaction = await target.tables.startTransaction().execute();
  try {
    await refuseUsedTarget(transaction, tables);
    const outcome = await copyAndCompare(source, { ...target, tables: transaction }, rows, options);
    await (outcome.kind === "moved" ? transaction.commit() : transaction.rollback()).execute();
    return outcome;
  } catch (error) {
    // A connection that is gone has rolled back already.
    if (!transaction.isCommitted)
      await transaction
        .rollback()
        .execute()
        .catch(() => {});
    throw error;
  }
}

async function tablesOf({ tables }: Database): Promise<readonly string[]> {
  const known = await tables.introspection.getTables();
  return known.map(({ name }) => name).sort();
}

async function countRows(
  database: Kysely<Tables>,
  tables: readonly string[],
): Promise<readonly MovedTable[]> {
  const counted: MovedTable[] = [];
  for (const table of tables) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table)}`.execute(database);
    counted.push({ table, rows: rows[0]?.count ?? 0 });
  }
  return counted;
}

/** A lock on every table first: a server that starts to write while the tables are looked at must wait. */
async function refuseUsedTarget(
  transaction: Transaction<Tables>,
  tables: readonly string[],
): Promise<void> {
  const names = sql.join(tables.map((table) => sql.table(table)));
  await sql`lock table ${names} in exclusive mode`.execute(transaction);
  const others = tables.filter((table) => table !== writtenByMigrations);
  const used = (await countRows(transaction, others)).find(({ rows }) => rows > 0);
  if (used === undefined) return;
  throw new UserError(
    `The database in DATABASE_URL is in use: its table ${used.table} has rows already.`,
    "Name an empty database. What is in two stores can't be made one: each has a ledger of its own.",
  );
}

async function copyAndCompare(
  source: Database,
  target: Database,
  expected: readonly MovedTable[],
  {
    onProgress,
    signal,
  }: {
    readonly onProgress: (done: number, total: number) => void;
    readonly signal: AbortSignal;
  },
): Promise<MoveOutcome> {
  const total = expected.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  await sql`delete from ${sql.table(writtenByMigrations)}`.execute(target.tables);
  for (const { table } of expected) {
    for await (const batch of batchesOf(source.tables, table)) {
      if (signal.aborted) return { kind: "interrupted" };
      await insertBatch(target.tables, table, batch);
      done += batch.length;
      onProgress(done, total);
    }
  }
  await continueIds(target.tables);
  return compare(source, target, expected);
}

async function* batchesOf(
  tables: Kysely<Tables>,
  table: string,
): AsyncIterable<readonly unknown[]> {
  const rows = tables
    .selectFrom(sql<object>`${sql.table(table)}`.as("moved"))
    .selectAll()
    // The order in which they were written, which for the ledger is its own: it grows only at its end.
    .orderBy(sql`rowid`)
    .stream();
  let batch: unknown[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < rowsAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function insertBatch(
  transaction: Kysely<Tables>,
  table: string,
  rows: readonly unknown[],
): Promise<void> {
  const name = sql.table(table);
  try {
    await sql`
      insert into ${name} overriding system value
      select * from json_populate_recordset(null::${name}, ${JSON.stringify(rows)}::json)`.execute(
      transaction,
    );
  } catch (error) {
    throw new UserError(
      `PostgreSQL did not take the rows of ${table}: ${isNativeError(error) ? error.message : error}.`,
      "Nothing was moved, and both databases are as they were. Right the cause, then try again.",
      { cause: error },
    );
  }
}

/** PostgreSQL's own counters don't see the ids that were copied. */
async function continueIds(transaction: Kysely<Tables>): Promise<void> {
  for (const { name, columns } of await transaction.introspection.getTables()) {
    for (const { name: column } of columns.filter((one) => one.isAutoIncrementing)) {
      await sql`
        select setval(pg_get_serial_sequence(${name}, ${column}), max(${sql.ref(column)}))
        from ${sql.table(name)}`.execute(transaction);
    }
  }
}

async function compare(
  source: Database,
  target: Database,
  expected: readonly MovedTable[],
): Promise<MoveOutcome> {
  const arrived = await countRows(
    target.tables,
    expected.map(({ table }) => table),
  );
  const different = expected.find(({ rows }, index) => rows !== arrived[index]?.rows);
  if (different !== undefined) {
    const problem = `Of the ${different.rows} rows of ${different.table} not all arrived.`;
    return { kind: "not-the-same", problem };
  }
  const head = await new Ledger(source).head();
  const published = head.seq === chainStart.seq ? undefined : head;
  const chain = await verifyChain(new Ledger(target).read(), published);
  if (chain.ok) return { kind: "moved", rows: expected, ledgerHead: head };
  return {
    kind: "not-the-same",
    problem: `The ledger is broken at entry ${chain.seq}. ${chain.problem}`,
  };
}
