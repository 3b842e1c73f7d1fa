import { LRUCache } from "lru-cache";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { Hint } from "#github/event-work.ts";
import type { GitHub } from "#github/github.ts";

/** Changes whose coming commits are kept in mind. */
const mostChanges = 10_000;

/**
 * Lets an observation start with the commits that a delivery named, which saves a call. They supply no facts: a wrong expectation costs a
 * call, nothing else, and losing one with the process is harmless.
 */
export function expectCommits(github: GitHub): {
  readonly github: GitHub;
  readonly expect: (hints: readonly Hint[]) => void;
} {
  const pairs = new LRUCache<string, Hint["pair"]>({ max: mostChanges });
  const nameOf = (repository: RepositoryName, number: number) =>
    `${formatRepository(repository)}#${number}`;
  return {
    github: {
      ...github,
      observeChange: (installationId, repository, number, options) =>
        github.observeChange(installationId, repository, number, {
          hint: pairs.get(nameOf(repository, number)),
          ...options,
        }),
    },
    expect(hints) {
      for (const { repository, number, pair } of hints) {
        pairs.set(nameOf(repository, number), pair);
      }
    },
  };
}
