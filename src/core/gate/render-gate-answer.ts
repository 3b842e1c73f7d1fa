import type { GateAnswer } from "./gate-answer.ts";
import type { GateDecision } from "./gate-decision.ts";
import type { GateChange } from "./observed-gate.ts";
import { isApproved } from "./unapproved-changes.ts";

/** A pipeline asks again after so many seconds: at least, and at most. */
const retryAfter = { least: 2, most: 30 } as const;

/** The decision as the gate API gives it. Texts are plain. */
export function renderGateAnswer(id: string, decision: GateDecision, nowMs: number): GateAnswer {
  const { state, reasons, wouldHold, added, overridden } = decision;
  const passes = (change: GateChange) =>
    isApproved(change) || overridden.some((one) => one.change === change);
  return {
    id,
    state,
    reasons: (state === "released" ? wouldHold : reasons).map(({ missing, whoCanResolve }) => {
      return { missing, whoCanResolve };
    }),
    changes: added.map((change) => ({ ...describe(change), approved: passes(change) })),
    retryAfterSeconds: state === "waiting" ? secondsUntil(decision.decideAgainAt, nowMs) : 0,
  };
}

function describe({ change }: GateChange) {
  if (change.kind === "pull-request") {
    const { number, title, author, mergeCommitSha } = change.pullRequest;
    return { number, sha: mergeCommitSha, title, author: author.login };
  }
  const { sha, message, author } = change.commit;
  const [title = ""] = message.split("\n", 1);
  return { number: null, sha, title, author: author.account?.login ?? author.name };
}

function secondsUntil(moment: string | null, nowMs: number): number {
  const seconds =
    moment === null ? retryAfter.most : Math.ceil((Date.parse(moment) - nowMs) / 1_000);
  return Math.min(retryAfter.most, Math.max(retryAfter.least, seconds));
}
