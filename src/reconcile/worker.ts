import type { Logger } from "pino";
import { RetryLater, TerminalError } from "#core/errors.ts";
import type { InstallationKey } from "#core/key.ts";
import { backOffMs } from "./back-off.ts";

/** A key whose lease this process holds. */
export type Claim = InstallationKey & {
  /** Failed attempts so far. */
  readonly attempts: number;
  /** Those of them that were faults, not a waiting for GitHub. */
  readonly faults: number;
};

/** The durable set of dirty keys, as the worker uses it. */
export interface WorkQueue<C extends Claim> {
  claim(wish: {
    readonly owner: string;
    readonly nowMs: number;
    readonly leaseMs: number;
    readonly limit: number;
  }): Promise<readonly C[]>;
  /** False when the lease was lost: somebody else works on the key now. */
  complete(claim: C, again: { readonly againAtMs: number | null }): Promise<boolean>;
  retry(
    claim: C,
    failure: { readonly error: string; readonly atMs: number; readonly isFault: boolean },
  ): Promise<boolean>;
  setAside(claim: C, error: string): Promise<boolean>;
  extendLease(claim: C, untilMs: number): Promise<boolean>;
  nextReadyAt(): Promise<number | null>;
  /** Calls the listener when keys became ready; returns the way to stop. */
  onWork(listener: () => void): () => void;
}

/** Reconciles one key; the answer is when to look again by the clock alone (milliseconds since the epoch), or null. */
export type Reconcile = (claim: Claim) => Promise<{ readonly againAtMs: number | null }>;

export type Worker = {
  /** Stops claiming and waits for the keys in work. */
  stop(): Promise<void>;
};

/** How long a key of a process that died waits; longer than a request to GitHub, so that what the dead one had sent has arrived by then. */
const leaseMs = 15_000;
/** Without a wake-up the worker looks by itself this often: a notification can be lost. */
const longestSleepMs = 5_000;
/** So many faults, then a person must look. Waiting for GitHub is none: that goes on as long as it takes. */
const mostFaults = 10;

/** A key that takes the process down with it never comes to fail: its leases that ran out are counted as faults. */
function refuseCrashLoop({ faults }: Claim): void {
  if (faults < mostFaults) return;
  throw new TerminalError("The work on it was broken off again and again; see the server's log.");
}

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
    const claims = await queue.claim({ owner: options.owner, nowMs: now(), leaseMs, limit: free });
    for (const claim of claims) {
      const work = workOn(claim).finally(() => {
        inWork.delete(work);
        woken = true;
        wake();
      });
      inWork.add(work);
    }
    return claims.length;
  }

  async function workOn(claim: C): Promise<void> {
    const renewal = setInterval(() => {
      queue.extendLease(claim, now() + leaseMs).catch((error: unknown) => {
        log.warn({ err: error, key: claim.key }, "the lease could not be extended");
      });
    }, leaseMs / 3);
    try {
      refuseCrashLoop(claim);
      const again = await options.reconcile(claim);
      await queue.complete(claim, again);
    } catch (error) {
      await settleFailure(claim, error).catch((settleError: unknown) => {
        // The lease runs out and the key is claimed again: nothing is lost.
        log.error({ err: settleError, key: claim.key }, "the failure could not be recorded");
      });
    } finally {
      clearInterval(renewal);
    }
  }

  async function settleFailure(claim: C, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    const attempts = claim.attempts + 1;
    const isFault = !(error instanceof RetryLater);
    if (error instanceof TerminalError || (isFault && claim.faults + 1 >= mostFaults)) {
      log.error({ err: error, key: claim.key }, "set aside: a person must look at it");
      await queue.setAside(claim, message);
      return;
    }
    const named = isFault ? null : error.notBeforeMs;
    const atMs = named ?? now() + backOffMs(attempts, Math.random());
    log.warn({ err: error, key: claim.key, attempts, retryAt: new Date(atMs) }, "will try again");
    await queue.retry(claim, { error: message, atMs, isFault });
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
