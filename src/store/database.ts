import { Kysely, PostgresDialect, sql } from "kysely";
import type { Logger } from "pino";
import { migrate, refuseOtherSchema } from "./migrate.ts";
import { greetPostgres, openPostgresPool } from "./postgres.ts";
import { openSqlite, openSqliteAlone } from "./sqlite.ts";
import { NodeSqliteDialect } from "./sqlite-dialect.ts";
import type { SqliteConnections } from "./sqlite-driver.ts";
import type { Tables } from "./tables.ts";
import { type WorkSignal, workSignal } from "./work-signal.ts";

export type DatabaseKind = "sqlite" | "postgresql";

/** Where the data is. */
export type DatabaseOptions = {
  /** PostgreSQL; null means SQLite in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** For a second program beside the server: nothing is created or migrated. */
  readonly readOnly?: boolean;
  readonly log?: Pick<Logger, "warn"> | undefined;
};

/** An open database with the current schema. */
export type Database = {
  readonly kind: DatabaseKind;
  readonly tables: Kysely<Tables>;
  readonly workSignal: WorkSignal;
  /** Whether it answers within two seconds. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
};

const answerWithinMs = 2_000;

/**
 * Opens the database and brings its schema up to date; several processes may do so at once.
 *
 * @throws UserError when it can't be opened or reached, is something else, or belongs to a newer version. No message holds the password.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl, dataDir, readOnly = false } = options;
  const database =
    databaseUrl === null
      ? embedded(await openSqlite(dataDir, { readOnly }))
      : await openServer(databaseUrl, options);
  return withSchema(database, readOnly ? refuseOtherSchema : migrate);
}

/**
 * Opens the embedded database of a server that is stopped, and keeps every other program out of it until it is closed. Nothing is migrated.
 *
 * @throws UserError when there is none, when another program has it open, or when it was written by another version
 */
export async function openEmbeddedAlone(dataDir: string): Promise<Database> {
  return withSchema(embedded(openSqliteAlone(dataDir)), refuseOtherSchema);
}

/** The database once its schema is right; closed when it isn't. */
async function withSchema(
  database: Database,
  settle: (database: Database) => Promise<void>,
): Promise<Database> {
  try {
    await settle(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function embedded(sqlite: SqliteConnections): Database {
  const tables = new Kysely<Tables>({ dialect: new NodeSqliteDialect(sqlite) });
  return {
    kind: "sqlite",
    tables,
    workSignal: workSignal(null),
    isReachable: () => answers(tables),
    close: () => tables.destroy(),
  };
}

async function openServer(databaseUrl: string, { log }: DatabaseOptions): Promise<Database> {
  const pool = openPostgresPool(databaseUrl, log);
  const tables = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const signal = workSignal({ databaseUrl, log });
  try {
    await greetPostgres(pool, databaseUrl);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    kind: "postgresql",
    tables,
    workSignal: signal,
    isReachable: () => answers(tables),
    close: async () => {
      await signal.close();
      await tables.destroy();
    },
  };
}

async function answers(tables: Kysely<Tables>): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, answerWithinMs, false);
  const answer = sql`select 1`.execute(tables).then(
    () => true,
    () => false,
  );
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}
