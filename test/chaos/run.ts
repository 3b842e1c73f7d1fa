import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Database, type DatabaseOptions, openDatabase } from "#store/database.ts";
import { openStore, type Store } from "#store/store.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { eventually } from "../support/eventually.ts";
import { appRegistration } from "../support/registration.ts";
import { type SeededRandom, seededRandom } from "../support/seeded-random.ts";
import { carryOut } from "./carry-out.ts";
import { drawDeed } from "./deed.ts";
import { findInStore, findSecrets, listWork, unknownDeliveries } from "./in-the-store.ts";
import { findDoubles, findWrong } from "./invariants.ts";
import { type Mischief, plotMischief, type Tally } from "./mischief.ts";
import { type SecondLook, secondLook } from "./second-look.ts";
import { placeServers, type Servers } from "./servers.ts";
import { daysFrom, openShop } from "./shop.ts";
import { openStage, type Stage } from "./stage.ts";
import type { Finding, Violation } from "./violation.ts";
import { Watch } from "./watch.ts";

export type ChaosOptions = {
  readonly seed: number;
  /** In each a server is killed while people go on working. */
  readonly rounds: number;
  readonly processes: number;
  readonly database: DatabaseOptions;
  /** The share of requests to GitHub that fail, 0 to 1. */
  readonly faults: number;
  readonly say: (line: string) => void;
};

export type ChaosReport = {
  readonly deeds: number;
  /** Of these, what GitHub did not let people do. */
  readonly refusedDeeds: number;
  readonly deliveries: number;
  readonly requests: number;
  readonly kills: number;
  readonly tally: Tally;
  readonly seconds: number;
  readonly violations: readonly Violation[];
};

/** So often everything is left to settle, and held against the oracle. */
const roundsUntilCalm = 8;
const deedsInRound = 8;
const longestPauseMs = 250;
/** Longer than any key waits for its next attempt: see `reconcile/back-off.ts`. */
const pastEveryRetryMs = 6 * 60_000;
/** Longer than a key is kept for whoever works on it: see `reconcile/worker.ts`. */
const pastEveryLeaseMs = 16_000;
/** Long also for a machine that is busy with much else. */
const patienceMs = 300_000;

type Run = {
  readonly options: ChaosOptions;
  readonly stage: Stage;
  readonly servers: Servers;
  readonly mischief: Mischief;
  readonly watch: Watch;
  readonly store: Store;
  readonly database: Database;
  readonly lookAgain: SecondLook;
  /** Of deeds, and of what has to do with time: kills, pauses, clocks. */
  readonly random: { readonly deeds: SeededRandom; readonly times: SeededRandom };
  readonly clock: { aheadMs: number };
  readonly counts: { deeds: number; refused: number };
  readonly tell: (finding: Finding) => void;
  during: string;
};

/** Plays a history that the seed determines, among faults, tricks and kills that it draws, and reports what must not have been. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-chaos-"));
  const clock = { aheadMs: 0 };
  const now = () => new Date(Date.now() + clock.aheadMs);
  const github = await startLocalGitHub({ ...appRegistration(), clock: now });
  github.webhooks.concurrency = 4;
  github.rateLimit.limit = Number.MAX_SAFE_INTEGER;
  const closing: (() => Promise<unknown>)[] = [
    () => github.stop(),
    () => rm(folder, { recursive: true, force: true }),
  ];
  try {
    return await runOn(github, folder, clock, options, closing);
  } finally {
    for (const close of closing) await close();
  }
}

async function runOn(
  github: LocalGitHub,
  folder: string,
  clock: Run["clock"],
  options: ChaosOptions,
  closing: (() => Promise<unknown>)[],
): Promise<ChaosReport> {
  const { seed, database, processes, faults } = options;
  const beganMs = performance.now();
  const violations: Violation[] = [];
  const beginMs = Math.floor(Date.now() / 1_000) * 1_000;
  const days = daysFrom(beginMs);
  const servers = await placeServers({ github, database, processes, folder });
  closing.unshift(() => servers.killAll());
  const shop = await openShop(github, beginMs);
  const stage = openStage({ github, shop, days, random: branchOf(seed, 1) });
  const deliveryRandom = branchOf(seed, 2);
  const mischief = plotMischief(
    github,
    { deliveries: deliveryRandom, requests: branchOf(seed, 3) },
    faults,
  );
  servers.leadTo(0);
  await servers.start();
  await deployFirst(stage);
  await servers.terminateAll();
  await servers.start();
  const store = await openStore({ ...database, readOnly: true });
  const tables = await openDatabase({ ...database, readOnly: true });
  closing.unshift(
    () => store.close(),
    () => tables.close(),
  );
  const tell = (finding: Finding) => {
    const atSeconds = Math.round((performance.now() - beganMs) / 1_000);
    violations.push({ ...finding, atSeconds, during: run.during });
    options.say(`  ! ${finding.kind}: ${finding.subject}: ${finding.what}`);
  };
  const run: Run = {
    ...{ options, stage, servers, mischief, store, database: tables, clock, tell },
    watch: new Watch(stage, tell),
    lookAgain: secondLook(store, stage),
    random: { deeds: branchOf(seed, 4), times: branchOf(seed, 5) },
    counts: { deeds: 0, refused: 0 },
    during: "the beginning",
  };
  github.disturbance = (request) => {
    const failure = mischief.failureOf();
    if (failure === null) run.watch.note(request);
    return failure;
  };
  await playRounds(run);
  for (const finding of findSecrets(stage, servers.said)) tell(finding);
  for (const what of github.unhandledRequests) {
    tell({ kind: "unhandled", subject: "the stand-in", what });
  }
  return {
    deeds: run.counts.deeds,
    refusedDeeds: run.counts.refused,
    deliveries: github.webhooks.deliveries.length,
    requests: github.traffic.requests.length,
    kills: servers.kills,
    tally: mischief.tally,
    seconds: Math.round((performance.now() - beganMs) / 1_000),
    violations,
  };
}

/** What runs before anything goes wrong: with the first deployment the policy accepts whatever is there. */
async function deployFirst(stage: Stage): Promise<void> {
  await carryOut(stage, { kind: "deploy" });
  const isLetThrough = () => carryOut(stage, { kind: "finish", conclusion: "success" });
  if (!(await eventually(isLetThrough))) throw new Error("the first deployment does not pass");
}

