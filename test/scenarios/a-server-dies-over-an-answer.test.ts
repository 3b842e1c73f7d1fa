import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { z } from "zod";
import { LedgerEntry } from "#core/ledger/entry.ts";
import { verifyChain } from "#core/ledger/verify-chain.ts";
import { type DatabaseOptions, openDatabase } from "#store/database.ts";
import type { Store } from "#store/store.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";
import { hasWork } from "../support/has-work.ts";
import { appRegistration } from "../support/registration.ts";
import {
  environmentOf,
  type ServerProcess,
  startServerProcess,
} from "../support/server-process.ts";
import { finish, gatePolicy, openGatedShop, toldTo } from "../support/shop-with-gates.ts";
import { findSteadyPort } from "../support/steady-port.ts";

const route = "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule";

let github: LocalGitHub;
let folder: string;
const servers: ServerProcess[] = [];

beforeEach(async () => {
  github = await startLocalGitHub(appRegistration());
  folder = await mkdtemp(join(tmpdir(), "sluice-answer-"));
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
  await github.stop();
  await rm(folder, { recursive: true, force: true });
});

describeOnEveryDatabase("a server that is killed over an answer", (databases) => {
  const { fresh, open, closeAfterTest } = databases;

  test.each([
    ["before GitHub has it", "before", 0],
    ["before it hears that GitHub has it", "after", 1],
  ] as const)("%s: the next one sees to it that there is one", async (_name, hang, given) => {
    const database = await fresh();
    const start = await startsAt(database);
    const first = start();
    await first.ready();
    const queue = closeAfterTest(await openDatabase({ ...database, readOnly: true }));
    const store = await open({ ...database, readOnly: true });
    const settled = async () => {
      const isQuiet = await eventually(async () => {
        await github.webhooks.settled();
        return !(await hasWork(queue, Date.now()));
      });
      expect(isQuiet).toBe(true);
    };
    const house = { github, settled };
    const gated = await openGatedShop(house, { policy: gatePolicy("{ production: {} }") });
    await gated.deployFirst();
    await gated.merge("approved");

    github.traffic.forget();
    github.failNext({ path: route, hang });
    const run = await gated.shop.startRun({ by: "jonas", jobs: [{ environment: "production" }] });
    expect(await eventually(() => github.calls.get(route) === 1)).toBe(true);
    expect(toldTo(run)).toHaveLength(given);
    const subject = `acme/shop:run/${run.id}/`;
    expect(await entriesAbout(store, subject)).toEqual(["gate.decided released"]);
    await first.kill();

    await start().ready();
    expect(await eventually(() => run.status === "in_progress")).toBe(true);
    await settled();
    await finish(house, run);
    expect(toldTo(run)).toEqual(["approved"]);
    expect(run.status).toBe("success");
    expect(await entriesAbout(store, subject)).toEqual([
      "gate.decided released",
      "gate.answered approved",
      "gate.started",
      "gate.succeeded",
    ]);
    expect(await verifyChain(store.ledger.read())).toMatchObject({ ok: true });
    expect(gated.shop.issues("unauthorised-change")).toEqual([]);
    expect(github.unhandledRequests).toEqual([]);
  });
});

/** The way to start the server, always at the same address, and GitHub's deliveries led there. */
async function startsAt(database: DatabaseOptions): Promise<() => ServerProcess> {
  const port = await findSteadyPort();
  github.useWebhookUrl(`http://127.0.0.1:${port}/api/github/webhooks`);
  const environment = {
    ...environmentOf(github),
    PORT: String(port),
    DATA_DIR: database.dataDir,
    ...(database.databaseUrl !== null && { DATABASE_URL: database.databaseUrl }),
  };
  return () => {
    const server = startServerProcess({ environment, folder });
    servers.push(server);
    return server;
  };
}

const WithState = z.object({ state: z.string() });

/** What the ledger has of a run's gate: kinds, with the state where there is one. */
async function entriesAbout(store: Store, subject: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const entry of store.ledger.read()) {
    const { kind, subject: about, data } = LedgerEntry.parse(entry);
    if (!about.startsWith(subject)) continue;
    const told = WithState.safeParse(data);
    found.push(told.success ? `${kind} ${told.data.state}` : kind);
  }
  return found;
}
