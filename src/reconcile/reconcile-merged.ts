import type { ChangeDecision, NotControlled } from "#core/change/change-decision.ts";
import { DecidedSummary } from "#core/change/decided-summary.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { summariseDecision } from "#core/change/summarise-decision.ts";
import { prefixOf } from "#core/command/find-prefix.ts";
import { oweLateReview, oweReview } from "#core/review/owe-review.ts";
import { decideAtMerge } from "#core/unauthorised/decide-at-merge.ts";
import type { AfterMergePorts } from "./after-merge-ports.ts";
import { followReview } from "./follow-review.ts";
import type { HistoryStore } from "./history-ports.ts";
import type { ObservedAtGitHub } from "./ports.ts";
import { finishReport, reportUnauthorised } from "./report-unauthorised.ts";
import { withHistory } from "./with-history.ts";

type MergedPorts = AfterMergePorts & { readonly history: Pick<HistoryStore, "historyOf"> };

type Merge = NonNullable<ObservedAtGitHub["merge"]>;

type Judged = {
  readonly judgement: "authorised" | "unauthorised" | "not-held";
  /** What was decided of what merged; null where no policy held it. */
  readonly decided: DecidedSummary | null;
};

/** A merge of which we know no decision is judged only while GitHub could still have news of it to deliver: older ones are the past. */
const newsMs = 3 * 24 * 3_600_000;

/**
 * Judges a merged pull request, once: was what merged approved? If not, that goes on record and an issue is opened. An emergency or an
 * override owes a review from then on, one that is given later from when it is given. The usual merge costs no call; one whose approval is not known costs four at most, and an issue two.
 *
 * @returns when to look again by the clock alone, or null
 */
export async function reconcileMerged(
  ports: MergedPorts,
  installationId: number,
  observation: ObservedAtGitHub,
  nowMs: number,
): Promise<number | null> {
  const { observed, merge } = observation;
  if (merge === null) return null;
  const { repository, number, headSha, facts } = observed;
  const sha = merge.sha ?? headSha;
  if ((await ports.merges.judgementOf(repository, number)) === null) {
    const judged = await judge(ports, installationId, observation, merge, nowMs);
    if (judged === null) return null;
    const { judgement, decided } = judged;
    const review = decided && oweReview(observed, { ...merge, sha }, decided);
    if (review !== null) await ports.reviews.owe(review);
    const branch = facts.baseBranch;
    const { parentSha } = merge;
    await ports.merges.note({ repository, number, branch, sha, parentSha, judgement });
  }
  await oweLate(ports, observed, { ...merge, sha });
  await finishReport(ports, installationId, { kind: "merge", repository, sha });
  return followReview(ports, installationId, observed, nowMs);
}

/** An override can be given after the merge as well: it owes a review from then on, where the change was held at all and owes none yet. */
async function oweLate(
  { reviews, merges }: MergedPorts,
  observed: ObservedChange,
  merge: Merge & { readonly sha: string },
): Promise<void> {
  const { repository, number, recorded } = observed;
  const isLate = recorded.commands.some(
    ({ effect, atMs }) => effect.kind === "override" && atMs >= merge.atMs,
  );
  if (!isLate) return;
  if ((await reviews.find(repository, number)) !== null) return;
  const judgement = await merges.judgementOf(repository, number);
  const decided = await merges.decidedLast(repository, number);
  if (judgement === "not-held" || decided?.mode === "observe") return;
  const review = oweLateReview(observed, merge, decided);
  if (review !== null) await reviews.owe(review);
}

/** Null when there is nothing to judge: no policy is known to have held the change. */
async function judge(
  ports: MergedPorts,
  installationId: number,
  observation: ObservedAtGitHub,
  merge: Merge,
  nowMs: number,
): Promise<Judged | null> {
  const { observed } = observation;
  const { repository, number, headSha, facts } = observed;
  const recorded = await ports.merges.decidedLast(repository, number);
  const isOfMerged = recorded?.head === headSha && recorded.base === facts.baseBranch;
  if (isOfMerged && recorded.verdict === "approved") {
    const isHeld = recorded.mode === "enforce";
    return { judgement: "authorised", decided: isHeld ? recorded : null };
  }
  const isNews = nowMs - merge.atMs < newsMs && observed.policies.length > 0;
  if (recorded === null && !isNews) return null;

  const before = [merge.parentSha ?? merge.baseSha];
  // What merged may have changed the policy that held it.
  if (isOfMerged && recorded.mode === "enforce") before.push(merge.baseSha);
  for (const sha of new Set(before)) {
    const { change, decision } = await decideAt(ports, installationId, observed, { ...merge, sha });
    if (decision.kind === "not-controlled" || decision.mode === "observe") continue;
    const decided = DecidedSummary.parse(summariseDecision(change, decision));
    if (decision.verdict === "approved") return { judgement: "authorised", decided };
    await reportUnauthorised(ports, installationId, {
      kind: "merge",
      repository,
      branch: facts.baseBranch,
      sha: merge.sha ?? headSha,
      by: merge.by,
      number,
      title: facts.title,
      author: facts.author,
      headSha,
      mergedAtMs: merge.atMs,
      decision,
      commandPrefix: prefixOf(change),
    });
    return { judgement: "unauthorised", decided };
  }
  return { judgement: "not-held", decided: null };
}

/** What the policies that stood in a commit of the base branch say of the content that merged, as of the merge. */
async function decideAt(
  ports: MergedPorts,
  installationId: number,
  observed: ObservedChange,
  { sha, atMs }: { readonly sha: string; readonly atMs: number },
): Promise<{
  readonly change: ObservedChange;
  readonly decision: ChangeDecision | NotControlled;
}> {
  const { repository, number } = observed;
  const control = await ports.github.readControl(installationId, repository, sha);
  if (control === null) {
    return { change: observed, decision: { kind: "not-controlled", because: "no-policy" } };
  }
  const { policies, defaultBranch } = control;
  const decide = (merged: ObservedChange) => {
    const change = { ...merged, policies, defaultBranch };
    return { change, decision: decideAtMerge(change, atMs) };
  };
  const unread = decide(observed);
  const { decision } = unread;
  if (decision.kind === "not-controlled" || decision.mode === "observe") return unread;
  const whole = await ports.github.observeMerged(installationId, repository, number);
  if (whole.kind === "gone") return unread;
  return decide(await withHistory(ports.history, whole.observed, atMs));
}
