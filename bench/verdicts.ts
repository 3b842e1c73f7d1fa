import { setTimeout as sleep } from "node:timers/promises";
import type { RequestRecord } from "../local-github/http/traffic.ts";
import type { PullRequestScenario } from "../local-github/scenario/pull-request.ts";
import { type LocalGitHub, startLocalGitHub } from "../local-github/start.ts";
import { openAcme, openRepository } from "../test/support/acme.ts";
import { eventually } from "../test/support/eventually.ts";
import { isIdle } from "../test/support/metrics.ts";
import { environmentOf } from "../test/support/server-process.ts";
import { type MeasuredServer, startMeasuredServer } from "./beside.ts";
import { noteHeads } from "./note-heads.ts";
import { percentiles } from "./percentiles.ts";

const pullRequests = 40;
const eventsEach = 5;
const perSecond = 20;
const goalP99Ms = 250;
const patienceMs = 60_000;

const policy = `version: 1
approvals:
  low: &both
    - { from: [write] }
    - { name: reliability, from: ['@acme/sre'] }
  medium: *both
  high: *both
  critical: *both
`;

/** From the sending of a delivery to its check run. */
type Sample = {
  readonly totalMs: number;
  /** Without the time in which the stand-in had a request in its hands. */
  readonly ownMs: number;
};

/**
 * Measures how long Sluice itself takes from a delivery to the check run.
 *
 * The server has a process of its own; this one is GitHub. GitHub's time is what {@link busyMs} counts: everything else counts as ours,
 * the way between the two processes included.
 */
export async function benchVerdicts(say: (line: string) => void): Promise<void> {
  const report = (what: string, samples: readonly Sample[]) => {
    for (const line of describe(what, samples)) say(line);
  };
  report("one at a time, each sent when the one before is decided", await onStage(oneAtATime));
  report(`${perSecond} a second, whatever is under way`, await onStage(steadily));
  report("all at one moment, until the check stands on the newest head", await onStage(atOnce));
}

type Stage = { readonly github: LocalGitHub; readonly pulls: readonly PullRequestScenario[] };

/** Runs a measurement beside a fresh server that has decided 40 open pull requests already. */
async function onStage(measure: (stage: Stage) => Promise<readonly Sample[]>) {
  const github = await startLocalGitHub({ verifyAnswers: false });
  const server = await startMeasuredServer(environmentOf(github));
  try {
    github.webhooks.concurrency = 50;
    github.useWebhookUrl(`${server.url}/api/github/webhooks`);
    const shop = await openRepository(openAcme(github), "shop", { policy });
    const pulls: PullRequestScenario[] = [];
    for (let n = 1; n <= pullRequests; n++) {
      const files = { [`src/part-${n}.ts`]: "export const part = 0;\n" };
      pulls.push(await shop.openPullRequest({ author: "maria", branch: `part-${n}`, files }));
    }
    await settled(github, server);
    return await measure({ github, pulls });
  } finally {
    await server.stop();
    await github.stop();
  }
}

/** 200 events in turn on 40 pull requests: pushes, and approvals that change what the check says. */
async function oneAtATime({ github, pulls }: Stage): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (let turn = 0; turn < eventsEach; turn++) {
    for (const pull of pulls) {
      github.traffic.forget();
      let sentMs = 0;
      noteWhenTold(github, () => {
        sentMs = performance.now();
      });
      await happen(pull, turn);
      const written = await waitForWrite(github);
      samples.push(sampleOf(github, sentMs, written.startedMs + written.durationMs));
      await github.webhooks.settled();
    }
  }
  return samples;
}

async function happen(pull: PullRequestScenario, turn: number): Promise<void> {
  if (turn % 3 === 1) pull.review({ by: "jonas", state: "approve" });
  else if (turn % 3 === 2) pull.review({ by: "ines", state: "approve" });
  else await push(pull, turn);
}

/** The mutation that writes the check run, labels and comment. */
async function waitForWrite(github: LocalGitHub): Promise<RequestRecord> {
  const isWrite = ({ route }: RequestRecord) => route === "graphql ActOnChange";
  await eventually(() => github.traffic.requests.some(isWrite), patienceMs);
  const written = github.traffic.requests.find(isWrite);
  if (written === undefined) throw new Error("an event was not answered");
  return written;
}

