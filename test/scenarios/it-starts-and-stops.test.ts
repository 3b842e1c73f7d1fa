import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { isIdle, readMetrics } from "../support/metrics.ts";
import { checkOn, passed } from "../support/seen.ts";
import {
  environmentOf,
  type ServerProcess,
  startServerProcess,
} from "../support/server-process.ts";
import { findSteadyPort } from "../support/steady-port.ts";

let folder: string;
let port: string;
const servers: ServerProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-start-"));
  port = String(await findSteadyPort());
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
  await rm(folder, { recursive: true, force: true });
});

function start(environment: Readonly<Record<string, string>> = {}): ServerProcess {
  const server = startServerProcess({ environment: { PORT: port, ...environment }, folder });
  servers.push(server);
  return server;
}

test("`npm start` runs the program that is started here", () => {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  expect(JSON.parse(text)).toMatchObject({ scripts: { start: "node src/main.ts" } });
});

describe("with no configuration at all", () => {
  test.each([
    ["/", 200, ["Change control for GitHub", 'href="/probot"', "npm run demo"]],
    ["/healthz", 200, ['"ok"']],
    ["/readyz", 503, ["No GitHub App is configured", "APP_ID", "WEBHOOK_SECRET"]],
    ["/metrics", 200, ["process_cpu_seconds_total"]],
    ["/probot", 200, ["Register GitHub App"]],
  ])("%s answers %i and says what one needs to know", async (path, status, words) => {
    const server = start();
    await server.ready();
    const response = await fetch(`${server.url}${path}`);
    const text = await response.text();
    expect(response.status).toBe(status);
    for (const word of words) expect(text).toContain(word);
  });

  test("the console says what to do next, and a signal ends it well", async () => {
    const server = start();
    await server.ready();
    await eventually(() => server.said.includes("Open"));
    expect(server.said).toContain(`No GitHub App is configured yet. Open ${server.url}/`);
    expect(server.said).toContain("npm run demo");
    expect(await server.terminate()).toBe(0);
  });

  test("in production nobody is offered to set it up", async () => {
    const server = start({ NODE_ENV: "production" });
    await server.ready();
    expect((await fetch(`${server.url}/probot`)).status).toBe(404);
    const page = await (await fetch(`${server.url}/`)).text();
    expect(page).not.toContain("/probot");
    expect(page).toContain("PRIVATE_KEY_PATH");
  });
});

test("a wrong configuration: every problem at once, and it does not start", async () => {
  const server = start({ APP_ID: "twelve", SLUICE_SWEEP_SECONDS: "1", LOG_LEVEL: "loud" });
  expect(await server.exit).toBe(2);
  for (const name of ["APP_ID", "SLUICE_SWEEP_SECONDS", "LOG_LEVEL"]) {
    expect(server.said).toContain(`${name}: `);
  }
});

describe("a signal to end while work is under way", () => {
  const policy = `version: 1
standard:
  - { name: documentation, when: { onlyFiles: ['docs/**'] } }
`;
  const pulls = 12;
  let github: LocalGitHub;

  beforeEach(async () => {
    github = await startLocalGitHub();
    github.useWebhookUrl(`http://127.0.0.1:${port}/api/github/webhooks`);
  });

  afterEach(() => github.stop());

  test("what is begun is finished, what is not is kept; the exit code is 0", async () => {
    const first = start(environmentOf(github));
    await first.ready();
    const shop = await openRepository(openAcme(github), "shop", { policy });
    await github.webhooks.settled();
    await eventually(() => isIdle(first.url));
    // Longer than it takes to see that something is under way.
    github.latencyMs = 5_000;
    const opened: PullRequestScenario[] = [];
    github.webhooks.hold();
    for (let page = 1; page <= pulls; page++) {
      const files = { [`docs/page-${page}.md`]: `# Page ${page}\n` };
      opened.push(await shop.openPullRequest({ author: "maria", branch: `page-${page}`, files }));
    }
    github.webhooks.release();
    await github.webhooks.settled();
    const leased = async () => (await readMetrics(first.url)).get(leasedKeys) ?? 0;
    expect(await eventually(async () => (await leased()) > 0)).toBe(true);
    github.latencyMs = 0;

    expect(await first.terminate()).toBe(0);

    const second = start(environmentOf(github));
    await second.ready();
    await eventually(() => opened.every(({ checkRun }) => checkRun !== null));
    await eventually(() => isIdle(second.url));
    for (const pull of opened) {
      expect(checkOn(pull)).toEqual(passed("Low risk: standard change, nothing to approve"));
      expect(await shop.checkRuns(pull.headSha)).toHaveLength(1);
    }
    expect(github.unhandledRequests).toEqual([]);
  });
});

const leasedKeys = 'sluice_queue_keys{state="leased"}';
