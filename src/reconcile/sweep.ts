import type { Logger } from "pino";
import type { WatchedEnvironments } from "#core/gate/watched-environments.ts";
import type { InstallationKey, RepositoryName } from "#core/key.ts";
import { formatRepository } from "#core/key.ts";
import { findMissedPushes, type MissedPushesPorts } from "./find-missed-pushes.ts";
import { findMissedGates, type WaitingJobsPorts } from "./find-waiting-jobs.ts";
import { type BudgetAtGitHub, isScarce } from "./keep-reserve.ts";
import type { ChangeStore, GitHub, NoteRepositories } from "./ports.ts";
import type { ReleasesAtGitHub, TagStore } from "./release-ports.ts";
import { findMissedReleases } from "./watch-tags.ts";

/** A delivery that GitHub could not hand over. */
type FailedDelivery = {
  /** GitHub's number of this attempt. */
  readonly id: string;
  /** `X-GitHub-Delivery`: the same for every attempt. */
  readonly guid: string;
};

/** A repository on which the App is installed. */
type KnownRepository = {
  readonly installationId: number;
  readonly repository: RepositoryName;
  /** Milliseconds since the epoch; 0: never. */
  readonly sweptAtMs: number;
};

/** An account on which the App is installed. */
type Installation = {
  readonly id: number;
  readonly account: string;
  readonly state: "active" | "suspended";
};

