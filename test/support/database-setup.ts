import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { type PostgresServer, serverVariable, startPostgres } from "./postgres-server.ts";

/** The server that this run started; null when TEST_DATABASE_URL names one. */
export let server: PostgresServer | null = null;

/** Before the first test: one PostgreSQL for all test files. It says which databases the tests run on. */
export default async function setUpDatabases(): Promise<void> {
  const given = process.env.TEST_DATABASE_URL;
  if (given === undefined) server = await startPostgres({ durable: false });
  const url = given ?? server?.url ?? "";
  process.env[serverVariable] = url;
  const postgres = server?.version ?? `${await versionOf(url)} of TEST_DATABASE_URL`;
  process.stderr.write(`Databases under test: SQLite ${sqliteVersion()}; ${postgres}\n`);
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("show server_version");
  await client.end();
  return `PostgreSQL ${rows[0].server_version}`;
}

function sqliteVersion(): unknown {
  const database = new DatabaseSync(":memory:");
  const row = database.prepare("select sqlite_version() as version").get();
  database.close();
  return row?.version;
}
