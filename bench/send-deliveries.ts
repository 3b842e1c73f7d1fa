import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { sign } from "@octokit/webhooks-methods";

/** A pull_request payload of GitHub's has about this size. */
export const deliveryBytes = 8_000;

type Answer = { readonly status: number; readonly ms: number };

/** Signed deliveries that are ready to be sent. */
export type Delivery = { readonly body: string; readonly signature: string };

/**
 * Deliveries about pull requests of an account on which the App is not installed: work on their keys fails at once and takes little from
 * what is measured.
 */
export function signDeliveries(count: number, secret: string): Promise<readonly Delivery[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const body = payload(number % 500);
      return { body, signature: await sign(secret, body) };
    }),
  );
}

/** Posts deliveries to servers in turn, so many at a time, each under an id of its own; gives the answers, and how long each took. */
export async function sendDeliveries(
  deliveries: Iterable<Delivery>,
  to: { readonly ports: readonly number[]; readonly senders: number },
): Promise<readonly Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: to.senders });
  const answers: Answer[] = [];
  const waiting = deliveries[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: to.senders }, async (_, sender) => {
      const port = to.ports[sender % to.ports.length] ?? 0;
      for (let next = waiting.next(); !next.done; next = waiting.next()) {
        const startedMs = performance.now();
        const status = await post({ agent, port, ...next.value });
        answers.push({ status, ms: performance.now() - startedMs });
      }
    }),
  );
  agent.destroy();
  return answers;
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
  return JSON.stringify({ ...known, padding: "x".repeat(Math.max(0, deliveryBytes - size - 14)) });
}

function post(delivery: Delivery & { readonly agent: Agent; readonly port: number }) {
  const { agent, port, body, signature } = delivery;
  return new Promise<number>((resolve, reject) => {
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
