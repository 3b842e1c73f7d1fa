import type { ChangeDecision } from "#core/change/change-decision.ts";
import type { GitHub, MarkDirty, ObservedAtGitHub } from "./ports.ts";

type QueuePorts = {
  readonly github: Pick<GitHub, "mergeQueueHeads">;
  readonly markDirty: MarkDirty;
};

/**
 * Has the groups of the merge queue decided again that may hold a change which is not approved (any more): GitHub merges by the group's check,
 * and that was earned when the change still was.
 */
export async function recheckMergeGroups(
  { github, markDirty }: QueuePorts,
  installationId: number,
  { observed, isInMergeQueue }: ObservedAtGitHub,
  { verdict }: ChangeDecision,
  nowMs: number,
): Promise<void> {
  if (!isInMergeQueue || verdict === "approved") return;
  const { repository, facts } = observed;
  const branch = facts.baseBranch;
  const heads = await github.mergeQueueHeads(installationId, repository, branch);
  const keys = heads.map((headSha) => {
    const key = { kind: "merge-group", repository, branch, headSha } as const;
    return { installationId, key };
  });
  await markDirty(keys, nowMs);
}
