import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Fault } from "../../local-github/http/faults.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { findFreePort } from "../../src/free-port.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { isIdle } from "../support/metrics.ts";
import { appRegistration } from "../support/registration.ts";
import { checkOn, passed } from "../support/seen.ts";
import {
  environmentOf,
  type ServerProcess,
  startServerProcess,
} from "../support/server-process.ts";

const policy = `version: 1
approvals: { low: [{ from: ['@acme/sre'] }] }
`;
const previousSecret = "the-webhook-secret-from-before";
const gateToken = "0123456789abcdef0123456789abcdef";

/** Whatever makes an error with a request or an answer in it. */
const faults: readonly Fault[] = [
  { path: /access_tokens$/, status: 500, message: "no token now" },
  { path: /access_tokens$/, status: 401, message: "Bad credentials" },
  { path: "ObserveChange", status: 502 },
  { path: "ObserveChange", status: 401, message: "Bad credentials" },
  { path: "ActOnChange", status: 422, message: "Validation failed" },
  { path: "ActOnChange", loseAnswer: true },
];

let github: LocalGitHub;
let folder: string;
let server: ServerProcess;
let pull: PullRequestScenario;
/** What the server answered to whoever asked. */
const answers: string[] = [];

/** A change is opened, talked about and approved on a GitHub that fails again and again, while strangers try the doors. */
beforeAll(async () => {
  github = await startLocalGitHub(appRegistration());
  folder = await mkdtemp(join(tmpdir(), "sluice-secrets-"));
  const port = String(await findFreePort("127.0.0.1"));
  const environment = {
    ...environmentOf(github),
    PORT: port,
    WEBHOOK_SECRET_PREVIOUS: previousSecret,
    DATA_DIR: join(folder, "data"),
    SLUICE_GATE_TOKENS: `jenkins=${gateToken}`,
    LOG_LEVEL: "trace",
  };
  server = startServerProcess({ environment, folder });
  await server.ready();
  github.useWebhookUrl(`${server.url}/api/github/webhooks`);

  const shop = await openRepository(openAcme(github), "shop", { policy });
  for (const fault of faults) github.failNext(fault);
  pull = await shop.openPullRequest({ author: "maria", files: { "a.ts": "export {};\n" } });
  await tryTheDoors();
  pull.comment("maria", "/approve");
  pull.review({ by: "ines", state: "approve" });
  const approved = () => checkOn(pull)?.title === "Low risk: approved by @ines";
  expect(await eventually(async () => approved() && (await isIdle(server.url)))).toBe(true);
  await server.terminate();
});

afterAll(async () => {
  await server.kill();
  await github.stop();
  await rm(folder, { recursive: true, force: true });
});

async function tryTheDoors(): Promise<void> {
  const signature = { "x-hub-signature-256": `sha256=${"0".repeat(64)}` };
  const event = { "x-github-delivery": "1", "x-github-event": "ping" };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const post = { method: "POST", body: "{}" };
  const requests: readonly [string, RequestInit][] = [
    ["/", {}],
    ["/healthz", {}],
    ["/readyz", {}],
    ["/metrics", {}],
    ["/probot", {}],
    ["/api/github/webhooks", { ...post, headers: { ...signature, ...event } }],
    ["/api/github/webhooks", post],
    ["/api/v1/gates", { ...post, headers: bearer(gateToken) }],
    ["/api/v1/gates", { ...post, headers: bearer("wrong") }],
    ["/api/v1/gates/none", { headers: bearer(gateToken) }],
  ];
  for (const [path, init] of requests) {
    const response = await fetch(`${server.url}${path}`, init);
    answers.push(JSON.stringify([...response.headers]), await response.text());
  }
}

/** Everything that left the server or lies on its disk, by its place. */
async function everything(): Promise<ReadonlyMap<string, string>> {
  const places = new Map([
    ["the log", server.said],
    ["the answers", answers.join("\n")],
    ["the check run", `${pull.checkRun?.title} ${pull.checkRun?.summary} ${pull.checkRun?.text}`],
    ["the conversation", JSON.stringify(pull.comments.map(({ body }) => body))],
  ]);
  for (const file of await readdir(join(folder, "data"))) {
    places.set(`the database's ${file}`, await readFile(join(folder, "data", file), "latin1"));
  }
  return places;
}

test("the run had what could leak: faults in the log, a decision in the ledger", async () => {
  const places = await everything();
  // A refused token may be taken for one that is too new, and the request be sent again without a word.
  expect(places.get("the log")).toMatch(/will try again[\s\S]*Validation failed/);
  expect(places.get("the database's sluice.sqlite")).toContain("change.decided");
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});

test.each<[string, () => RegExp]>([
  ["the private key", () => anyLineOf(github.app.privateKey)],
  ["the webhook secret", () => new RegExp(github.app.webhookSecret)],
  ["the webhook secret from before", () => new RegExp(previousSecret)],
  ["a gate token", () => new RegExp(gateToken)],
  ["an installation's token", () => /ghs_\w/],
  ["a signed token of the App", () => /eyJ[\w-]+\.eyJ[\w-]+\./],
])("%s is nowhere", async (_name, pattern) => {
  for (const [place, text] of await everything()) {
    expect([place, pattern().exec(text)?.[0] ?? null]).toEqual([place, null]);
  }
});

/** A key may be logged as PEM, or with its line breaks written out. */
function anyLineOf(pem: string): RegExp {
  const lines = pem.split("\n").filter((line) => /^[A-Za-z0-9+/=]{40,}$/.test(line));
  expect(lines.length).toBeGreaterThan(5);
  return new RegExp(lines.map((line) => line.replaceAll(/[+/]/g, "\\$&")).join("|"));
}