async function playRounds(run: Run): Promise<void> {
  const { rounds, say } = run.options;
  for (let round = 1; round <= rounds; round++) {
    run.during = `round ${round}`;
    await playRound(run);
    const { stage, counts, servers } = run;
    say(
      `round ${round}: ${counts.deeds} deeds, ${stage.stories.length} pull requests, ${servers.kills} kills`,
    );
    if (round % roundsUntilCalm === 0 || round === rounds) {
      run.during = `the calm after round ${round}`;
      await comeToRest(run);
    }
  }
}

/** People work while servers start, work and die. */
async function playRound(run: Run): Promise<void> {
  const { servers, mischief, random, clock } = run;
  const { times } = random;
  mischief.letLoose();
  // It fails where one is killed before it is up.
  const start = () => servers.start().catch(() => {});
  let starting = start();
  const victim = times.below(servers.count);
  const killAfter = times.below(deedsInRound);
  const sleeping = servers.count > 1 && times.below(4) === 0 ? fallAsleep(run, starting) : null;
  for (let deed = 0; deed < deedsInRound; deed++) {
    servers.leadTo(times.below(servers.count));
    if (times.below(6) === 0) servers.setClock(victim, clock.aheadMs + times.below(4_000) - 2_000);
    await playDeed(run);
    // One that is not up yet is not waited for: it may be killed before it is.
    if (deed === killAfter) {
      if (times.below(5) > 0) await starting;
      await sleep(times.below(800));
      await servers.kill(victim);
      // At times it stays away until the next round.
      if (times.below(4) > 0) starting = start();
    }
    await sleep(times.below(longestPauseMs));
  }
  await starting;
  await sleeping;
}

/** One of several servers sleeps until another has taken over what it was working on, and wakes up with it still in its hands. */
async function fallAsleep(
  { servers, random, mischief }: Run,
  starting: Promise<void>,
): Promise<void> {
  const index = random.times.below(servers.count);
  const afterMs = random.times.below(1_500);
  await starting;
  await sleep(afterMs);
  mischief.count("servers asleep");
  await servers.suspend(index, pastEveryLeaseMs);
}

async function playDeed({ mischief, stage, random, watch, counts }: Run): Promise<void> {
  mischief.beforeDeed();
  const startMs = performance.now();
  const done = await carryOut(stage, drawDeed(random.deeds));
  watch.noteMoments(startMs);
  counts.deeds += 1;
  if (!done) counts.refused += 1;
}

/**
 * Everything works again and nobody does anything: what is owed must come to pass, and stand as the oracle says. The servers are killed and
 * their clocks put forward, so that no retry is waited for; afterwards a freeze begins or ends, of which no delivery tells.
 */
async function comeToRest(run: Run): Promise<void> {
  const { servers, mischief, stage, clock, watch } = run;
  mischief.calm();
  await servers.killAll();
  moveClock(run, pastEveryRetryMs);
  servers.leadTo(0);
  await servers.start();
  await expectRest(run);
  const jumpMs = stage.days.nextJumpMs(Date.now() + clock.aheadMs);
  const startMs = performance.now();
  moveClock(run, jumpMs);
  watch.noteMoments(startMs);
  await expectRest(run);
}

function moveClock({ servers, clock }: Run, byMs: number): void {
  clock.aheadMs += byMs;
  for (let index = 0; index < servers.count; index++) servers.setClock(index, clock.aheadMs);
}

async function expectRest({ stage, store, database, clock, lookAgain, tell }: Run): Promise<void> {
  let left: readonly string[] = [];
  const settled = await eventually(async () => {
    await stage.github.webhooks.settled();
    const keys = await listWork(database, Date.now() + clock.aheadMs);
    left = [...keys, ...(await unknownDeliveries(stage, store))];
    return left.length === 0 && findWrong(stage).length + findDoubles(stage).length === 0;
  }, patienceMs);
  if (!settled && left.length > 0) {
    const now = new Date(Date.now() + clock.aheadMs).toISOString();
    const what = `at ${now} these are left: ${left.join("; ")}`;
    tell({ kind: "not settled", subject: "the queue", what });
  }
  for (const finding of [
    ...findWrong(stage),
    ...findDoubles(stage),
    ...(await findInStore(stage, store)),
    ...(await lookAgain(Date.now() + clock.aheadMs)),
  ]) {
    tell(finding);
  }
}

/** One of several independent sequences of a seed. */
function branchOf(seed: number, branch: number): SeededRandom {
  const random = seededRandom(Math.imul(seed * 8 + branch, 0x9e3779b1));
  // Similar seeds have similar first numbers.
  for (let skipped = 0; skipped < 16; skipped++) random.below(2);
  return random;
}
