import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { DatabaseOptions } from "#store/database.ts";
import type { LocalGitHub } from "../../local-github/start.ts";
import {
  environmentOf,
  type ServerProcess,
  startServerProcess,
} from "../support/server-process.ts";
import { findSteadyPort } from "../support/steady-port.ts";

const program = fileURLToPath(new URL("./server.ts", import.meta.url));

/** The server as one process or several on one database. */
export type Servers = {
  readonly count: number;
  /** Starts those that do not run; resolves when they are ready. */
  start(): Promise<void>;
  /** `kill -9` */
  kill(index: number): Promise<void>;
  killAll(): Promise<void>;
  /** Stops one in its tracks for some time; then it goes on as if nothing had been. */
  suspend(index: number, forMs: number): Promise<void>;
  /** Ends them as an operating system does: only then Node keeps what it compiled. */
  terminateAll(): Promise<void>;
  /** Sends the next deliveries to one of them, whether it runs or not. */
  leadTo(index: number): void;
  /** Puts a server's clock so far ahead of the machine's. */
  setClock(index: number, aheadMs: number): void;
  /** What all of them have said, also those that are gone. */
  readonly said: readonly string[];
  readonly kills: number;
};

/** Places for the servers; none runs yet. */
export async function placeServers(options: {
  readonly github: LocalGitHub;
  readonly database: DatabaseOptions;
  readonly processes: number;
  readonly folder: string;
}): Promise<Servers> {
  const { github, database, processes, folder } = options;
  const ports = await Promise.all(Array.from({ length: processes }, () => findSteadyPort()));
  const running = new Map<number, ServerProcess>();
  const aheadMs = new Map<number, number>();
  const said: string[] = [];
  let kills = 0;
  const environment = (index: number) => ({
    ...environmentOf(github),
    PORT: String(ports[index]),
    DATA_DIR: database.dataDir,
    ...(database.databaseUrl !== null && { DATABASE_URL: database.databaseUrl }),
    // A sweep asks for 100 lost deliveries at most: should more be lost, the next one comes soon.
    SLUICE_SWEEP_SECONDS: "10",
    // They start again and again.
    NODE_COMPILE_CACHE: join(folder, "compiled"),
    CHAOS_AHEAD_MS: String(aheadMs.get(index) ?? 0),
  });
  const kill = async (index: number) => {
    const server = running.get(index);
    if (server === undefined) return;
    running.delete(index);
    await server.kill();
    kills += 1;
    said.push(server.said);
  };
  return {
    count: processes,
    async start() {
      for (const index of ports.keys()) {
        if (running.has(index)) continue;
        running.set(
          index,
          startServerProcess({ environment: environment(index), folder, program }),
        );
      }
      await Promise.all([...running.values()].map((server) => server.ready()));
    },
    kill,
    async suspend(index, forMs) {
      const server = running.get(index);
      server?.suspend();
      await sleep(forMs);
      server?.resume();
    },
    async terminateAll() {
      await Promise.all([...running.values()].map((server) => server.terminate()));
      running.clear();
    },
    async killAll() {
      await Promise.all([...running.keys()].map(kill));
    },
    leadTo(index) {
      github.useWebhookUrl(`http://127.0.0.1:${ports[index]}/api/github/webhooks`);
    },
    setClock(index, ms) {
      aheadMs.set(index, ms);
      running.get(index)?.tell(ms);
    },
    get said() {
      return [...said, ...[...running.values()].map((server) => server.said)];
    },
    get kills() {
      return kills;
    },
  };
}
