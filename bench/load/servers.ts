import { setTimeout as sleep } from "node:timers/promises";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { openAcme, openRepository } from "../../test/support/acme.ts";
import { eventually } from "../../test/support/eventually.ts";
import { isIdle, readMetrics } from "../../test/support/metrics.ts";
import { environmentOf } from "../../test/support/server-process.ts";
import { type MeasuredServer, startMeasuredServer } from "../beside.ts";
import { noteHeads } from "../note-heads.ts";
import { percentiles } from "../percentiles.ts";
import { sendDeliveries, signDeliveries } from "../send-deliveries.ts";
import { startBalancer } from "./balancer.ts";

/** What so many processes on one database do; times in milliseconds. */
export type ServerFigures = {
  readonly database: string;
  readonly processes: number;
  /** Signed deliveries answered with 202, which are then durable, and how long one waits for that. */
  readonly deliveriesPerSecond: number;
  readonly acknowledgedMs: { readonly p50: number; readonly p99: number };
  /** From the sending of a push's delivery to its check run, GitHub's own time included, at a rate that leaves the servers time. */
  readonly checkMs: { readonly p50: number; readonly p99: number };
  /** Pushes to as many pull requests at one moment: from then to the check run of each. */
  readonly burstMs: { readonly p50: number; readonly p99: number };
  /** Keys worked on, of every kind, while there was always one more. */
  readonly keysPerSecond: number;
  /** Processor time of all servers, the database's not counted: of a key worked on in the burst, and of a delivery. */
  readonly cpuOfKeyMs: number;
  readonly cpuOfDeliveryMs: number;
  /** Cores that GitHub's stand-in and the sender took during the burst. */
  readonly coresOfGitHub: number;
  /** Of the greatest process, at the end. */
  readonly memoryMb: number;
};

/** GitHub's time for a call, apart from what the stand-in itself takes. */
const latencyMs = 50;
export const pushesPerSecond = 10;
const organisations = ["acme", "globex", "initech", "umbrella"];
const pullsEach = 30;
/** Pushes at one moment, each to another pull request. */
export const pushesAtOnce = organisations.length * pullsEach;
const burstRounds = 2;
const senders = 64;
const patienceMs = 120_000;

const policy = `version: 1
approvals:
  low: &both
    - { from: [write] }
    - { name: reliability, from: ['@acme/sre'] }
  medium: *both
  high: *both
  critical: *both
`;

/** Measures server processes beside a GitHub that this process plays. */
export async function measureServers(plan: {
  readonly databaseUrl: string | null;
  readonly processes: number;
  /** Of each measurement that has a duration. */
  readonly seconds: number;
}): Promise<ServerFigures> {
  const github = await startLocalGitHub({ verifyAnswers: false });
  github.latencyMs = latencyMs;
  github.webhooks.concurrency = 50;
  const environment = {
    ...environmentOf(github),
    ...(plan.databaseUrl !== null && { DATABASE_URL: plan.databaseUrl }),
  };
  const servers: MeasuredServer[] = [];
  for (let n = 0; n < plan.processes; n++) servers.push(await startMeasuredServer(environment));
  const balancer = await startBalancer(servers.map(portOf));
  try {
    github.useWebhookUrl(`${balancer.url}/api/github/webhooks`);
    const pulls = await openPulls(github);
    await settled(github, servers);
    const stage = { github, servers, pulls };
    const checkMs = await measureSteadily(stage, plan.seconds);
    await settled(github, servers);
    const burst = await measureBursts(stage);
    await settled(github, servers);
    const flood = await measureFlood(stage, plan.seconds);
    return {
      database: plan.databaseUrl === null ? "SQLite" : "PostgreSQL",
      processes: plan.processes,
      ...flood,
      checkMs,
      ...burst,
      memoryMb: Math.max(...(await Promise.all(servers.map(memoryOf)))),
    };
  } finally {
    for (const server of servers) await server.stop();
    balancer.stop();
    await github.stop();
  }
}

type Stage = {
  readonly github: LocalGitHub;
  readonly servers: readonly MeasuredServer[];
  readonly pulls: readonly PullRequestScenario[];
};

/** So many of each organisation, in turn. */
async function openPulls(github: LocalGitHub): Promise<readonly PullRequestScenario[]> {
  const pulls: PullRequestScenario[] = [];
  const repositories = [];
  for (const login of organisations) {
    repositories.push(await openRepository(openAcme(github, login), "shop", { policy }));
  }
  for (let n = 1; n <= pullsEach; n++) {
    for (const repository of repositories) {
      const files = { [`src/part-${n}.ts`]: "export const part = 0;\n" };
      pulls.push(await repository.openPullRequest({ author: "maria", branch: `part-${n}`, files }));
    }
  }
  return pulls;
}

