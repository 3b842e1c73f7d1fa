import type { RecordedFacts } from "#core/change/recorded-facts.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Store } from "#store/store.ts";

/** What the store keeps of a change and a decision depends on. */
export function recordedFacts(
  store: Store,
): (repository: RepositoryName, number: number) => Promise<RecordedFacts> {
  return async (repository, number) => {
    const [commands, adHocFreezes, owedReviews, earlierHeads] = await Promise.all([
      store.commands.effectsOf(repository, number),
      store.commands.freezesOf(repository),
      store.reviews.owedBy(repository),
      store.changeHeads.headsOf(repository, number),
    ]);
    return { commands, adHocFreezes, owedReviews, earlierHeads };
  };
}
