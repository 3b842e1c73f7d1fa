import { isRevertTitle } from "#core/history/change-title.ts";
import { readRevertClaims } from "#core/history/revert-claims.ts";
import { commitsOf, type SetChange } from "./change-set.ts";
import { messagesOf, titleOf } from "./change-title.ts";

/** A change that reverts others of the same set; together they change nothing. */
export type RevertedPair = {
  readonly reverted: readonly SetChange[];
  readonly by: SetChange;
};

/**
 * Takes reverts out of a set together with what they revert. `changes` are oldest first, and so are both answers.
 *
 * Only a change whose title says that it reverts can cancel, and only when all that it names is in the set: a revert of
 * something shipped earlier is news. The newest is asked first, so that a revert of a revert leaves the change in.
 */
export function cancelReverts(changes: readonly SetChange[]): {
  readonly kept: readonly SetChange[];
  readonly cancelled: readonly RevertedPair[];
} {
  const gone = new Set<SetChange>();
  const cancelled: RevertedPair[] = [];
  const earlier = new NamedChanges(changes);
  for (const by of changes.toReversed()) {
    earlier.forget(by);
    if (gone.has(by)) continue;
    const reverted = earlier.namedBy(by);
    if (reverted.length === 0 || reverted.some((change) => gone.has(change))) continue;
    for (const change of [by, ...reverted]) gone.add(change);
    cancelled.unshift({ reverted, by });
  }
  return { kept: changes.filter((change) => !gone.has(change)), cancelled };
}

const abbreviation = 7;

/** Changes by what a revert may call them; of those that share a name, the newest not yet forgotten counts. */
class NamedChanges {
  readonly #byName = new Map<string, SetChange[]>();

  constructor(changes: readonly SetChange[]) {
    for (const change of changes) {
      for (const name of namesOf(change)) {
        const known = this.#byName.get(name);
        if (known === undefined) this.#byName.set(name, [change]);
        else known.push(change);
      }
    }
  }

  /** Forgets a change; the newest must go first. */
  forget(change: SetChange): void {
    for (const name of namesOf(change)) this.#byName.get(name)?.pop();
  }

  /** What a change says it reverts, by its most exact words; nothing unless all of it is here. */
  namedBy(change: SetChange): readonly SetChange[] {
    const title = titleOf(change);
    if (!isRevertTitle(title)) return [];
    const claims = readRevertClaims(title, messagesOf(change));
    const byNumber = claims.numbers.map((number) => this.#latest(`#${number}`));
    if (isComplete(byNumber)) return [...new Set(byNumber)];
    const bySha = claims.shas.map((sha) => this.#withSha(sha));
    if (isComplete(bySha)) return [...new Set(bySha)];
    // A title alone is too little where something more exact is said that is not here.
    if (claims.numbers.length + claims.shas.length > 0) return [];
    const byTitle = claims.titles.map((one) => this.#latest(`title ${one}`));
    return isComplete(byTitle) ? byTitle : [];
  }

  #latest(name: string): SetChange | undefined {
    return this.#byName.get(name)?.at(-1);
  }

  #withSha(sha: string): SetChange | undefined {
    return this.#byName
      .get(`sha ${sha.slice(0, abbreviation)}`)
      ?.findLast((change) => commitsOf(change).some((commit) => commit.sha.startsWith(sha)));
  }
}

function namesOf(change: SetChange): ReadonlySet<string> {
  return new Set([
    `title ${titleOf(change)}`,
    ...(change.kind === "pull-request" ? [`#${change.pullRequest.number}`] : []),
    ...commitsOf(change).map(({ sha }) => `sha ${sha.slice(0, abbreviation)}`),
  ]);
}

function isComplete<T>(found: readonly (T | undefined)[]): found is readonly T[] {
  return found.length > 0 && !found.includes(undefined);
}
