import type { InstalledRepository } from "#reconcile/ports.ts";
import type { Store } from "#store/store.ts";

/** The histories of many new repositories are not read at once, but some every few minutes: GitHub's limits are shared. */
const [historiesAtOnce, everyMs] = [10, 5 * 60_000];

/**
 * Takes over an installation's repositories as they are now: those that it lost are forgotten, new ones are added, and
 * their histories are to be read.
 */
export function rememberRepositories(
  store: Store,
  now: () => number,
): (installationId: number, repositories: readonly InstalledRepository[]) => Promise<void> {
  return async (installationId, repositories) => {
    const former = await store.repositories.list(installationId);
    const formerIds = new Set(former.map(({ id }) => id));
    const added = repositories.filter(({ id }) => !formerIds.has(id));
    const ids = new Set(repositories.map(({ id }) => id));
    const lost = former.filter(({ id }) => !ids.has(id));
    // First the marks: a repository that is noted is no longer new.
    for (let start = 0; start < added.length; start += historiesAtOnce) {
      const keys = added.slice(start, start + historiesAtOnce).map(({ repository }) => ({
        installationId,
        key: { kind: "history", repository } as const,
      }));
      await store.queue.markDirty(keys, now() + (start / historiesAtOnce) * everyMs);
    }
    await store.repositories.upsert(repositories.map((r) => ({ ...r, installationId })));
    await store.repositories.remove(lost.map(({ id }) => id));
  };
}
