import { RetryLater } from "#core/errors.ts";
import type { ConfirmLease } from "./ports.ts";
import type { ReconcilePorts } from "./reconcile-key.ts";

/** The right to work on a key, for a time. */
export type Lease = {
  /** When it was had for certain, milliseconds since the epoch: a moment before it was asked for. */
  renewedAt(atMs: number): void;
  /** It is somebody else's. */
  lost(): void;
  readonly confirm: ConfirmLease;
};

/**
 * A lease that was got at `sinceMs` and is good for `goodForMs`, unless it is renewed. The time is this process's own, so that one that was stopped and
 * goes on (a suspended machine, a long pause) finds out by itself: what it had observed may not be true any more. A clock that went back says nothing
 * about how long that was.
 */
export function keepLease(options: {
  readonly sinceMs: number;
  readonly goodForMs: number;
  readonly now: () => number;
}): Lease {
  let sinceMs = options.sinceMs;
  return {
    renewedAt(atMs) {
      sinceMs = atMs;
    },
    lost() {
      sinceMs = Number.NEGATIVE_INFINITY;
    },
    confirm() {
      const ageMs = options.now() - sinceMs;
      if (ageMs >= 0 && ageMs < options.goodForMs) return;
      throw new RetryLater("The work stood still for too long: it begins anew.");
    },
  };
}

type GitHub = ReconcilePorts["github"];

/** GitHub, to which is written only while the lease is held. */
export function guardWrites(github: GitHub, confirmLease: ConfirmLease): GitHub {
  const guard =
    <A extends readonly unknown[], R>(write: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      confirmLease();
      return write(...args);
    };
  return {
    ...github,
    actOnChange: guard(github.actOnChange),
    writeMergeGroupCheck: guard(github.writeMergeGroupCheck),
    revertChange: guard(github.revertChange),
    openIssue: guard(github.openIssue),
    changeIssue: guard(github.changeIssue),
    answerGate: guard(github.answerGate),
    answerOnIssue: guard(github.answerOnIssue),
    writeDeployStatus: guard(github.writeDeployStatus),
    createDraft: guard(github.createDraft),
    updateDraft: guard(github.updateDraft),
    deleteDraft: guard(github.deleteDraft),
    writeReleaseNews: guard(github.writeReleaseNews),
    writeDeploymentLines: guard(github.writeDeploymentLines),
  };
}
