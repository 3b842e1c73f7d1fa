import { isPerson } from "#core/change/account.ts";
import type { CommitRange } from "#core/change-set/collect-changes.ts";
import { personOfAddress } from "#core/history/person-of-address.ts";

/** Somebody with a part in a release: the account's id, and the addresses of the account as the past may know them. */
export type Contributing = {
  readonly id: number;
  /** See {@link personOfAddress}. */
  readonly addresses: readonly number[];
};

/** Whoever opened a pull request of a release or wrote one of its commits, as far as accounts are known. */
export function findContributing({ commits, pullRequests }: CommitRange): readonly Contributing[] {
  const addresses = new Map<number, Set<number>>();
  for (const { author } of pullRequests) {
    if (isPerson(author)) addresses.set(author.id, new Set());
  }
  for (const { author } of commits) {
    if (author.account === null || !isPerson(author.account)) continue;
    const own = addresses.get(author.account.id) ?? new Set();
    addresses.set(author.account.id, own);
    if (author.email !== "") own.add(personOfAddress(author.email));
  }
  return [...addresses].map(([id, own]) => ({ id, addresses: [...own] }));
}
