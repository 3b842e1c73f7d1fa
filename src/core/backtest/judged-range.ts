/** Labels of later changes are not in yet: a revert may still come. */
export const trimmedDays = 60;

/** A stretch of a history: indexes from `from` up to, not including, `to`. */
export type JudgedRange = { readonly from: number; readonly to: number };

/**
 * Which changes are judged: the second half of those that are at least {@link trimmedDays} older than the last. The first
 * half only teaches who works where. Takes the times in the order of the mainline.
 */
export function judgedRange(mergedAtMs: readonly number[]): JudgedRange {
  const latest = (mergedAtMs.at(-1) ?? 0) - trimmedDays * 86_400_000;
  const to = mergedAtMs.findLastIndex((at) => at <= latest) + 1;
  return { from: Math.floor(to / 2), to };
}