/** What the sweep needs besides the reconcilers' ports. */
export type SweepPorts = Omit<MissedPushesPorts, "github"> & {
  readonly github: Pick<GitHub, "listOpenPullRequests" | "listRepositories"> &
    Pick<ReleasesAtGitHub, "listTags"> &
    BudgetAtGitHub &
    WaitingJobsPorts["github"] &
    MissedPushesPorts["github"] & {
      listInstallations(): Promise<readonly Installation[]>;
      failedDeliveries(sinceMs: number): Promise<readonly FailedDelivery[]>;
      requestRedelivery(id: string): Promise<void>;
    };
  readonly changes: Pick<ChangeStore, "lastLook" | "openDecided">;
  readonly gates: WaitingJobsPorts["gates"];
  readonly tags: TagStore;
  readonly watches: {
    watched(repository: RepositoryName): Promise<WatchedEnvironments>;
  };
  readonly installations: {
    installations(): Promise<readonly Installation[]>;
    installationsWithKeys(): Promise<readonly number[]>;
    upsertInstallation(installation: Installation): Promise<void>;
    removeInstallation(id: number): Promise<void>;
  };
  readonly noteRepositories: NoteRepositories;
  /** Which of these delivery ids are stored. */
  readonly knownDeliveries: (guids: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Repositories, the one swept longest ago first. */
  readonly repositoriesToSweep: (limit: number) => Promise<readonly KnownRepository[]>;
  readonly noteSwept: (repository: KnownRepository, atMs: number) => Promise<void>;
  /** Forgets what is of no use any more. */
  readonly prune: (nowMs: number) => Promise<void>;
  readonly log: Logger;
};

/** Bounds of one sweep, in GitHub calls. */
const mostRepositories = 100;
const mostRedeliveries = 100;
/** Rules of environments seldom change, and each costs a call. */
const rulesEveryMs = 3_600_000;
/** Of more open pull requests than these a list tells only those that moved last. */
const mostListed = 3_000;
/** GitHub keeps deliveries for three days: https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks */
const deliveriesKeptMs = 3 * 24 * 3_600_000;

/**
 * Finds what the webhooks missed: new installations, deliveries that failed (they are asked for again), open pull requests that moved
 * since they were last decided, decided ones that are open no more, jobs that wait for an answer, tags that came, moved or went since they
 * were looked at, pushes to controlled branches, and protection rules that were taken off. One part's failure does not stop the others; the
 * next sweep tries again. Repositories are left out while little is left of their installation's calls.
 *
 * `isStopped` ends it early: many repositories take their time.
 */
async function sweep(
  ports: SweepPorts,
  nowMs: number,
  isStopped: () => boolean = () => false,
): Promise<void> {
  await noteInstallations(ports, nowMs).catch((error: unknown) => {
    ports.log.warn({ err: error }, "the sweep could not list the installations");
  });
  await askForLostDeliveries(ports, nowMs).catch((error: unknown) => {
    ports.log.warn({ err: error }, "the sweep could not look for lost deliveries");
  });
  for (const known of await ports.repositoriesToSweep(mostRepositories)) {
    if (isStopped()) return;
    if (!isScarce(ports.github.budgetLeft(known.installationId))) {
      await markAllMissed(ports, known, nowMs);
    }
    // Also after a failure: one repository that can't be read must not keep the others waiting.
    await ports.noteSwept(known, nowMs);
  }
  await ports.prune(nowMs).catch((error: unknown) => {
    ports.log.warn({ err: error }, "the sweep could not forget what is old");
  });
}

async function markAllMissed(
  ports: SweepPorts,
  known: KnownRepository,
  nowMs: number,
): Promise<void> {
  for (const markMissed of [
    markMissedChanges,
    markMissedReleases,
    markMissedGates,
    markMissedPushes,
    markRules,
  ]) {
    await markMissed(ports, known, nowMs).catch((error: unknown) => {
      const repository = formatRepository(known.repository);
      ports.log.warn({ err: error, repository }, "the sweep could not look at a repository");
    });
  }
}

/**
 * An installation that is new is worked on as a whole; of the others the list of repositories is brought up to date. One that is gone is
 * forgotten, with the work that a late delivery may have left for it.
 */
async function noteInstallations(ports: SweepPorts, nowMs: number): Promise<void> {
  const known = new Map((await ports.installations.installations()).map((i) => [i.id, i]));
  // Read before GitHub's list: what came since is not gone.
  const gone = new Set([...known.keys(), ...(await ports.installations.installationsWithKeys())]);
  for (const installation of await ports.github.listInstallations()) {
    const { id, state } = installation;
    const before = known.get(id);
    gone.delete(id);
    await ports.installations.upsertInstallation(installation);
    if (state === "suspended") continue;
    if (before?.state === "active") {
      await ports.noteRepositories(id, await ports.github.listRepositories(id));
    } else {
      await ports.markDirty([{ installationId: id, key: { kind: "installation" } }], nowMs);
    }
  }
  for (const id of gone) await ports.installations.removeInstallation(id);
}

async function askForLostDeliveries(ports: SweepPorts, nowMs: number): Promise<void> {
  const failed = await ports.github.failedDeliveries(nowMs - deliveriesKeptMs);
  const known = await ports.knownDeliveries(failed.map((delivery) => delivery.guid));
  const lost = new Map(
    failed.filter(({ guid }) => !known.has(guid)).map((delivery) => [delivery.guid, delivery]),
  );
  for (const delivery of [...lost.values()].slice(0, mostRedeliveries)) {
    await ports.github.requestRedelivery(delivery.id);
  }
  if (lost.size > 0) ports.log.info({ deliveries: lost.size }, "asked for lost deliveries again");
}

async function markMissedChanges(
  ports: SweepPorts,
  { installationId, repository }: KnownRepository,
  nowMs: number,
): Promise<void> {
  const open = await ports.github.listOpenPullRequests(installationId, repository);
  const missed: InstallationKey[] = [];
  for (const { number, headSha, updatedAt } of open) {
    const last = await ports.changes.lastLook(repository, number);
    if (last?.headSha === headSha && last.updatedAt === updatedAt) continue;
    missed.push({ installationId, key: { kind: "change", repository, number } });
  }
  // Merged or closed since, and nobody told: perhaps without being approved.
  const listed = new Set(open.map(({ number }) => number));
  const decided = open.length < mostListed ? await ports.changes.openDecided(repository) : [];
  for (const number of decided.filter((one) => !listed.has(one))) {
    missed.push({ installationId, key: { kind: "change", repository, number } });
  }
  if (missed.length > 0) await ports.markDirty(missed, nowMs, "search");
}

async function markMissedReleases(
  ports: SweepPorts,
  { installationId, repository }: KnownRepository,
  nowMs: number,
): Promise<void> {
  const missed = await findMissedReleases(ports, installationId, repository);
  if (missed.length > 0) await ports.markDirty(missed, nowMs, "search");
}

async function markMissedGates(
  ports: SweepPorts,
  { installationId, repository }: KnownRepository,
  nowMs: number,
): Promise<void> {
  const missed = await findMissedGates(ports, installationId, repository);
  if (missed.length > 0) await ports.markDirty(missed, nowMs, "search");
}

function markMissedPushes(
  ports: SweepPorts,
  { installationId, repository }: KnownRepository,
  nowMs: number,
): Promise<void> {
  return findMissedPushes(ports, installationId, repository, nowMs);
}

/** GitHub tells nobody when a protection rule is taken off: the first sweep of each hour has the rules looked at. No call. */
async function markRules(
  { watches, markDirty }: SweepPorts,
  { installationId, repository, sweptAtMs }: KnownRepository,
  nowMs: number,
): Promise<void> {
  const isDue = Math.floor(nowMs / rulesEveryMs) > Math.floor(sweptAtMs / rulesEveryMs);
  if (!isDue || (await watches.watched(repository)).size === 0) return;
  await markDirty([{ installationId, key: { kind: "protection-rules", repository } }], nowMs);
}

/** Sweeps at once and then again and again, one sweep at a time; the answer stops it and waits for the sweep under way. */
export function startSweeping(
  ports: SweepPorts,
  options: { readonly everyMs: number; readonly now: () => number },
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay = Promise.resolve();
  const turn = () => {
    underWay = sweep(ports, options.now(), () => stopped)
      .catch((error: unknown) => ports.log.warn({ err: error }, "the sweep failed"))
      .finally(() => {
        if (!stopped) timer = setTimeout(turn, options.everyMs);
      });
  };
  turn();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await underWay;
  };
}
