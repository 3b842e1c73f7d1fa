import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { RetryLater } from "#core/errors.ts";
import { createClients, type GitHubCall } from "#github/client.ts";

/** Faults of a real connection: nock leaves half-sent answers and time-outs to the imagination. */

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

let server: Server;
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  server = createServer((request, response) => {
    request.resume();
    if (request.method !== "POST") return answer(response);
    const body = { token: "t", expires_at: "2030-01-01T00:00:00Z", permissions: {} };
    response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const json = { "content-type": "application/json" };

test.each<[string, (response: ServerResponse) => void, string, number]>([
  [
    "an error of GitHub's",
    (response) => response.writeHead(502).end("<html>"),
    "GitHub can't be reached (GET /app: status 502).",
    502,
  ],
  [
    "a broken connection",
    (response) => response.destroy(),
    "GitHub can't be reached (GET /app: UND_ERR_SOCKET).",
    0,
  ],
  ["no answer", () => {}, "GitHub can't be reached (GET /app: no answer in time).", 0],
  [
    "an answer that breaks off",
    (response) => {
      response.writeHead(200, { ...json, "content-length": 1_000 });
      response.write('{"slug":', () => response.destroy());
    },
    "GitHub's answer was cut off (GET /app).",
    200,
  ],
])("after %s the work is done later", async (_name, fault, message, status) => {
  answer = fault;
  const { port } = server.address() as AddressInfo;
  const calls: GitHubCall[] = [];
  const { app } = createClients({
    appId: 1,
    privateKey,
    baseUrl: `http://127.0.0.1:${port}`,
    now: () => 0,
    onCall: (call) => calls.push(call),
    timeoutMs: 200,
  });

  const error = await app.request("GET /app").then(String, (caught: unknown) => caught);

  expect(error).toEqual(new RetryLater(message));
  expect(calls).toEqual([{ route: "GET /app", status, durationMs: 0 }]);
});

test("a host that doesn't answer at all is told apart from a refusal", async () => {
  const { port } = server.address() as AddressInfo;
  server.close();
  const { app } = createClients({
    appId: 1,
    privateKey,
    baseUrl: `http://127.0.0.1:${port}`,
    now: () => 0,
  });

  const error = await app.request("GET /app").then(String, (caught: unknown) => caught);

  expect(error).toEqual(new RetryLater("GitHub can't be reached (GET /app: ECONNREFUSED)."));
});
