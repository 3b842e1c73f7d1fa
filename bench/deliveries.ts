import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sign } from "@octokit/webhooks-methods";
import { startLocalGitHub } from "../local-github/start.ts";
import { findFreePort } from "../src/free-port.ts";
import { environmentOf, startServerProcess } from "../test/support/server-process.ts";

const deliveries = 5_000;
const senders = 64;
/** A pull_request payload of GitHub's has about this size. */
const bodyBytes = 8_000;

/**
 * Posts signed deliveries over HTTP to a server in a process of its own, on SQLite, and prints how many a second it stored durably
 * and answered with 202. They name pull requests of an account on which the App is not installed: work on their keys fails at once and
 * takes little from the measurement.
 */
export async function benchDeliveries(say: (line: string) => void): Promise<void> {
  const github = await startLocalGitHub();
  const folder = await mkdtemp(join(tmpdir(), "sluice-bench-"));
  const port = await findFreePort("127.0.0.1");
  const environment = { ...environmentOf(github), PORT: String(port), LOG_LEVEL: "silent" };
  const server = startServerProcess({ folder, environment });
  await server.ready();
  const bodies = await Promise.all(
    Array.from({ length: deliveries }, async (_, number) => {
      const body = payload(number % 500);
      return { body, signature: await sign(github.app.webhookSecret, body) };
    }),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const statuses = new Map<number, number>();
  const startedMs = performance.now();
  const waiting = bodies.values();
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (const { body, signature } of waiting) {
        const status = await post({ agent, port, body, signature });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }),
  );
  const seconds = (performance.now() - startedMs) / 1_000;
  agent.destroy();
  await server.terminate();
  await github.stop();
  await rm(folder, { recursive: true, force: true });
  say(
    `${deliveries} signed deliveries of ${bodyBytes / 1_000} kB over HTTP, ${senders} at a time, on SQLite:`,
  );
  say(
    `  ${Math.round(deliveries / seconds)}/s stored durably (goal: 1,000/s); answers: ${[...statuses].map(([status, n]) => `${status}: ${n}`).join(", ")}`,
  );
}

function payload(number: number): string {
  const account = { id: 7, login: "maria", type: "User" };
  const commit = { sha: "a".repeat(40), ref: "main" };
  const repository = {
    id: 1,
    name: "shop",
    full_name: "acme/shop",
    owner: { id: 2, login: "acme" },
  };
  const known = {
    action: "labeled",
    number,
    pull_request: { number, head: commit, base: commit, user: account },
    repository,
    sender: account,
    installation: { id: 1 },
  };
  const size = JSON.stringify(known).length;
  return JSON.stringify({ ...known, padding: "x".repeat(Math.max(0, bodyBytes - size - 14)) });
}

function post(delivery: {
  readonly agent: Agent;
  readonly port: number;
  readonly body: string;
  readonly signature: string;
}): Promise<number> {
  const { agent, port, body, signature } = delivery;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        port,
        host: "127.0.0.1",
        method: "POST",
        path: "/api/github/webhooks",
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "x-github-event": "pull_request",
          "x-github-delivery": randomUUID(),
          "x-hub-signature-256": signature,
        },
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
