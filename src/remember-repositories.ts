import type { InstalledRepository } from "#reconcile/ports.ts";
import type { Store } from "#store/store.ts";

/** Takes over an installation's repositories as they are now: new ones are added, those that it lost are forgotten. */
export function rememberRepositories(
  store: Store,
): (installationId: number, repositories: readonly InstalledRepository[]) => Promise<void> {
  return async (installationId, repositories) => {
    const ids = new Set(repositories.map(({ id }) => id));
    const former = await store.repositories.list(installationId);
    const lost = former.filter(({ id }) => !ids.has(id));
    await store.repositories.upsert(repositories.map((r) => ({ ...r, installationId })));
    await store.repositories.remove(lost.map(({ id }) => id));
  };
}
