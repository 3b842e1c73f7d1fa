import type { Key, RepositoryName } from "#core/key.ts";
import type { HistoryStore, PastAtGitHub, ReadingProgress } from "./history-ports.ts";
import type { ChangeStore, MarkDirty } from "./ports.ts";

type HistoryPorts = {
  readonly github: PastAtGitHub;
  readonly history: HistoryStore;
  readonly changes: Pick<ChangeStore, "openDecided">;
  readonly markDirty: MarkDirty;
};

/** So many calls are spent on a repository's past. */
const mostCalls = 20;

/** Pull requests of one page; GitHub may fail to put more together in time. After a failure fewer are asked for. */
const pageSizes = [25, 10, 5, 2, 1] as const;

const notBegun: ReadingProgress = { branch: null, cursor: null, calls: 0, endedAtMs: null };

/**
 * Reads a repository's past from GitHub, one call at a time: after each the key goes to the end of the queue, so that
 * changes come first, and what was read is kept. A repository without a policy is left alone.
 *
 * @param attempts failed attempts so far
 * @returns when to go on, or null
 */
export async function reconcileHistory(
  ports: HistoryPorts,
  installationId: number,
  { repository }: Extract<Key, { kind: "history" }>,
  { attempts, nowMs }: { readonly attempts: number; readonly nowMs: number },
): Promise<{ readonly againAtMs: number | null }> {
  const { github, history } = ports;
  const kept = await history.progressOf(repository);
  const progress = kept ?? notBegun;
  if (progress.endedAtMs !== null) return { againAtMs: null };

  const calls = progress.calls + 1;
  if (progress.branch === null) {
    const look = await github.lookAtPast(installationId, repository);
    if (look === null || (kept === null && !look.controlled)) return { againAtMs: null };
    const { branch } = look;
    await history.remember(repository, [], { progress: { ...progress, branch, calls } });
    return { againAtMs: nowMs };
  }

  const { branch, cursor } = progress;
  const size = pageSizes[Math.min(attempts, pageSizes.length - 1)] ?? 1;
  const page = await github.readMergedPage(installationId, repository, { branch, cursor, size });
  const { changes, nextCursor, reachesBackToMs } = page;
  const ended = nextCursor === null || calls >= mostCalls;
  await history.remember(repository, changes, {
    progress: { branch, cursor: nextCursor, calls, endedAtMs: ended ? nowMs : null },
    ...(ended && {
      ready: { completeFromMs: nextCursor === null ? 0 : reachesBackToMs, atMs: nowMs },
    }),
  });
  if (!ended) return { againAtMs: nowMs };
  await decideOpenChangesAnew(ports, installationId, repository, nowMs);
  return { againAtMs: null };
}

/** They were decided while nothing was known of the past. */
async function decideOpenChangesAnew(
  { changes, markDirty }: HistoryPorts,
  installationId: number,
  repository: RepositoryName,
  nowMs: number,
): Promise<void> {
  const numbers = await changes.openDecided(repository);
  const keys = numbers.map((number) => ({
    installationId,
    key: { kind: "change", repository, number } as const,
  }));
  if (keys.length > 0) await markDirty(keys, nowMs, "search");
}

/** Begins a history for a change under control, where none was begun: also what came under control later gets one. */
export async function beginHistory(
  { history, markDirty }: Pick<HistoryPorts, "history" | "markDirty">,
  installationId: number,
  repository: RepositoryName,
  nowMs: number,
): Promise<void> {
  const progress = await history.progressOf(repository);
  if (progress !== null && progress.branch !== null) return;
  await history.begin(repository);
  await markDirty([{ installationId, key: { kind: "history", repository } }], nowMs);
}
