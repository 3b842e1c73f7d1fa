import type { Key } from "#core/key.ts";
import { rankOf } from "#core/key-rank.ts";

/** So much of an hour's calls is kept for what people wait for. */
const reserve = 0.2;

/** What is left of an hour's calls, a share (0 to 1), and when the next hour begins; null where GitHub told of no limit. */
type Left = { readonly share: number; readonly resetAtMs: number } | null;

/** What tells how near an installation is to GitHub's limit. */
export interface BudgetAtGitHub {
  budgetLeft(installationId: number): Left;
}

/** Whether what is left of an installation's calls is kept for what people wait for; false where GitHub told of no limit. */
export function isScarce(left: Left): boolean {
  return left !== null && left.share < reserve;
}

/**
 * Until when a key is put off, before anything is asked of GitHub: what nobody waits for, while little is left of the installation's calls,
 * until GitHub's next hour begins. Half-way it would have cost its calls for nothing. Null: it is not.
 */
export function heldUntilMs(key: Key, left: Left): number | null {
  if (left === null || !isScarce(left)) return null;
  return rankOf(key, "event") === "background" ? left.resetAtMs : null;
}
