import type { ChangeDecision, NotControlled } from "#core/change/change-decision.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { decideAtMerge } from "#core/unauthorised/decide-at-merge.ts";
import type { AfterMergePorts } from "./after-merge-ports.ts";
import type { HistoryStore } from "./history-ports.ts";
import type { ObservedAtGitHub } from "./ports.ts";
import { finishReport, reportUnauthorised } from "./report-unauthorised.ts";
import { withHistory } from "./with-history.ts";

type MergedPorts = AfterMergePorts & { readonly history: Pick<HistoryStore, "historyOf"> };

type Merge = NonNullable<ObservedAtGitHub["merge"]>;

/** A merge of which we know no decision is judged only while GitHub could still have news of it to deliver: older ones are the past. */
const newsMs = 3 * 24 * 3_600_000;

/**
 * Judges a merged pull request, once: was what merged approved? If not, that goes on record and an issue is opened. The usual merge costs no
 * call; one whose approval is not known costs four at most, and an issue two.
 */
export async function reconcileMerged(
  ports: MergedPorts,
  installationId: number,
  observation: ObservedAtGitHub,
  nowMs: number,
): Promise<void> {
  const { observed, merge } = observation;
  if (merge === null) return;
  const { repository, number, headSha, facts } = observed;
  const sha = merge.sha ?? headSha;
  const judged = await ports.merges.judgementOf(repository, number);
  if (judged === null) {
    const judgement = await judge(ports, installationId, observation, merge, nowMs);
    if (judgement === null) return;
    const { parentSha } = merge;
    const branch = facts.baseBranch;
    await ports.merges.note({ repository, number, branch, sha, parentSha, judgement });
  }
  await finishReport(ports, installationId, repository, sha);
}

/** Null when there is nothing to judge: no policy is known to have held the change. */
async function judge(
  ports: MergedPorts,
  installationId: number,
  observation: ObservedAtGitHub,
  merge: Merge,
  nowMs: number,
): Promise<"authorised" | "unauthorised" | "not-held" | null> {
  const { observed } = observation;
  const { repository, number, headSha, facts } = observed;
  const recorded = await ports.merges.decidedLast(repository, number);
  const isOfMerged = recorded?.head === headSha && recorded.base === facts.baseBranch;
  if (isOfMerged && recorded.verdict === "approved") return "authorised";
  const isNews = nowMs - merge.atMs < newsMs && observed.policies.length > 0;
  if (recorded === null && !isNews) return null;

  const before = [merge.parentSha ?? merge.baseSha];
  // What merged may have changed the policy that held it.
  if (isOfMerged && recorded.mode === "enforce") before.push(merge.baseSha);
  for (const sha of new Set(before)) {
    const decision = await decideAt(ports, installationId, observation, { ...merge, sha });
    if (decision.kind === "not-controlled" || decision.mode === "observe") continue;
    if (decision.verdict === "approved") return "authorised";
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
    });
    return "unauthorised";
  }
  return "not-held";
}

/** What the policies that stood in a commit of the base branch say of the content that merged, as of the merge. */
async function decideAt(
  ports: MergedPorts,
  installationId: number,
  { observed }: ObservedAtGitHub,
  { sha, atMs }: { readonly sha: string; readonly atMs: number },
): Promise<ChangeDecision | NotControlled> {
  const { repository, number } = observed;
  const control = await ports.github.readControl(installationId, repository, sha);
  if (control === null) return { kind: "not-controlled", because: "no-policy" };
  const { policies, defaultBranch } = control;
  const decide = (change: ObservedChange) =>
    decideAtMerge({ ...change, policies, defaultBranch }, atMs);
  const unread = decide(observed);
  if (unread.kind === "not-controlled" || unread.mode === "observe") return unread;
  const whole = await ports.github.observeMerged(installationId, repository, number);
  if (whole.kind === "gone") return unread;
  return decide(await withHistory(ports.history, whole.observed, atMs));
}
