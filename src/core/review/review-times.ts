import type { Policy } from "#core/policy/schema.ts";
import type { ReviewSubject } from "./review.ts";

const hourMs = 3_600_000;

/** Where no policy says how long: as long as an emergency section that does not. */
const usualMs = 72 * hourMs;

/** When a review that is owed since a moment is due: by the strictest of the policies that control the branch. Milliseconds since the epoch. */
export function dueOf(policies: readonly Pick<Policy, "emergency">[], sinceMs: number): number {
  const terms = policies.flatMap(({ emergency }) => emergency?.reviewWithin ?? []);
  return sinceMs + (terms.length === 0 ? usualMs : Math.min(...terms));
}

/** When people are reminded: when a quarter of the time is left, but at least an hour, and at most half of it. */
export function reminderOf({
  mergedAtMs,
  declared,
  dueMs,
}: Pick<ReviewSubject, "mergedAtMs" | "declared" | "dueMs">): number {
  const wholeMs = dueMs - Math.max(mergedAtMs, Date.parse(declared.at));
  return dueMs - Math.min(Math.max(wholeMs / 4, hourMs), wholeMs / 2);
}
