import type { Policy } from "#core/policy/schema.ts";

const hourMs = 3_600_000;

/** Where no policy says how long: as long as an emergency section that does not. */
const usualMs = 72 * hourMs;

/** When the review is due: by the strictest of the policies that control the branch. Milliseconds since the epoch. */
export function dueOf(policies: readonly Pick<Policy, "emergency">[], mergedAtMs: number): number {
  const terms = policies.flatMap(({ emergency }) => emergency?.reviewWithin ?? []);
  return mergedAtMs + (terms.length === 0 ? usualMs : Math.min(...terms));
}

/** When people are reminded: when a quarter of the time is left, but at least an hour, and at most half of it. */
export function reminderOf({
  mergedAtMs,
  dueMs,
}: {
  readonly mergedAtMs: number;
  readonly dueMs: number;
}): number {
  const wholeMs = dueMs - mergedAtMs;
  return dueMs - Math.min(Math.max(wholeMs / 4, hourMs), wholeMs / 2);
}
