import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { sign } from "@octokit/webhooks-methods";
import { pino } from "pino";
import { type Delivery, type WebhookSecrets, webhookRoute } from "#web/webhook-route.ts";

const secret = "a secret of this test";
const body = JSON.stringify({ action: "opened", number: 7 });

let server: Server;
let url: string;
let accepted: Delivery[];
let secrets: WebhookSecrets;
let signedBefore: number;
let accept: (delivery: Delivery) => Promise<"stored" | "duplicate">;

beforeEach(async () => {
  accepted = [];
  accept = async (delivery) => {
    accepted.push(delivery);
    return "stored";
  };
  secrets = { current: secret, previous: null };
  signedBefore = 0;
  const route = webhookRoute({
    path: "/api/github/webhooks",
    get secrets() {
      return secrets;
    },
    onPreviousSecret: () => {
      signedBefore += 1;
    },
    accept: (delivery) => accept(delivery),
    log: pino({ level: "silent" }),
  });
  server = createServer(async (request, response) => {
    if (!(await route(request, response))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

async function deliver(change: {
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  without?: string;
}): Promise<{ status: number; text: string }> {
  const sent = change.body ?? body;
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    "x-github-event": "pull_request",
    "x-hub-signature-256": await sign(secret, typeof sent === "string" ? sent : "bytes"),
    ...change.headers,
  };
  if (change.without !== undefined) delete headers[change.without];
  const response = await fetch(url, { method: "POST", body: sent, headers });
  return { status: response.status, text: await response.text() };
}

describe("webhook route", () => {
  test("a signed delivery is stored, then answered with 202", async () => {
    expect(await deliver({})).toEqual({ status: 202, text: "Stored.\n" });
    expect(accepted).toEqual([
      {
        id: "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        event: "pull_request",
        payload: { action: "opened", number: 7 },
      },
    ]);
  });

  test.each([
    ["by the current secret", secret, { status: 202, signedBefore: 0 }],
    [
      "by the previous secret: and counted",
      "the one from before",
      { status: 202, signedBefore: 1 },
    ],
    ["by neither", "the one before that", { status: 401, signedBefore: 0 }],
  ])("while the secret is changed, signed %s", async (_name, by, expected) => {
    secrets = { current: secret, previous: "the one from before" };
    const headers = { "x-hub-signature-256": await sign(by, body) };
    const { status } = await deliver({ headers });
    expect({ status, signedBefore }).toEqual(expected);
    expect(accepted).toHaveLength(status === 202 ? 1 : 0);
  });

  test("an unknown event is stored too", async () => {
    const answer = await deliver({ headers: { "x-github-event": "of_the_future" } });
    expect(answer.status).toBe(202);
    expect(accepted).toHaveLength(1);
  });

  test.each([
    [
      "a signature made with another secret",
      401,
      { "x-hub-signature-256": `sha256=${"0".repeat(64)}` },
    ],
    ["a signature that is none", 401, { "x-hub-signature-256": "sha256=☃".replace("☃", "x") }],
    ["a signature by the old algorithm", 401, { "x-hub-signature-256": "sha1=abc" }],
  ])("%s: %i, nothing stored", async (_name, status, headers) => {
    const answer = await deliver({ headers });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain("WEBHOOK_SECRET");
    expect(accepted).toEqual([]);
  });

  test.each([
    ["no signature", "x-hub-signature-256", 401],
    ["no delivery id", "x-github-delivery", 400],
    ["no event name", "x-github-event", 400],
  ])("%s: refused", async (_name, without, status) => {
    expect((await deliver({ without })).status).toBe(status);
    expect(accepted).toEqual([]);
  });

  test("a signed body that is no JSON: 400 with the setting to change", async () => {
    const answer = await deliver({ body: "payload=%7B%7D" });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("application/json");
  });

  test("26 MiB: 413", async () => {
    const answer = await deliver({ body: new Uint8Array(26 * 1024 * 1024) });
    expect(answer.status).toBe(413);
    expect(accepted).toEqual([]);
  });

  test("a body that is longer than it claims to be: 413 as soon as the limit is passed", async () => {
    const piece = new Uint8Array(1024 * 1024);
    let pieces = 0;
    const long = new ReadableStream({
      pull(controller) {
        pieces += 1;
        if (pieces > 40) controller.close();
        else controller.enqueue(piece);
      },
    });
    const response = await fetch(url, { method: "POST", body: long, duplex: "half" }).catch(
      () => null,
    );
    // The server may close the connection before the client has read the answer.
    expect([413, undefined]).toContain(response?.status);
    expect(accepted).toEqual([]);
  });

  test("a store that does not answer: 503, and the reason is said", async () => {
    accept = async () => {
      throw new Error("connect ECONNREFUSED 10.0.0.5:5432");
    };
    const answer = await deliver({});
    expect(answer.status).toBe(503);
    expect(answer.text).toContain("could not be stored");
    expect(answer.text).not.toContain("10.0.0.5");
  });

  test("another path and another method are not answered here", async () => {
    expect((await fetch(url.replace("webhooks", "elsewhere"), { method: "POST" })).status).toBe(
      404,
    );
    expect((await fetch(url)).status).toBe(404);
  });
});
