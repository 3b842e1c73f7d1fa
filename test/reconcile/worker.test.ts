import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { pino } from "pino";
import { RetryLater, TerminalError } from "#core/errors.ts";
import type { Reconcile } from "#reconcile/work-on-key.ts";
import { startWorker, type Worker } from "#reconcile/worker.ts";
import { openStore, type Store } from "#store/store.ts";
import { changeKey } from "../support/keys.ts";

let dataDir: string;
let store: Store;
let worker: Worker | null;
/** The worker's clock, in milliseconds: time passes only when a test says so. */
let nowMs: number;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sluice-worker-"));
  nowMs = 1_000_000;
  store = await openStore({ databaseUrl: null, dataDir, now: () => nowMs });
  worker = null;
});

afterEach(async () => {
  await worker?.stop();
  await store.close();
  await rm(dataDir, { recursive: true });
});

function start(reconcile: Reconcile, concurrency = 4): void {
  worker = startWorker({
    queue: store.queue,
    reconcile,
    owner: "this process",
    concurrency,
    now: () => nowMs,
    log: pino({ level: "silent" }),
  });
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}

const isIdle = async () => {
  const { ready, leased } = await store.queue.stats(nowMs);
  return ready + leased === 0;
};

/** Lets time pass, and wakes the worker as a new key would. */
async function passTime(ms: number): Promise<void> {
  nowMs += ms;
  await store.queue.markDirty([changeKey(999)], nowMs + 10 ** 9);
}

const fails = (error: Error) => async () => {
  throw error;
};

describe("the worker", () => {
  test("works on what is dirty, and again when it is marked meanwhile", async () => {
    const seen: number[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    start(async ({ key }) => {
      seen.push(key.kind === "change" ? key.number : 0);
      if (seen.length === 1) await held;
      return { againAtMs: null };
    });
    await store.queue.markDirty([changeKey(1)], nowMs);
    await until(() => seen.length === 1);
    await store.queue.markDirty([changeKey(1)], nowMs);
    await store.queue.markDirty([changeKey(1)], nowMs);
    release();
    await until(isIdle);
    expect(seen).toEqual([1, 1]);
  });

  test("never works on one key twice at a time", async () => {
    let inWork = 0;
    let most = 0;
    let runs = 0;
    start(async () => {
      inWork += 1;
      most = Math.max(most, inWork);
      await sleep(5);
      inWork -= 1;
      runs += 1;
      return { againAtMs: null };
    });
    for (let i = 0; i < 10; i++) {
      await store.queue.markDirty([changeKey(1)], nowMs);
      await sleep(2);
    }
    await until(isIdle);
    expect(most).toBe(1);
    expect(runs).toBeGreaterThan(1);
  });

  test("looks again by the clock when a reconcile asks for it", async () => {
    let runs = 0;
    start(async () => {
      runs += 1;
      return { againAtMs: runs === 1 ? nowMs + 60_000 : null };
    });
    await store.queue.markDirty([changeKey(1)], nowMs);
    await until(() => runs === 1);
    await passTime(59_000);
    await sleep(30);
    expect(runs).toBe(1);
    await passTime(1_000);
    await until(() => runs === 2);
  });

  test("waits for GitHub as long as it takes, at the time that GitHub names", async () => {
    let runs = 0;
    start(async () => {
      runs += 1;
      if (runs <= 25) throw new RetryLater("GitHub asks to wait", nowMs + 60_000);
      return { againAtMs: null };
    });
    await store.queue.markDirty([changeKey(1)], nowMs);
    for (let turn = 1; turn <= 25; turn++) {
      await until(() => runs === turn);
      await until(async () => (await store.queue.stats(nowMs)).leased === 0);
      await passTime(60_000);
    }
    await until(() => runs === 26);
    expect(await store.queue.deadKeys()).toEqual([]);
  });

  test("sets a key aside at once when no retry will mend it", async () => {
    start(fails(new TerminalError("the App may not write checks here")));
    await store.queue.markDirty([changeKey(1)], nowMs);
    await until(async () => (await store.queue.deadKeys()).length === 1);
    expect(await store.queue.deadKeys()).toMatchObject([
      { ...changeKey(1), error: "the App may not write checks here" },
    ]);
  });

  test("sets a key aside after ten faults, not before", async () => {
    let runs = 0;
    start(async () => {
      runs += 1;
      throw new TypeError("undefined is not a function");
    });
    await store.queue.markDirty([changeKey(1)], nowMs);
    for (let turn = 1; turn <= 10; turn++) {
      await until(() => runs === turn);
      await until(async () => (await store.queue.stats(nowMs)).leased === 0);
      await passTime(10 * 60_000);
    }
    await until(async () => (await store.queue.deadKeys()).length === 1);
    expect(runs).toBe(10);
  });

  test("does not let a key that takes the process down take it down for ever", async () => {
    await store.queue.markDirty([changeKey(1)], nowMs);
    // Ten processes that claimed it and never came back.
    for (let process = 0; process < 11; process++) {
      await store.queue.claim({ owner: `process ${process}`, nowMs, leaseMs: 1_000, limit: 1 });
      nowMs += 2_000;
    }
    let runs = 0;
    start(async () => {
      runs += 1;
      return { againAtMs: null };
    });
    await until(async () => (await store.queue.deadKeys()).length === 1);
    expect(runs).toBe(0);
  });

  test("writes nothing after it stood still: what it knew is old, and it begins anew", async () => {
    let runs = 0;
    const written: number[] = [];
    start(async (_, confirmLease) => {
      runs += 1;
      if (runs === 1) nowMs += 11_000;
      confirmLease();
      written.push(runs);
      return { againAtMs: null };
    });
    await store.queue.markDirty([changeKey(1)], nowMs);
    await until(() => runs === 1);
    await until(async () => (await store.queue.stats(nowMs)).leased === 0);
    await passTime(60_000);
    await until(isIdle);
    expect(written).toEqual([2]);
  });

  test.each([
    ["ended well", async () => ({ againAtMs: null })],
    ["failed", fails(new RetryLater("GitHub is away"))],
    ["failed for good", fails(new TerminalError("the App may not write checks here"))],
  ])(
    "looks once more at what somebody else has worked on since, when its own work %s",
    async (_, end) => {
      let runs = 0;
      start(async () => {
        runs += 1;
        if (runs > 1) return { againAtMs: null };
        nowMs += 16_000;
        const other = { owner: "another process", nowMs, leaseMs: 1_000, limit: 1 };
        for (const claim of await store.queue.claim(other)) {
          await store.queue.complete(claim, { againAtMs: null });
        }
        return end();
      });
      await store.queue.markDirty([changeKey(1)], nowMs);
      await until(() => runs === 2);
      await until(isIdle);
      expect(await store.queue.deadKeys()).toEqual([]);
    },
  );

  test("finishes what it has begun before it stops, and begins nothing new", async () => {
    let finished = 0;
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    start(async () => {
      await released;
      finished += 1;
      return { againAtMs: null };
    }, 1);
    await store.queue.markDirty([changeKey(1), changeKey(2)], nowMs);
    await until(async () => (await store.queue.stats(nowMs)).leased === 1);
    const stopped = worker?.stop();
    release();
    await stopped;
    worker = null;
    expect(finished).toBe(1);
    expect(await store.queue.stats(nowMs)).toMatchObject({ ready: 1, leased: 0 });
  });
});
