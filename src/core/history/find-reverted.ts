import type { ChangeReference } from "./past-change.ts";
import type { RevertClaims } from "./revert-claims.ts";

/** A revert later than this says little about the change. */
export const revertedWithinDays = 90;

/** What tells which change a revert speaks of. */
export type RevertCandidate = ChangeReference & {
  readonly mergedAtMs: number;
  /** The commits that it merged, but for its own. */
  readonly mergedShas: readonly string[];
  /** Null for a change that claims to revert nothing. */
  readonly claims: RevertClaims | null;
  /** Whether the change is a revert itself. */
  readonly isRevert: boolean;
};

const abbreviation = 7;

/**
 * Which changes were reverted within {@link revertedWithinDays}, and by which change: indexes into `changes`, which are
 * in the order of the mainline. A revert that is reverted does not count.
 */
export function findReverted(changes: readonly RevertCandidate[]): ReadonlyMap<number, number> {
  const earlier = new EarlierChanges();
  const revertedBy = new Map<number, number>();
  changes.forEach((change, index) => {
    for (const target of earlier.named(change.claims)) {
      const candidate = changes[target] as RevertCandidate;
      const withinMs = change.mergedAtMs - candidate.mergedAtMs;
      if (candidate.isRevert || withinMs > revertedWithinDays * 86_400_000) continue;
      if (!revertedBy.has(target)) revertedBy.set(target, index);
    }
    earlier.add(change, index);
  });
  return revertedBy;
}

class EarlierChanges {
  readonly #bySha = new Map<string, { readonly sha: string; readonly index: number }[]>();
  readonly #byNumber = new Map<number, number>();
  readonly #byTitle = new Map<string, number>();

  add(change: RevertCandidate, index: number): void {
    for (const sha of [change.sha, ...change.mergedShas]) {
      const key = sha.slice(0, abbreviation);
      const sameStart = this.#bySha.get(key);
      if (sameStart === undefined) this.#bySha.set(key, [{ sha, index }]);
      else sameStart.push({ sha, index });
    }
    if (change.number !== null) this.#byNumber.set(change.number, index);
    this.#byTitle.set(change.title, index);
  }

  /** The changes that the claims name. A title names the latest change that bears it, when nothing more exact is said. */
  named(claims: RevertClaims | null): ReadonlySet<number> {
    if (claims === null) return new Set();
    const exact = [
      ...claims.shas.map((sha) => this.#withSha(sha)),
      ...claims.numbers.map((number) => this.#byNumber.get(number)),
    ].filter((index) => index !== undefined);
    if (exact.length > 0) return new Set(exact);
    const byTitle = claims.titles.map((title) => this.#byTitle.get(title));
    return new Set(byTitle.filter((index) => index !== undefined));
  }

  #withSha(claimed: string): number | undefined {
    return this.#bySha
      .get(claimed.slice(0, abbreviation))
      ?.find(({ sha }) => sha.startsWith(claimed))?.index;
  }
}
