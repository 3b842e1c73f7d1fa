import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import pg from "pg";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { describeOnDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";
import { isIdle } from "../support/metrics.ts";
import { serverVariable } from "../support/postgres-server.ts";
import { checkOn, passed } from "../support/seen.ts";
import {
  environmentOf,
  type ServerProcess,
  startServerProcess,
} from "../support/server-process.ts";
import { findSteadyPort } from "../support/steady-port.ts";

const policy = `version: 1
standard:
  - { name: documentation, when: { onlyFiles: ['docs/**'] } }
`;

let github: LocalGitHub;
let folder: string;
let server: ServerProcess;
let undo = async () => {};

beforeEach(async () => {
  github = await startLocalGitHub();
  folder = await mkdtemp(join(tmpdir(), "sluice-away-"));
});

afterEach(async () => {
  await undo();
  await server.kill();
  await github.stop();
  await rm(folder, { recursive: true, force: true });
});

describeOnDatabase("postgresql", "a database that goes away and comes back", ({ fresh }) => {
  test("deliveries are refused with 503 meanwhile, then asked for again and decided", async () => {
    const { databaseUrl } = await fresh();
    await startOn(databaseUrl ?? "");
    const shop = await openRepository(openAcme(github), "shop", { policy });
    await github.webhooks.settled();
    await eventually(() => isIdle(server.url));

    await setReachable(databaseUrl ?? "", false);
    undo = () => setReachable(databaseUrl ?? "", true);
    const docs = await shop.openPullRequest({ author: "maria", files: { "docs/a.md": "# A\n" } });
    await github.webhooks.settled();
    expect(github.webhooks.deliveries.at(-1)?.outcome).toMatchObject({
      statusCode: 503,
      responseBody: expect.stringContaining("The delivery could not be stored"),
    });
    expect(await answer("/healthz")).toEqual({ status: 200, text: expect.anything() });
    const away = expect.stringContaining("The database does not answer");
    expect(await answer("/readyz")).toEqual({ status: 503, text: away });
    expect(await answer("/")).toEqual({ status: 200, text: away });
    const cpuSeconds = expect.stringContaining("process_cpu_seconds_total");
    expect(await answer("/metrics")).toEqual({ status: 200, text: cpuSeconds });
    expect(docs.checkRun).toBeNull();

    await undo();
    expect(await eventually(() => docs.checkRun !== null)).toBe(true);
    expect(checkOn(docs)).toEqual(passed("Low risk: standard change, nothing to approve"));
    expect((await answer("/readyz")).status).toBe(200);
    expect(await server.terminate()).toBe(0);
  });
});

async function startOn(databaseUrl: string): Promise<void> {
  const port = await findSteadyPort();
  github.useWebhookUrl(`http://127.0.0.1:${port}/api/github/webhooks`);
  const environment = {
    ...environmentOf(github),
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    SLUICE_SWEEP_SECONDS: "10",
  };
  server = startServerProcess({ environment, folder });
  await server.ready();
}

async function answer(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.url}${path}`);
  return { status: response.status, text: await response.text() };
}

/** As an operator would close a database: nobody gets in, and who is in is thrown out. */
async function setReachable(databaseUrl: string, reachable: boolean): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const client = new pg.Client({ connectionString: process.env[serverVariable] });
  await client.connect();
  await client.query(`alter database ${name} allow_connections ${reachable}`);
  if (!reachable) {
    const throwOut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1";
    await client.query(throwOut, [name]);
  }
  await client.end();
}
