import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "@jest/globals";
import { startLocalGitHub } from "../local-github/start.ts";
import { findSteadyPort } from "./support/steady-port.ts";

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

test("`probot run ./src/app.ts`: Probot verifies the deliveries, Sluice stores them and decides", async () => {
  const github = await startLocalGitHub();
  cleanUps.push(() => github.stop());
  const dataDir = await mkdtemp(join(tmpdir(), "sluice-app-"));
  cleanUps.push(() => rm(dataDir, { recursive: true, force: true }));
  const port = await findSteadyPort();
  const probot = spawn("node_modules/.bin/probot", ["run", "./src/app.ts"], {
    stdio: "ignore",
    env: {
      PATH: process.env.PATH,
      APP_ID: String(github.app.id),
      PRIVATE_KEY: github.app.privateKey,
      WEBHOOK_SECRET: github.app.webhookSecret,
      GHE_HOST: github.app.host,
      GHE_PROTOCOL: "http",
      DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: String(port),
    },
  });
  cleanUps.push(async () => {
    probot.kill();
    await once(probot, "exit");
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/healthz`).catch(() => null))?.ok) await sleep(50);
  github.useWebhookUrl(`${url}/api/github/webhooks`);

  const acme = github.organisation("acme");
  acme.user("maria");
  const shop = await acme.repository("shop", {
    files: { ".github/sluice.yml": "version: 1\n" },
    permissions: { maria: "write" },
  });
  const pull = await shop.openPullRequest({ author: "maria", files: { "a.ts": "1;\n" } });
  while (pull.checkRun === null) await sleep(10);
  expect(pull.checkRun).toMatchObject({ name: "change control: main", conclusion: "success" });
});
