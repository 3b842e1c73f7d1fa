import { isPerson } from "#core/change/account.ts";
import type { PendingCommand, ReceivedCommand } from "#core/command/received-command.ts";
import type { RepositoryName } from "#core/key.ts";
import { accountOfActor } from "./account.ts";
import type { Snapshot } from "./read-snapshot.ts";
import { mayHoldCommand } from "./received-commands.ts";

/** Tells which comments were not handled, of those written since the pull request is known. */
export type UnhandledOf = (
  repository: RepositoryName,
  number: number,
  comments: readonly ReceivedCommand[],
) => Promise<readonly PendingCommand[]>;

/**
 * The latest comments that may hold commands, were not handled and are not pending: their delivery was lost, or it is late. So the order of
 * deliveries does not matter, and neither does a loss.
 */
export async function findMissed(
  unhandledOf: UnhandledOf,
  snapshot: Snapshot,
  pending: readonly PendingCommand[],
): Promise<readonly PendingCommand[]> {
  const { repository, number } = snapshot.name;
  const pendingIds = new Set(pending.map(({ name }) => name.id));
  if (snapshot.policies.length === 0) return [];
  const candidates = snapshot.pullRequest.latestComments.nodes.flatMap(
    (node): readonly ReceivedCommand[] => {
      const giver = accountOfActor(node.author);
      const { id: nodeId, fullDatabaseId: id, body } = node;
      if (giver === null || !isPerson(giver) || !mayHoldCommand.test(body)) return [];
      if (id === null || pendingIds.has(id)) return [];
      const createdAtMs = Date.parse(node.createdAt);
      return [
        { repository, number, giver, source: { kind: "comment", id, nodeId, body, createdAtMs } },
      ];
    },
  );
  return candidates.length === 0 ? [] : unhandledOf(repository, number, candidates);
}
