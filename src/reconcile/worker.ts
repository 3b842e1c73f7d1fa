import type { Logger } from "pino";
import { type Claim, leaseMs, type Reconcile, type WorkQueue, workOnKey } from "./work-on-key.ts";

export type Worker = {
  /** Stops claiming and waits for the keys in work. */
  stop(): Promise<void>;
};

/** Without a wake-up the worker looks by itself this often: a notification can be lost. */
const longestSleepMs = 5_000;
/** Works on ready keys, several at a time, each key by one worker at a time. */
export function startWorker<C extends Claim>(options: {
  readonly queue: WorkQueue<C>;
  readonly reconcile: Reconcile;
  readonly owner: string;
  readonly concurrency: number;
  readonly now: () => number;
  readonly log: Logger;
}): Worker {
  const { queue, now, log } = options;
  const inWork = new Set<Promise<void>>();
  let stopping = false;
  let wake = () => {};
  let woken = false;
  const unsubscribe = queue.onWork(() => {
    woken = true;
    wake();
  });

  const running = loop();

  async function loop(): Promise<void> {
    while (!stopping) {
      woken = false;
      let claimed = 0;
      try {
        claimed = await startReadyKeys();
      } catch (error) {
        log.error({ err: error }, "the queue can't be read; trying again");
      }
      if (claimed === 0 && !stopping) await sleepUntilWork();
    }
  }

  async function startReadyKeys(): Promise<number> {
    const free = options.concurrency - inWork.size;
    if (free <= 0) return 0;
    const nowMs = now();
    const claims = await queue.claim({ owner: options.owner, nowMs, leaseMs, limit: free });
    for (const claim of claims) {
      const work = workOnKey(options, claim, nowMs).finally(() => {
        inWork.delete(work);
        woken = true;
        wake();
      });
      inWork.add(work);
    }
    return claims.length;
  }

  async function sleepUntilWork(): Promise<void> {
    const free = inWork.size < options.concurrency;
    const next = free ? await queue.nextReadyAt().catch(() => null) : null;
    if (woken || stopping) return;
    const ms = Math.min(longestSleepMs, Math.max(10, (next ?? Number.POSITIVE_INFINITY) - now()));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wake = () => {};
  }

  return {
    async stop() {
      stopping = true;
      unsubscribe();
      wake();
      await running;
      await Promise.allSettled(inWork);
    },
  };
}
