import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalGitHub } from "../local-github/start.ts";
import { findFreePort } from "../src/free-port.ts";
import { environmentOf, startServerProcess } from "../test/support/server-process.ts";
import { deliveryBytes, sendDeliveries, signDeliveries } from "./send-deliveries.ts";

const count = 5_000;
const senders = 64;

/** Posts signed deliveries over HTTP to a server in a process of its own, on SQLite, and prints how many a second it stored durably and answered with 202. */
export async function benchDeliveries(say: (line: string) => void): Promise<void> {
  const github = await startLocalGitHub();
  const folder = await mkdtemp(join(tmpdir(), "sluice-bench-"));
  const port = await findFreePort("127.0.0.1");
  const environment = { ...environmentOf(github), PORT: String(port), LOG_LEVEL: "silent" };
  const server = startServerProcess({ folder, environment });
  await server.ready();
  const deliveries = await signDeliveries(count, github.app.webhookSecret);
  const startedMs = performance.now();
  const answers = await sendDeliveries(deliveries, { ports: [port], senders });
  const seconds = (performance.now() - startedMs) / 1_000;
  await server.terminate();
  await github.stop();
  await rm(folder, { recursive: true, force: true });
  const byStatus = Map.groupBy(answers, ({ status }) => status);
  say(
    `${count} signed deliveries of ${deliveryBytes / 1_000} kB over HTTP, ${senders} at a time, on SQLite:`,
  );
  say(
    `  ${Math.round(count / seconds)}/s stored durably (goal: 1,000/s); answers: ${[...byStatus].map(([status, { length }]) => `${status}: ${length}`).join(", ")}`,
  );
}
