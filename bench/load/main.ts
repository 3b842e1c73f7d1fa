import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir, totalmem, type } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { type PostgresServer, startPostgres } from "../../test/support/postgres-server.ts";
import { type FilledFigures, measureFilled } from "./filled.ts";
import { renderFilled, renderQuestions, renderServers } from "./render.ts";
import { measureServers, type ServerFigures } from "./servers.ts";

/*
 * `npm run bench:load`: what server processes do under load, and what a database is like after 100,000 changes and a million ledger entries.
 *
 *   --only servers|filled   one of the two
 *   --database sqlite|postgresql
 *   --processes 1,2,4       on PostgreSQL; on SQLite there is always one
 *   --seconds 6             of each measurement that has a duration
 *   --changes 100000        so many are written
 *   --plans                 how the database finds the rows of each question
 *   --json                  the figures as JSON
 */

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    database: { type: "string" },
    processes: { type: "string", default: "1,2,4" },
    seconds: { type: "string", default: "6" },
    changes: { type: "string", default: "100000" },
    plans: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}, Node ${process.versions.node}`;
const folder = await mkdtemp(join(tmpdir(), "sluice-load-"));
const postgres = values.database === "sqlite" ? null : await startPostgres({ durable: true });
try {
  const servers = values.only === "filled" ? [] : await loadServers(postgres);
  const filled = values.only === "servers" ? [] : await fillDatabases(postgres);
  if (values.json) {
    console.log(JSON.stringify({ machine, servers, filled: filled.map(toJson) }, null, 2));
  } else {
    console.log(machine);
    if (servers.length > 0) console.log(`\n${renderServers(servers)}`);
    if (filled.length > 0) console.log(`\n${renderFilled(filled)}`);
    for (const figures of filled) console.log(`\n${renderQuestions(figures, values.plans)}`);
  }
} finally {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
}

async function loadServers(server: PostgresServer | null): Promise<readonly ServerFigures[]> {
  const seconds = Number(values.seconds);
  const figures: ServerFigures[] = [];
  const measure = async (databaseUrl: string | null, processes: number) => {
    figures.push(await measureServers({ databaseUrl, processes, seconds }));
    // Whoever stops it early has something to read.
    console.error(renderServers(figures.slice(-1)));
  };
  if (values.database !== "postgresql") await measure(null, 1);
  if (server === null) return figures;
  for (const processes of values.processes.split(",").map(Number)) {
    await measure(await createDatabase(server, `load_${processes}`), processes);
  }
  return figures;
}

async function fillDatabases(server: PostgresServer | null): Promise<readonly FilledFigures[]> {
  const changes = Number(values.changes);
  const figures: FilledFigures[] = [];
  const measure = async (databaseUrl: string | null) => {
    figures.push(await measureFilled({ databaseUrl, dataDir: folder }, changes));
    console.error(renderFilled(figures.slice(-1)));
  };
  if (values.database !== "postgresql") await measure(null);
  if (server !== null) await measure(await createDatabase(server, "filled"));
  return figures;
}

async function createDatabase({ url }: PostgresServer, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

function toJson({ bytesByTable, ...figures }: FilledFigures) {
  return { ...figures, bytesByTable: Object.fromEntries(bytesByTable) };
}
