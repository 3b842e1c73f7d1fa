import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalGitHub } from "../local-github/start.ts";
import { readEnvironment } from "../src/env.ts";
import { createLog } from "../src/log.ts";
import { serve } from "../src/serve.ts";
import { buildAcme } from "./acme.ts";
import { play } from "./play.ts";
import { tellStory } from "./story.ts";
import { startClock } from "./story-clock.ts";

/*
 * The server beside a local stand-in for GitHub, and a story played on them. `--once` ends after the story; its exit code says whether
 * everything came out as it is told.
 */

const once = process.argv.includes("--once");
const dataDir = await mkdtemp(join(tmpdir(), "sluice-demo-"));
const clock = startClock("2026-12-03T09:00:00Z");
const github = await startLocalGitHub({ clock: () => new Date(clock.now()) });
const environment = readEnvironment({
  APP_ID: String(github.app.id),
  PRIVATE_KEY: github.app.privateKey,
  WEBHOOK_SECRET: github.app.webhookSecret,
  GHE_HOST: github.app.host,
  GHE_PROTOCOL: "http",
  DATA_DIR: dataDir,
  PORT: process.env.PORT ?? "0",
  LOG_LEVEL: process.env.LOG_LEVEL ?? "error",
});
const served = await serve(environment, createLog(environment), clock.now);
github.useWebhookUrl(`${served.url}${environment.webhookPath}`);
const shop = await buildAcme(github);

console.log(`\nSluice runs at ${served.url}, beside a stand-in for GitHub at ${github.url}.\n`);
const asTold = await play(tellStory(clock), { shop, say: (line) => console.log(line) });

if (once) {
  await stop();
  process.exit(asTold ? 0 : 1);
}
console.log(`Read the conversations at ${github.url}/ (Ctrl-C ends the demo).\n`);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    void stop().then(() => process.exit(0));
  });
}

async function stop(): Promise<void> {
  await served.stop();
  await github.stop();
  await rm(dataDir, { recursive: true, force: true });
}
