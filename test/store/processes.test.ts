import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { verifyChain } from "#core/ledger/verify-chain.ts";
import { openDatabase } from "#store/database.ts";
import type { Queue } from "#store/queue.ts";
import { startProcess, type TestProcess } from "../support/child-process.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { changeKey } from "../support/keys.ts";

/** What a worker printed of one claim: twice, unless it was killed in between. */
type Work = {
  readonly installationId: number;
  readonly key: unknown;
  readonly token: string;
  readonly claimedMs: number;
  readonly startedMs: number;
  readonly endedMs?: number;
  readonly completed?: boolean;
};

describeOnEveryDatabase("several processes", (databases) => {
  function start(script: string, ...args: readonly unknown[]): TestProcess {
    const started = startProcess(`test/store/processes/${script}.ts`, ...args);
    databases.closeAfterTest({ close: () => started.kill() });
    return started;
  }

  test("that start at once make one schema, and one chain of what all append", async () => {
    const location = await databases.fresh();
    const names = ["one", "two", "three"];
    const started = names.map((name) => start("append-entries", location, name));
    await Promise.all(started.map((process) => process.succeeded()));
    const { ledger } = await databases.open(location);
    expect(await verifyChain(ledger.read())).toMatchObject({ ok: true, entries: 180 });
    for (const name of names) expect(await ledger.entriesOf(`by ${name}`)).toHaveLength(60);
  });

  test("killed while they accept deliveries lose none that they acknowledged", async () => {
    const location = await databases.fresh();
    const acknowledged: string[] = [];
    for (const round of [1, 2, 3]) {
      const accepting = start("accept-deliveries", location, round);
      await accepting.printed(50);
      await accepting.kill();
      acknowledged.push(...accepting.lines);
    }
    const { deliveries } = await databases.open(location);
    const known = await deliveries.known(acknowledged);
    expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
  });

  test("killed while they accept deliveries leave none without its key", async () => {
    const location = await databases.fresh();
    const accepting = start("accept-deliveries", location, 1);
    await accepting.printed(50);
    await accepting.kill();
    const { tables } = databases.closeAfterTest(await openDatabase(location));
    const keys = tables.selectFrom("dirty_key").select("key");
    const deliveries = tables.selectFrom("delivery").select("id");
    expect(await keys.execute()).toHaveLength((await deliveries.execute()).length);
  });

  test("never work on one key at a time, and leave no mark undone when some are killed", async () => {
    const leaseMs = 400;
    const location = await databases.fresh();
    const { queue } = await databases.open(location);
    const stopMarking = markAgainAndAgain(queue);
    const workers = [start("work-on-keys", location, "steady", leaseMs)];
    for (let interrupted = 0; interrupted < 2; ) {
      const worker = start("work-on-keys", location, `short-lived ${workers.length}`, leaseMs);
      workers.push(worker);
      await worker.printed(10);
      await worker.kill();
      if (worksOf([worker]).some(({ endedMs }) => endedMs === undefined)) interrupted += 1;
    }
    await stopMarking();
    while ((await queue.nextReadyAt()) !== null) await delay(20);
    expect(overlaps(worksOf(workers), leaseMs)).toEqual([]);
  });

  test("let no busy installation keep a quiet one waiting", async () => {
    const location = await databases.fresh();
    const { queue } = await databases.open(location);
    const busy = Array.from({ length: 60 }, (_, number) => changeKey(number, 1));
    await queue.markDirty([...busy, changeKey(1, 2)], Date.now());
    const workers = ["one", "two"].map((name) => start("work-on-keys", location, name, 60_000));
    while ((await queue.nextReadyAt()) !== null) await delay(20);
    const works = worksOf(workers).toSorted((a, b) => a.claimedMs - b.claimedMs);
    expect(works).toHaveLength(61);
    // Each worker takes three keys at a time: it is among the first of one of them.
    const first = works.slice(0, 6).map(({ installationId }) => installationId);
    expect(first).toContain(2);
  });
});

/** Marks a dozen keys of three installations until it is told to stop. */
function markAgainAndAgain(queue: Queue): () => Promise<void> {
  const keys = Array.from({ length: 12 }, (_, number) => changeKey(number, number % 3));
  let stopped = false;
  const marking = (async () => {
    while (!stopped) {
      await queue.markDirty(keys, Date.now());
      await delay(10);
    }
  })();
  return async () => {
    stopped = true;
    await marking;
  };
}

/** Each claim once, with its end where it has one. */
function worksOf(workers: readonly TestProcess[]): readonly Work[] {
  const works = new Map<string, Work>();
  for (const line of workers.flatMap(({ lines }) => lines)) {
    const work: Work = JSON.parse(line);
    works.set(JSON.stringify([work.installationId, work.key, work.token]), work);
  }
  return [...works.values()];
}

/** Pairs of which the later began before the earlier had ended, or its lease. */
function overlaps(works: readonly Work[], leaseMs: number): readonly unknown[] {
  const inOrder = works.toSorted((a, b) => a.startedMs - b.startedMs);
  return inOrder.flatMap((earlier, index) =>
    inOrder
      .slice(index + 1)
      .filter(({ key }) => JSON.stringify(key) === JSON.stringify(earlier.key))
      .filter(
        (later) =>
          later.startedMs < (earlier.endedMs ?? Number.POSITIVE_INFINITY) &&
          later.claimedMs < earlier.claimedMs + leaseMs,
      )
      .map((later) => ({ earlier, later })),
  );
}