/** 200 pushes in turn to 40 pull requests, at a fixed rate. */
async function steadily({ github, pulls }: Stage): Promise<readonly Sample[]> {
  const { sentMs, writtenMs } = noteHeads(github);
  github.traffic.forget();
  const startedMs = performance.now();
  for (let turn = 0; turn < eventsEach; turn++) {
    for (const pull of pulls) {
      const dueMs = startedMs + (sentMs.size * 1_000) / perSecond;
      await sleep(Math.max(0, dueMs - performance.now()));
      await push(pull, turn);
    }
  }
  await eventually(() => sentMs.keys().every((headSha) => writtenMs.has(headSha)), patienceMs);
  return [...sentMs].map(([headSha, from]) => sampleOf(github, from, writtenMs.get(headSha)));
}

/** 200 pushes to 40 pull requests, of which GitHub tells at one moment: of five pushes only the last one's check is waited for. */
async function atOnce({ github, pulls }: Stage): Promise<readonly Sample[]> {
  github.webhooks.hold();
  for (let turn = 0; turn < eventsEach; turn++) {
    for (const pull of pulls) await push(pull, turn);
  }
  const { writtenMs } = noteHeads(github);
  github.traffic.forget();
  const sentMs = performance.now();
  github.webhooks.release();
  await eventually(() => pulls.every(({ headSha }) => writtenMs.has(headSha)), patienceMs);
  return pulls.map(({ headSha }) => sampleOf(github, sentMs, writtenMs.get(headSha)));
}

function push(pull: PullRequestScenario, turn: number): Promise<string> {
  const files = { [`src/part-${pull.number}.ts`]: `export const part = ${turn + 1};\n` };
  return pull.push({ message: `Turn ${turn}`, files });
}

/** Calls back at the moment when GitHub tells of a push or a review. */
function noteWhenTold({ world, webhooks }: LocalGitHub, note: () => void): void {
  world.announce = (announcement) => {
    const { event, action } = announcement;
    if (event === "pull_request_review" || action === "synchronize") note();
    webhooks.announce(announcement);
  };
}

function sampleOf(
  { traffic }: LocalGitHub,
  fromMs: number,
  toMs = Number.POSITIVE_INFINITY,
): Sample {
  const totalMs = toMs - fromMs;
  return { totalMs, ownMs: totalMs - busyMs(traffic.requests, fromMs, toMs) };
}

/** For how long of a span at least one request was in the stand-in's hands. */
function busyMs(requests: readonly RequestRecord[], fromMs: number, toMs: number): number {
  let busy = 0;
  let coveredMs = fromMs;
  for (const { startedMs, durationMs } of requests.toSorted((a, b) => a.startedMs - b.startedMs)) {
    const end = Math.min(toMs, startedMs + durationMs);
    const start = Math.max(coveredMs, startedMs);
    if (end > start) busy += end - start;
    coveredMs = Math.max(coveredMs, end);
  }
  return busy;
}

async function settled(github: LocalGitHub, { url }: MeasuredServer): Promise<void> {
  await sleep(100);
  await github.webhooks.settled();
  if (!(await eventually(() => isIdle(url), patienceMs))) throw new Error("the server is not idle");
}

function describe(what: string, samples: readonly Sample[]): readonly string[] {
  const own = percentiles(samples.map(({ ownMs }) => ownMs));
  const total = percentiles(samples.map(({ totalMs }) => totalMs));
  const verdict = own.p99 <= goalP99Ms ? "" : "   MISSED";
  return [
    `  ${what} (${samples.length} verdicts):`,
    `      without GitHub's time: ${show(own)} (goal: p99 at most ${goalP99Ms} ms)${verdict}`,
    `      with it:               ${show(total)}`,
  ];
}

function show(values: ReturnType<typeof percentiles>): string {
  return Object.entries(values)
    .map(([name, ms]) => `${name} ${Number.isFinite(ms) ? `${Math.round(ms)} ms` : "never"}`)
    .join(", ");
}
