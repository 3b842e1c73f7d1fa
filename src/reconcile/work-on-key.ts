import type { Logger } from "pino";
import { RetryLater, TerminalError } from "#core/errors.ts";
import type { InstallationKey } from "#core/key.ts";
import { backOffMs } from "./back-off.ts";
import { keepLease, type Lease } from "./lease.ts";
import type { ConfirmLease } from "./ports.ts";

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
  markDirty(keys: readonly InstallationKey[], readyAtMs: number): Promise<void>;
  extendLease(claim: C, untilMs: number): Promise<boolean>;
  nextReadyAt(): Promise<number | null>;
  /** Calls the listener when keys became ready; returns the way to stop. */
  onWork(listener: () => void): () => void;
}

/** When to look again by the clock alone (milliseconds since the epoch), or null. `isHeld`: nothing was done yet. */
export type LookAgain = { readonly againAtMs: number | null; readonly isHeld?: boolean };

/** Reconciles one key. */
export type Reconcile = (claim: Claim, confirmLease: ConfirmLease) => Promise<LookAgain>;

/** How long a key of a process that died waits; longer than a request to GitHub, so that what the dead one had sent has arrived by then. */
export const leaseMs = 15_000;
/** So long after its lease was renewed last a key is written about; what is left of it is for the write to arrive. */
const writesWithinMs = 10_000;
/** So many faults, then a person must look. Waiting for GitHub is none: that goes on as long as it takes. */
const mostFaults = 10;

/** A key that takes the process down with it never comes to fail: its leases that ran out are counted as faults. */
function refuseCrashLoop({ faults }: Claim): void {
  if (faults < mostFaults) return;
  throw new TerminalError("The work on it was broken off again and again; see the server's log.");
}

type Workplace<C extends Claim> = {
  readonly queue: WorkQueue<C>;
  readonly reconcile: Reconcile;
  readonly now: () => number;
  readonly log: Logger;
};

/** Reconciles a key that was claimed at `claimedAtMs`, keeps its lease meanwhile, and settles what came of it. Never throws. */
export async function workOnKey<C extends Claim>(
  workplace: Workplace<C>,
  claim: C,
  claimedAtMs: number,
): Promise<void> {
  const { queue, now, log } = workplace;
  const lease = keepLease({ sinceMs: claimedAtMs, goodForMs: writesWithinMs, now });
  const renewal = setInterval(() => {
    renew(workplace, claim, lease).catch((error: unknown) => {
      log.warn({ err: error, key: claim.key }, "the lease could not be extended");
    });
  }, leaseMs / 3);
  try {
    const isOurs = await reconcile(workplace, claim, lease);
    // Somebody else has worked on it, and what this turn wrote may be the older: it is looked at once more.
    if (!isOurs) await queue.markDirty([claim], now());
  } catch (error) {
    // The lease runs out and the key is claimed again: nothing is lost.
    log.error({ err: error, key: claim.key }, "what came of the work could not be recorded");
  } finally {
    clearInterval(renewal);
  }
}

async function renew<C extends Claim>(
  { queue, now }: Workplace<C>,
  claim: C,
  lease: Lease,
): Promise<void> {
  const askedAtMs = now();
  if (await queue.extendLease(claim, askedAtMs + leaseMs)) lease.renewedAt(askedAtMs);
  else lease.lost();
}

/** @returns false when the lease was lost */
async function reconcile<C extends Claim>(
  workplace: Workplace<C>,
  claim: C,
  lease: Lease,
): Promise<boolean> {
  try {
    refuseCrashLoop(claim);
    return await workplace.queue.complete(claim, await workplace.reconcile(claim, lease.confirm));
  } catch (error) {
    return settleFailure(workplace, claim, error);
  }
}

/** @returns false when the lease was lost */
async function settleFailure<C extends Claim>(
  { queue, now, log }: Workplace<C>,
  claim: C,
  error: unknown,
): Promise<boolean> {
  const message = error instanceof Error ? error.message : String(error);
  const attempts = claim.attempts + 1;
  const isFault = !(error instanceof RetryLater);
  if (error instanceof TerminalError || (isFault && claim.faults + 1 >= mostFaults)) {
    log.error({ err: error, key: claim.key }, "set aside: a person must look at it");
    return queue.setAside(claim, message);
  }
  const named = isFault ? null : error.notBeforeMs;
  const atMs = named ?? now() + backOffMs(attempts, Math.random());
  log.warn({ err: error, key: claim.key, attempts, retryAt: new Date(atMs) }, "will try again");
  return queue.retry(claim, { error: message, atMs, isFault });
}
