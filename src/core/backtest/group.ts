import type { JudgedChange } from "./judged-change.ts";
import { liftOf } from "./measures.ts";

/** Some of the judged changes, counted. */
export type Group = {
  readonly changes: number;
  /** Of all judged changes, 0 to 1. */
  readonly share: number;
  /** Changes that were reverted later. */
  readonly reverted: number;
  /** Changes that a fix mended soon after. */
  readonly hotfixed: number;
  /** Reverted changes, as a multiple of what as many changes at random would hold; null where that can't be said. */
  readonly lift: number | null;
  /** The same of hot-fixed changes. */
  readonly hotfixLift: number | null;
};

/** Counts some of all judged changes. */
export function groupOf(some: readonly JudgedChange[], all: readonly JudgedChange[]): Group {
  const changes = some.length;
  const [reverted, hotfixed] = [countReverted(some), countHotfixed(some)];
  const lift = (positives: number, count: typeof countReverted) =>
    liftOf({ changes, positives }, { changes: all.length, positives: count(all) });
  return {
    changes,
    share: all.length === 0 ? 0 : changes / all.length,
    reverted,
    hotfixed,
    lift: lift(reverted, countReverted),
    hotfixLift: lift(hotfixed, countHotfixed),
  };
}

function countReverted(changes: readonly JudgedChange[]): number {
  return changes.filter(({ revertedBy }) => revertedBy !== null).length;
}

function countHotfixed(changes: readonly JudgedChange[]): number {
  return changes.filter(({ hotfixedBy }) => hotfixedBy !== null).length;
}
