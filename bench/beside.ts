import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "../src/free-port.ts";
import { startServerProcess } from "../test/support/server-process.ts";

/** The server in a process of its own, so that what measures it does not take its time. */
export type MeasuredServer = {
  readonly url: string;
  stop(): Promise<void>;
};

/** Starts a server with an empty database (SQLite unless DATABASE_URL says otherwise) and waits until it answers. */
export async function startMeasuredServer(
  environment: Readonly<Record<string, string>>,
): Promise<MeasuredServer> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-bench-"));
  const PORT = String(await findFreePort("127.0.0.1"));
  const profile = process.env.BENCH_CPU_PROFILE_DIR;
  const server = startServerProcess({
    environment: { PORT, SLUICE_SWEEP_SECONDS: "3600", ...environment },
    folder,
    nodeFlags: profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`],
  });
  await server.ready();
  return {
    url: server.url,
    async stop() {
      await server.terminate();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
