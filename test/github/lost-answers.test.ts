import { generateKeyPairSync } from "node:crypto";
import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { RetryLater } from "#core/errors.ts";
import { createClients, type GitHubCall } from "#github/client.ts";
import { type ScriptedServer, startScriptedServer } from "../support/scripted-server.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

let gitHub: ScriptedServer;

beforeAll(async () => {
  gitHub = await startScriptedServer();
});

afterEach(() => gitHub.forget());
afterAll(() => gitHub.stop());

const json = { "content-type": "application/json" };

test.each<[string, (response: ServerResponse) => void, string, number, number?]>([
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
  ["no answer", () => {}, "GitHub can't be reached (GET /app: no answer in time).", 0, 200],
  [
    "an answer that breaks off",
    (response) => {
      response.writeHead(200, { ...json, "content-length": 1_000 });
      response.write('{"slug":', () => response.destroy());
    },
    "GitHub's answer was cut off (GET /app).",
    200,
  ],
])("after %s the work is done later", async (_name, fault, message, status, timeoutMs = 10_000) => {
  gitHub.answerBy("GET /app", fault);
  const calls: GitHubCall[] = [];
  const { app } = createClients({
    appId: 1,
    privateKey,
    baseUrl: gitHub.url,
    now: () => 0,
    onCall: (call) => calls.push(call),
    timeoutMs,
  });

  const error = await app.request("GET /app").then(String, (caught: unknown) => caught);

  expect(error).toEqual(new RetryLater(message));
  expect(calls).toEqual([{ route: "GET /app", status, durationMs: 0 }]);
});

test("a host that doesn't answer at all is told apart from a refusal", async () => {
  const gone = await startScriptedServer();
  await gone.stop();
  const { app } = createClients({ appId: 1, privateKey, baseUrl: gone.url, now: () => 0 });

  const error = await app.request("GET /app").then(String, (caught: unknown) => caught);

  expect(error).toEqual(new RetryLater("GitHub can't be reached (GET /app: ECONNREFUSED)."));
});
