import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { verifyChain } from "#core/ledger/verify-chain.ts";
import { type DatabaseOptions, openDatabase } from "#store/database.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { checkRunsOn } from "../../local-github/world/lookup.ts";
import { assembleBusyTeam, type BusyTeam, type ExpectedPull } from "../support/busy-team.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { dwindles, eventually } from "../support/eventually.ts";
import { hasWork } from "../support/has-work.ts";
import { appRegistration } from "../support/registration.ts";
import { type SeededRandom, seededRandom } from "../support/seeded-random.ts";
import { commentsOn } from "../support/seen.ts";
import {
  environmentOf,
  type ServerProcess,
  startServerProcess,
} from "../support/server-process.ts";
import { findSteadyPort } from "../support/steady-port.ts";

const rounds = { sqlite: 8, postgresql: 3 };
const longestLifeMs = 1_000;
const longestPauseMs = 1_000;
/** While a server starts; where that takes long, the work must not grow with it. */
const mostDeeds = 4;
/** For both to be over on a machine that is busy with much else. */
const timeLimitMs = 900_000;

let github: LocalGitHub;
let folder: string;
const servers: ServerProcess[] = [];

beforeEach(async () => {
  github = await startLocalGitHub(appRegistration());
  github.webhooks.concurrency = 8;
  folder = await mkdtemp(join(tmpdir(), "sluice-kill-"));
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
  await github.stop();
  await rm(folder, { recursive: true, force: true });
});

describeOnEveryDatabase("a server that is killed again and again", (databases) => {
  const { kind, fresh, open, closeAfterTest } = databases;

  test(
    "loses nothing that it acknowledged, and ends where an undisturbed one would",
    async () => {
      const random = seededRandom(20_261_018);
      const database = await fresh();
      const start = await startsAt(database);
      const team = await assembleBusyTeam(github, random);
      for (let round = 1; round <= rounds[kind]; round++) {
        await workUntilKilled(start(), team, random);
        await team.act();
      }

      const server = start();
      await server.ready();
      const store = await open({ ...database, readOnly: true });
      const queue = closeAfterTest(await openDatabase({ ...database, readOnly: true }));
      const lost = async () => {
        const ids = github.webhooks.deliveries.map(({ guid }) => guid);
        const stored = await store.deliveries.known(ids);
        return ids.filter((id) => !stored.has(id));
      };
      const unfinished = () => team.pulls.filter((pull) => !isAsExpected(pull));
      await dwindles(async () => unfinished().length + (await lost()).length);
      await eventually(async () => !(await hasWork(queue, Date.now())));
      expect(team.pulls.map(({ pull }) => shown(pull))).toEqual(team.pulls.map(expected));
      for (const { pull, conclusion, reopened } of team.pulls) {
        expect(runsOnHead(pull)).toBeLessThanOrEqual(1 + reopened);
        // One that was approved before the server saw it wait needs none.
        expect(commentsOn(pull).length).toBeLessThanOrEqual(1);
        if (conclusion === null) expect(commentsOn(pull)).toHaveLength(1);
      }
      expect(github.unhandledRequests).toEqual([]);
      expect(await server.terminate()).toBe(0);

      // Those that were answered with 202, and those that only GitHub knew of until it was asked.
      expect(await lost()).toEqual([]);
      expect(await store.queue.deadKeys()).toEqual([]);
      expect(await verifyChain(store.ledger.read())).toMatchObject({ ok: true });
    },
    timeLimitMs,
  );
});

/** The way to start the server, always at the same address, and GitHub's deliveries led there. */
async function startsAt(database: DatabaseOptions): Promise<() => ServerProcess> {
  const port = await findSteadyPort();
  github.useWebhookUrl(`http://127.0.0.1:${port}/api/github/webhooks`);
  const environment = {
    ...environmentOf(github),
    PORT: String(port),
    DATA_DIR: database.dataDir,
    ...(database.databaseUrl !== null && { DATABASE_URL: database.databaseUrl }),
    // A sweep asks for 100 lost deliveries at most: should more be lost, the next one comes soon.
    SLUICE_SWEEP_SECONDS: "10",
  };
  return () => {
    const server = startServerProcess({ environment, folder });
    servers.push(server);
    return server;
  };
}

/** People go on working, whether the server starts, works or is gone. */
async function workUntilKilled(
  server: ServerProcess,
  team: BusyTeam,
  random: SeededRandom,
): Promise<void> {
  // One in four does not live to see its start.
  const start = random.below(4) === 0 ? Promise.resolve() : server.ready();
  let over = false;
  const life = start
    .then(() => sleep(random.below(longestLifeMs)))
    .finally(() => {
      over = true;
    });
  for (let deed = 1; deed <= mostDeeds && !over; deed++) {
    await team.act();
    await sleep(random.below(longestPauseMs));
  }
  await life;
  // Much at once, so that the end comes between a delivery's arrival and its answer.
  for (let deed = 1; deed <= 5; deed++) await team.act();
  await sleep(random.below(20));
  await server.kill();
}

type Pull = ExpectedPull["pull"];

function isAsExpected({ pull, conclusion }: ExpectedPull): boolean {
  return pull.checkRun !== null && pull.checkRun.conclusion === conclusion;
}

/** What a pull request shows of us in the end. */
function shown(pull: Pull) {
  const startsWith = (kind: string) => pull.labels.filter((name) => name.startsWith(kind)).length;
  return {
    number: pull.number,
    check: pull.checkRun?.name,
    conclusion: pull.checkRun?.conclusion,
    riskLabels: startsWith("risk: "),
    changeLabels: startsWith("change: "),
  };
}

function expected({ pull, conclusion }: ExpectedPull): ReturnType<typeof shown> {
  const check = "change control: main";
  return { number: pull.number, check, conclusion, riskLabels: 1, changeLabels: 1 };
}

function runsOnHead({ state, headSha }: Pull): number {
  return checkRunsOn(state.repository, headSha, "all").length;
}
