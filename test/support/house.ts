import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { readEnvironment } from "../../src/env.ts";
import { type Served, serve } from "../../src/serve.ts";
import { isIdle, readMetrics } from "./metrics.ts";
import { appRegistration } from "./registration.ts";
import { environmentOf } from "./server-process.ts";

const longestSettlingMs = 45_000;

/** The server beside a GitHub of its own. */
export type House = {
  readonly github: LocalGitHub;
  readonly url: string;
  readonly dataDir: string;
  /** Resolves when every delivery has arrived and no key is left to work on now. */
  settled(): Promise<void>;
  /** A number of `/metrics`, by its name and labels as they are printed; 0 when it is not there. */
  metric(name: string): Promise<number>;
  /** Stops the server and starts it again; what happens meanwhile, and on which database it goes on, may be given. */
  restart(change?: {
    readonly meanwhile?: () => Promise<void>;
    readonly databaseUrl?: string;
  }): Promise<void>;
  /** The server's time from now on, milliseconds since the epoch; it goes on from there. GitHub's own clock stays as it is. */
  setClock(nowMs: number): void;
  stop(): Promise<void>;
};

/** Starts the server beside a local GitHub. Nothing is installed yet. */
export async function startHouse(
  options: { readonly databaseUrl?: string; readonly sweepSeconds?: number } = {},
): Promise<House> {
  const github = await startLocalGitHub(appRegistration());
  const dataDir = await mkdtemp(join(tmpdir(), "sluice-house-"));
  let { databaseUrl } = options;
  const environment = () =>
    readEnvironment({
      ...environmentOf(github),
      PORT: "0",
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      SLUICE_SWEEP_SECONDS: String(options.sweepSeconds ?? 3_600),
    });
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const log = pino({ level: process.env.TEST_LOG_LEVEL ?? "silent" });
  let served: Served;
  const open = async () => {
    served = await serve(environment(), log, now);
    github.useWebhookUrl(`${served.url}/api/github/webhooks`);
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
      const deadline = Date.now() + longestSettlingMs;
      for (let quiet = 0; quiet < 2; ) {
        if (Date.now() > deadline) throw new Error("The house does not come to rest.");
        await github.webhooks.settled();
        quiet = (await isIdle(served.url)) ? quiet + 1 : 0;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async restart(change = {}) {
      await served.stop();
      await change.meanwhile?.();
      databaseUrl = change.databaseUrl ?? databaseUrl;
      await open();
    },
    setClock(nowMs) {
      aheadMs = nowMs - Date.now();
    },
    async stop() {
      await served.stop();
      await github.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
