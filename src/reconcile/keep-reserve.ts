import { RetryLater } from "#core/errors.ts";
import type { Key } from "#core/key.ts";
import { rankOf } from "#core/key-rank.ts";

/** So much of an hour's calls is kept for what people wait for. */
const reserve = 0.2;

/** The key was put off, before anything was asked of GitHub: what is left of the installation's calls is kept for what people wait for. */
export class HeldBack extends RetryLater {}

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
 * Puts off what nobody waits for while little is left of the installation's calls. It is begun or not: half-way it would have cost its calls
 * for nothing. Where GitHub told of no limit, nothing is held back.
 *
 * @throws HeldBack until GitHub's next hour begins
 */
export function keepReserve(key: Key, left: Left): void {
  if (left === null || !isScarce(left) || rankOf(key, "event") !== "background") return;
  throw new HeldBack(
    `Less than ${reserve * 100} % of the installation's calls to GitHub are left in this hour: they are kept for changes and deployments.`,
    left.resetAtMs,
  );
}
