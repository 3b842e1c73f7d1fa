import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loadHistory } from "../local-github/history/load-history.ts";
import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import { startHouse } from "../test/support/house.ts";

/** A policy as a team would begin with; the risk model's defaults. */
const policy = `version: 1
risk:
  trustedBots: ['dependabot[bot]', 'renovate[bot]']
standard:
  - name: documentation only
    when: { onlyFiles: ['docs/**', '**/*.md'] }
approvals:
  medium: [{ from: [write] }]
  high: [{ from: [write], count: 2 }]
  critical: [{ from: [change-manager] }, { from: [write] }]
`;

/** How long a verdict may take before the run gives up, milliseconds. */
const patienceMs = 30_000;

/**
 * Opens the last changes of a real repository again as pull requests, one after the other, and prints what became of them: levels, calls
 * per pull request, the slowest verdict. With `textsDir` each check run's text is written to a file there, to be read.
 */
export async function benchRealHistory(options: {
  readonly gitDir: string;
  readonly count: number;
  readonly textsDir: string | undefined;
}): Promise<void> {
  const house = await startHouse();
  const { github } = house;
  const webhookUrl = github.webhooks.url;
  github.webhooks.url = null;
  const { pulls, left } = await loadHistory(github.world, github.organisation("acme"), {
    gitDir: options.gitDir,
    name: "history",
    count: options.count,
    files: { ".github/sluice.yml": policy },
  });
  github.webhooks.url = webhookUrl;
  await house.settled();
  github.traffic.forget();

  const times: { readonly pull: PullRequestScenario; readonly ms: number }[] = [];
  for (const pull of pulls) {
    const startedMs = performance.now();
    await pull.edit({ title: `${pull.state.title} ` }, pull.state.author);
    await untilDecided(pull);
    times.push({ pull, ms: performance.now() - startedMs });
  }
  await house.settled();

  const levels = Map.groupBy(pulls, (pull) => (pull.checkRun?.title ?? "none").split(" ")[0]);
  const calls = [...github.calls].map(([route, n]) => `${route}: ${(n / pulls.length).toFixed(2)}`);
  const total = [...github.calls.values()].reduce((sum, n) => sum + n, 0);
  const sorted = times.toSorted((a, b) => a.ms - b.ms);
  const slowest = sorted.at(-1);
  console.log(`${pulls.length} changes opened as pull requests (${left} could not be shown)`);
  console.log(
    `levels: ${[...levels].map(([level, { length }]) => `${level} ${length} (${Math.round((100 * length) / pulls.length)}%)`).join(", ")}`,
  );
  console.log(
    `calls per pull request: ${(total / pulls.length).toFixed(2)}\n  ${calls.join("\n  ")}`,
  );
  console.log(
    `event to check run, the stand-in's time included: median ${sorted[Math.floor(sorted.length / 2)]?.ms.toFixed(0)} ms, slowest ${slowest?.ms.toFixed(0)} ms (${slowest?.pull.state.title})`,
  );
  console.log(`requests that the stand-in could not answer: ${github.unhandledRequests.length}`);
  if (options.textsDir !== undefined) await writeTexts(options.textsDir, pulls);
  await house.stop();
}

async function untilDecided(pull: PullRequestScenario): Promise<void> {
  for (let waitedMs = 0; pull.checkRun === null; waitedMs += 2) {
    if (waitedMs > patienceMs) throw new Error(`#${pull.number} was not decided`);
    await sleep(2);
  }
}

async function writeTexts(dir: string, pulls: readonly PullRequestScenario[]): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const pull of pulls) {
    const { title, summary, status, conclusion } = pull.checkRun ?? {};
    const text = `# ${pull.state.title}\n\n${title} (${status}, ${conclusion})\n\n${summary}\n`;
    await writeFile(join(dir, `${pull.number}.md`), text);
  }
}
