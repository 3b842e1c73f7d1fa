import { commitsOf } from "#core/change-set/change-set.ts";
import { type CommitRange, collectChanges } from "#core/change-set/collect-changes.ts";
import { orderCommits } from "#core/change-set/order-commits.ts";
import { type Deployment, findSuccesses } from "#core/gate/deployment-log.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import type { RollbackTarget } from "./observed-release.ts";

/** The environments that policies name one by one: a glob names none that could be asked for. */
export function namedEnvironments(policies: readonly PolicySource[]): readonly string[] {
  const names = policies.flatMap(({ content }) =>
    content.kind === "valid" ? Object.keys(content.policy.environments) : [],
  );
  return [...new Set(names)].filter((name) => !/[*?[\]{}!()]/.test(name)).sort();
}

/** Where each environment can go back to: the commit that succeeded there last. */
export function findRollbacks(
  environments: readonly string[],
  deployments: readonly Deployment[],
  release: {
    readonly range: CommitRange;
    /** Null for a first release. */
    readonly baselineSha: string | null;
    /** Names of commits. */
    readonly tags: ReadonlyMap<string, string>;
  },
): readonly RollbackTarget[] {
  return environments.map((environment) => {
    const [last] = findSuccesses(environment, [], deployments).toSorted(
      (a, b) => b.lastAtMs - a.lastAtMs,
    );
    if (last === undefined) return { environment, target: null };
    const { sha: commitSha, lastAtMs: succeededAtMs } = last;
    const tagName = release.tags.get(commitSha) ?? null;
    const removes = findRemoved(commitSha, release);
    return { environment, target: { commitSha, tagName, succeededAtMs, removes } };
  });
}

/** The changes that the release has and the commit has not; null where the range does not tell. */
function findRemoved(
  commitSha: string,
  { range, baselineSha }: Parameters<typeof findRollbacks>[2],
) {
  const changes = collectChanges(range);
  if (commitSha === baselineSha) return changes;
  if (!range.commits.some(({ sha }) => sha === commitSha)) return null;
  const held = new Set(orderCommits(range.commits, commitSha).map(({ commit }) => commit.sha));
  return changes.filter((change) => commitsOf(change).some(({ sha }) => !held.has(sha)));
}
