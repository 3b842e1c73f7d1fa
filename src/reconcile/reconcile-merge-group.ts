import { decideChange } from "#core/change/decide-change.ts";
import {
  decideMergeGroup,
  type MergeGroupMember,
  type MergeGroupMembers,
} from "#core/change/decide-merge-group.ts";
import type { Key } from "#core/key.ts";
import type { HistoryStore } from "./history-ports.ts";
import type { ChangeStore, GitHub } from "./ports.ts";
import { withHistory } from "./with-history.ts";

type MergeGroupKey = Extract<Key, { kind: "merge-group" }>;

type MergeGroupPorts = {
  readonly github: GitHub;
  readonly changes: ChangeStore;
  readonly history: Pick<HistoryStore, "historyOf">;
};

/** Decides the check on a merge queue's temporary commit: each member is observed anew, none is taken on trust. */
export async function reconcileMergeGroup(
  ports: MergeGroupPorts,
  installationId: number,
  key: MergeGroupKey,
  nowMs: number,
): Promise<void> {
  const { repository, branch, headSha } = key;
  const found = await ports.github.mergeGroupMembers(installationId, key);
  if (found.kind === "gone") return;
  const members: MergeGroupMembers =
    found.kind === "unknown"
      ? found
      : {
          kind: "known",
          members: await observeMembers(ports, { installationId, ...key }, found.numbers, nowMs),
        };
  const check = decideMergeGroup({ branch, headSha }, members);
  if (check === null) return;
  const ledger = await ports.changes.recordMergeGroup({ repository, branch, check, members });
  await ports.github.writeMergeGroupCheck(installationId, repository, {
    ...check,
    externalId: String(ledger.seq),
  });
}

async function observeMembers(
  { github, history }: MergeGroupPorts,
  { installationId, repository }: Pick<MergeGroupKey, "repository"> & { installationId: number },
  numbers: readonly number[],
  nowMs: number,
): Promise<readonly MergeGroupMember[]> {
  return Promise.all(
    numbers.map(async (number) => {
      const observation = await github.observeChange(installationId, repository, number);
      if (observation.kind === "gone") return { number, decision: observation };
      const observed = await withHistory(history, observation.observed, nowMs);
      return { number, decision: decideChange(observed, nowMs) };
    }),
  );
}
