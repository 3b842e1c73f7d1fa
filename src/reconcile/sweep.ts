import type { Logger } from "pino";
import type { InstallationKey, RepositoryName } from "#core/key.ts";
import { formatRepository } from "#core/key.ts";
import type { ChangeStore, GitHub, MarkDirty } from "./ports.ts";

/** A delivery that GitHub could not hand over. */
export type FailedDelivery = {
  /** GitHub's number of this attempt. */
  readonly id: number;
  /** `X-GitHub-Delivery`: the same for every attempt. */
  readonly guid: string;
};

/** A repository on which the App is installed. */
export type KnownRepository = {
  readonly installationId: number;
  readonly repository: RepositoryName;
};

/** What the sweep needs besides the reconcilers' ports. */
export type SweepPorts = {
  readonly github: Pick<GitHub, "listOpenPullRequests"> & {
    failedDeliveries(sinceMs: number): Promise<readonly FailedDelivery[]>;
    requestRedelivery(id: number): Promise<void>;
  };
  readonly changes: Pick<ChangeStore, "lastDecided">;
  /** Which of these delivery ids are stored. */
  readonly knownDeliveries: (guids: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Repositories, the one swept longest ago first. */
  readonly repositoriesToSweep: (limit: number) => Promise<readonly KnownRepository[]>;
  readonly noteSwept: (repository: KnownRepository, atMs: number) => Promise<void>;
  readonly markDirty: MarkDirty;
  readonly log: Logger;
};

/** Bounds of one sweep, in GitHub calls. */
const mostRepositories = 100;
const mostRedeliveries = 100;
/** GitHub keeps deliveries for three days: https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks */
const deliveriesKeptMs = 3 * 24 * 3_600_000;

/**
 * Finds what the webhooks missed: deliveries that failed are asked for again, and open pull requests that moved since they were last
 * decided are marked. One part's failure does not stop the other; the next sweep tries again.
 */
export async function sweep(ports: SweepPorts, nowMs: number): Promise<void> {
  await askForLostDeliveries(ports, nowMs).catch((error: unknown) => {
    ports.log.warn({ err: error }, "the sweep could not look for lost deliveries");
  });
  for (const known of await ports.repositoriesToSweep(mostRepositories)) {
    await markMissedChanges(ports, known, nowMs).catch((error: unknown) => {
      const repository = formatRepository(known.repository);
      ports.log.warn({ err: error, repository }, "the sweep could not look at a repository");
    });
    // Also after a failure: one repository that can't be read must not keep the others waiting.
    await ports.noteSwept(known, nowMs);
  }
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
    const last = await ports.changes.lastDecided(repository, number);
    if (last?.headSha === headSha && last.updatedAt === updatedAt) continue;
    missed.push({ installationId, key: { kind: "change", repository, number } });
  }
  if (missed.length > 0) await ports.markDirty(missed, nowMs);
}
