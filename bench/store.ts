import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InstallationKey } from "#core/key.ts";
import type { EntryDraft } from "#core/ledger/entry.ts";
import type { DatabaseOptions } from "#store/database.ts";
import { openStore, type Store } from "#store/store.ts";
import { startPostgres } from "../test/support/postgres-server.ts";

/** One measurement. */
export type Rate = {
  readonly database: Store["kind"];
  readonly what: string;
  readonly perSecond: number;
};

/** Concurrent callers, as a burst of webhooks makes them. */
const callers = 64;

/**
 * Measures the store on both databases, each with commits that wait for the disk.
 *
 * @param onRate called as soon as a measurement is there
 */
export async function benchStore(onRate: (rate: Rate) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
  try {
    await measure({ databaseUrl: null, dataDir: folder }, onRate);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const server = await startPostgres({ durable: true });
  try {
    await measure({ databaseUrl: server.url, dataDir: folder }, onRate);
  } finally {
    await server.stop();
  }
}

async function measure(place: DatabaseOptions, onRate: (rate: Rate) => void): Promise<void> {
  const store = await openStore(place);
  const rate = async (what: string, count: number, run: (index: number) => Promise<unknown>) => {
    onRate({ database: store.kind, what, perSecond: await perSecond(count, run) });
  };
  await rate("deliveries accepted", 10_000, (index) => accept(store, index));
  await rate("ledger entries appended", 2_000, (index) => store.ledger.append([draft(index)]));
  await rate("keys claimed and completed, of 10,000 ready", 1_000, () => workOnOne(store));
  await store.close();
}

async function perSecond(count: number, run: (index: number) => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  let next = 0;
  async function caller(): Promise<void> {
    while (next < count) {
      next += 1;
      await run(next);
    }
  }
  await Promise.all(Array.from({ length: callers }, caller));
  return Math.round(count / ((performance.now() - startedMs) / 1_000));
}

function accept(store: Store, index: number): Promise<unknown> {
  const record = { id: `delivery ${index}`, event: "pull_request", action: "synchronize" };
  const pusher = { id: index, login: `user-${index}`, kind: "user" } as const;
  const push = { beforeSha: null, pusher, pushedAtMs: null };
  const headSha = index.toString(16).padStart(40, "0");
  return store.deliveries.accept(
    { ...record, installationId: 1, receivedAtMs: 1_000 },
    {
      keys: [changeKey(index)],
      pushes: [{ repositoryId: 1, branch: "topic", headSha, ...push }],
      commands: [],
      heads: [],
      gates: [],
    },
  );
}

async function workOnOne(store: Store): Promise<void> {
  const wish = {
    owner: "bench",
    nowMs: 2_000,
    leaseMs: 60_000,
    limit: 1,
    perInstallation: callers,
  };
  for (const claimed of await store.queue.claim(wish)) {
    await store.queue.complete(claimed, { againAtMs: null });
  }
}

function changeKey(number: number): InstallationKey {
  const repository = { owner: "acme", name: `service-${number % 50}` };
  return { installationId: number % 20, key: { kind: "change", repository, number } };
}

function draft(index: number): EntryDraft {
  return {
    at: "2026-03-01T09:00:00.000Z",
    kind: "change.decided",
    subject: `acme/shop#${index}`,
    data: { verdict: "approved", reasons: Array.from({ length: 20 }, (_, i) => `reason ${i}`) },
  };
}