async function measureSteadily({ github, pulls }: Stage, seconds: number) {
  const { sentMs, writtenMs } = noteHeads(github);
  const startedMs = performance.now();
  for (let pushed = 0; pushed < seconds * pushesPerSecond; pushed++) {
    await sleep(Math.max(0, startedMs + (pushed * 1_000) / pushesPerSecond - performance.now()));
    const pull = pulls[pushed % pulls.length];
    if (pull !== undefined) await push(pull);
  }
  await eventually(() => sentMs.keys().every((headSha) => writtenMs.has(headSha)), patienceMs);
  return percentiles([...sentMs].map(([sha, from]) => (writtenMs.get(sha) ?? Number.NaN) - from));
}

async function measureBursts({ github, servers, pulls }: Stage) {
  const waited: number[] = [];
  let [keys, seconds, cpuSeconds, githubCpuSeconds] = [0, 0, 0, 0];
  for (let round = 0; round < burstRounds; round++) {
    github.webhooks.hold();
    for (const pull of pulls) await push(pull);
    const { writtenMs } = noteHeads(github);
    const before = await workOf(servers);
    const githubBefore = process.cpuUsage();
    const startedMs = performance.now();
    github.webhooks.release();
    await eventually(() => pulls.every(({ headSha }) => writtenMs.has(headSha)), patienceMs);
    seconds += (performance.now() - startedMs) / 1_000;
    const { user, system } = process.cpuUsage(githubBefore);
    githubCpuSeconds += (user + system) / 1e6;
    const after = await workOf(servers);
    keys += after.keys - before.keys;
    cpuSeconds += after.cpuSeconds - before.cpuSeconds;
    waited.push(...pulls.map(({ headSha }) => (writtenMs.get(headSha) ?? Number.NaN) - startedMs));
    await settled(github, servers);
  }
  return {
    burstMs: percentiles(waited),
    keysPerSecond: keys / seconds,
    cpuOfKeyMs: (cpuSeconds * 1_000) / keys,
    coresOfGitHub: githubCpuSeconds / seconds,
  };
}

async function measureFlood({ github, servers }: Stage, seconds: number) {
  const few = await signDeliveries(500, github.app.webhookSecret);
  const before = await workOf(servers);
  const endsMs = performance.now() + seconds * 1_000;
  const startedMs = performance.now();
  const answers = await sendDeliveries(again(few, endsMs), { ports: servers.map(portOf), senders });
  const tookSeconds = (performance.now() - startedMs) / 1_000;
  const accepted = answers.filter(({ status }) => status === 202);
  const cpuSeconds = (await workOf(servers)).cpuSeconds - before.cpuSeconds;
  return {
    cpuOfDeliveryMs: (cpuSeconds * 1_000) / accepted.length,
    deliveriesPerSecond: accepted.length / tookSeconds,
    acknowledgedMs: percentiles(accepted.map(({ ms }) => ms)),
  };
}

function* again<Item>(items: readonly Item[], untilMs: number): Iterable<Item> {
  for (;;) {
    for (const item of items) {
      if (performance.now() > untilMs) return;
      yield item;
    }
  }
}

let turn = 0;

function push(pull: PullRequestScenario): Promise<string> {
  turn += 1;
  const files = { [`src/part-${pull.number}.ts`]: `export const part = ${turn};\n` };
  return pull.push({ message: `Turn ${turn}`, files });
}

async function settled(github: LocalGitHub, servers: readonly MeasuredServer[]): Promise<void> {
  await sleep(100);
  await github.webhooks.settled();
  const areIdle = async () =>
    (await Promise.all(servers.map(({ url }) => isIdle(url)))).every(Boolean);
  if (!(await eventually(areIdle, patienceMs))) throw new Error("the servers are not idle");
}

/** What the servers have done so far: keys worked on, whatever came of it, and processor time. */
async function workOf(servers: readonly MeasuredServer[]) {
  const metrics = await Promise.all(servers.map(({ url }) => readMetrics(url)));
  const all = metrics.flatMap((ofOne) => [...ofOne]);
  const sum = (prefix: string) =>
    all.filter(([name]) => name.startsWith(prefix)).reduce((total, [, value]) => total + value, 0);
  const keys = sum("sluice_reconciles_total");
  return { keys, cpuSeconds: sum("process_cpu_seconds_total") };
}

async function memoryOf({ url }: MeasuredServer): Promise<number> {
  return ((await readMetrics(url)).get("process_resident_memory_bytes") ?? Number.NaN) / 2 ** 20;
}

function portOf({ url }: MeasuredServer): number {
  return Number(new URL(url).port);
}
