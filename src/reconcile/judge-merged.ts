import { asMerged, asMergedDecision } from "#core/change/as-merged.ts";
import { decideMerged } from "#core/change/decide-merged.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import type { MergedChange, MergedDecision } from "#core/change-set/merged-change.ts";
import type { RepositoryName } from "#core/key.ts";
import type { MergeStore, MergesAtGitHub } from "./after-merge-ports.ts";
import type { HistoryStore } from "./history-ports.ts";
import type { ObservedAtGitHub } from "./ports.ts";
import { withHistory } from "./with-history.ts";

/** What is kept of merged changes, for gates and release drafts. */
export interface MergedChangeStore {
  note(change: MergedChange): Promise<void>;
  /** The changes that were merged with one of these commits. */
  mergedWith(repository: RepositoryName, shas: readonly string[]): Promise<readonly MergedChange[]>;
  numbered(
    repository: RepositoryName,
    numbers: readonly number[],
  ): Promise<readonly MergedChange[]>;
}

export type JudgePorts = {
  readonly github: Pick<MergesAtGitHub, "observeMerged" | "readControl">;
  readonly history: Pick<HistoryStore, "historyOf">;
  readonly merges: Pick<MergeStore, "decidedLast">;
  readonly mergedChanges: Pick<MergedChangeStore, "note">;
};

type Merge = NonNullable<ObservedAtGitHub["merge"]>;

/**
 * Notes what became of a merged change: for nothing, where it was approved while it was open and nobody said anything since; else see
 * {@link judgeMerged}. What was never under control is left to whoever asks for it.
 */
export async function noteMerged(
  ports: JudgePorts,
  installationId: number,
  { observed, merge, updatedAt }: ObservedAtGitHub,
  nowMs: number,
): Promise<void> {
  if (merge === null) return;
  const { repository, number } = observed;
  const approved = await findApprovedBefore(ports, observed, merge);
  if (approved !== null) {
    await ports.mergedChanges.note(asMerged(observed, { ...merge, updatedAt }, approved));
  } else if ((await ports.merges.decidedLast(repository, number)) !== null) {
    await judgeMerged(ports, installationId, repository, number, nowMs);
  }
}

/**
 * Judges a merged pull request as it stands now, and notes it: was the content that merged approved, or has it been since? Some four calls.
 * Null when GitHub does not know it, or not as merged.
 */
export async function judgeMerged(
  ports: JudgePorts,
  installationId: number,
  repository: RepositoryName,
  number: number,
  nowMs: number,
): Promise<MergedChange | null> {
  const observation = await ports.github.observeMerged(installationId, repository, number);
  if (observation.kind === "gone" || observation.merge === null) return null;
  const { observed, merge, updatedAt } = observation;
  const decision =
    (await findApprovedBefore(ports, observed, merge)) ??
    (await decideNow(ports, installationId, observation, { merge, nowMs }));
  const change = asMerged(observed, { ...merge, updatedAt }, decision);
  await ports.mergedChanges.note(change);
  return change;
}

/** The decision with which a change was merged, if that approved it and nobody has said anything since. */
async function findApprovedBefore(
  { merges }: Pick<JudgePorts, "merges">,
  observed: ObservedChange,
  { atMs }: Merge,
): Promise<MergedDecision | null> {
  const { repository, number, headSha, facts, reviews, recorded } = observed;
  // GitHub's clock tells seconds only, and a dismissal has no time of its own.
  const isSpokenOf =
    reviews.some(({ submittedAtMs, state }) => submittedAtMs >= atMs || state === "dismissed") ||
    recorded.commands.some((command) => command.atMs >= atMs);
  if (isSpokenOf) return null;
  const last = await merges.decidedLast(repository, number);
  if (last?.verdict !== "approved" || last.head !== headSha || last.base !== facts.baseBranch) {
    return null;
  }
  const { verdict, type, level, mode } = last;
  return { verdict, type, level, mode, reasons: [] };
}

/**
 * By the policies that stood when it was merged: what it brought may have loosened them. Where none did, by those of now. Null where neither
 * controls its branch.
 */
async function decideNow(
  { github, history }: JudgePorts,
  installationId: number,
  { observed }: ObservedAtGitHub,
  { merge, nowMs }: { readonly merge: Merge; readonly nowMs: number },
): Promise<MergedDecision | null> {
  const decide = async (change: ObservedChange) => {
    const open = await withHistory(history, { ...change, state: "open" }, nowMs);
    const decision = decideMerged(open, nowMs);
    return decision.kind === "decided" ? asMergedDecision(decision) : null;
  };
  const decisions: MergedDecision[] = [];
  for (const sha of new Set([merge.parentSha ?? merge.baseSha, merge.baseSha])) {
    const control = await github.readControl(installationId, observed.repository, sha);
    const decision = control && (await decide({ ...observed, ...control }));
    if (decision !== null) decisions.push(decision);
  }
  const strictest = decisions.find(({ verdict }) => verdict !== "approved") ?? decisions[0];
  return strictest ?? decide(observed);
}
