import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { type Database, openDatabase } from "#store/database.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { readEnvironment } from "../../src/env.ts";
import { type Served, serve } from "../../src/serve.ts";
import { eventually } from "./eventually.ts";
import { hasWork } from "./has-work.ts";
import { readMetrics } from "./metrics.ts";
import { appRegistration } from "./registration.ts";
import { environmentOf } from "./server-process.ts";

/** The server beside a GitHub of its own. */
export type House = {
  readonly github: LocalGitHub;
  readonly url: string;
  readonly dataDir: string;
  /**
   * Resolves when every delivery has arrived and no key is left to work on now, nor is one to be tried again soon: under load a request can
   * fail that no test had in mind. Keys that wait for their time do not count.
   */
  settled(): Promise<void>;
  /** A number of `/metrics`, by its name and labels as they are printed; 0 when it is not there. */
  metric(name: string): Promise<number>;
  /** Stops the server and starts it again; what happens meanwhile, and on which database it goes on, may be given. */
  restart(change?: {
    readonly meanwhile?: () => Promise<void>;
    readonly databaseUrl?: string;
    /** Variables that are other from now on. */
    readonly environment?: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** The server's time from now on, milliseconds since the epoch; it goes on from there. GitHub's own clock stays as it is. */
  setClock(nowMs: number): void;
  stop(): Promise<void>;
};

/** Starts the server beside a local GitHub. Nothing is installed yet. */
export async function startHouse(
  options: {
    readonly databaseUrl?: string;
    readonly sweepSeconds?: number;
    /** `name=token` of a pipeline that may ask for gates. */
    readonly gateTokens?: string;
  } = {},
): Promise<House> {
  const github = await startLocalGitHub(appRegistration());
  const dataDir = await mkdtemp(join(tmpdir(), "sluice-house-"));
  let { databaseUrl } = options;
  let changed: Readonly<Record<string, string>> = {};
  const environment = () =>
    readEnvironment({
      ...environmentOf(github),
      PORT: "0",
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      SLUICE_SWEEP_SECONDS: String(options.sweepSeconds ?? 3_600),
      SLUICE_GATE_TOKENS: options.gateTokens,
      ...changed,
    });
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const log = pino({ level: process.env.TEST_LOG_LEVEL ?? "silent" });
  let served: Served;
  /** Beside the server, as long as it runs. */
  let database: Database;
  const open = async () => {
    served = await serve(environment(), log, now);
    database = await openDatabase({ databaseUrl: databaseUrl ?? null, dataDir, readOnly: true });
    github.useWebhookUrl(`${served.url}/api/github/webhooks`);
  };
  const close = async () => {
    await database.close();
    await served.stop();
  };
  await open();

  return {
    github,
    get url() {
      return served.url;
    },
    dataDir,
    async metric(name) {
      return (await readMetrics(served.url)).get(name) ?? 0;
    },
    async settled() {
      let quiet = 0;
      const isQuiet = await eventually(async () => {
        await github.webhooks.settled();
        quiet = (await hasWork(database, now())) ? 0 : quiet + 1;
        return quiet === 2;
      });
      if (!isQuiet) throw new Error("The house does not come to rest.");
    },
    async restart(change = {}) {
      await close();
      await change.meanwhile?.();
      databaseUrl = change.databaseUrl ?? databaseUrl;
      changed = { ...changed, ...change.environment };
      await open();
    },
    setClock(nowMs) {
      aheadMs = nowMs - Date.now();
    },
    async stop() {
      await close();
      await github.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
