import type { Account } from "./facts.ts";

/**
 * Whether two observations name one account: by user id, since logins change hands.
 * Where an id is not known (0, in a backtest) the logins decide, whatever their case.
 */
export function isSameAccount(a: Account, b: Account): boolean {
  if (a.id !== 0 && b.id !== 0) return a.id === b.id;
  return a.login.toLowerCase() === b.login.toLowerCase();
}

/** Whether a human being stands behind the account: neither a bot nor the account that GitHub itself commits with. */
export function isPerson(account: Account): boolean {
  return (
    account.kind === "user" &&
    !account.login.endsWith("[bot]") &&
    account.login.toLowerCase() !== "web-flow"
  );
}

/** Orders accounts by login, then id, so that a result never depends on the order in which GitHub lists them. */
export function compareAccounts(a: Account, b: Account): number {
  const [left, right] = [a.login.toLowerCase(), b.login.toLowerCase()];
  if (left !== right) return left < right ? -1 : 1;
  return a.id - b.id;
}
