import { type Schedule, startsBetween } from "./occurrences.ts";
import { momentOf, parseWallTime, wallTimeAt } from "./wall-time.ts";

/** Whether a freeze is in force at some moment, and when that changes. Milliseconds since the epoch. */
export type FreezeState =
  | { readonly kind: "in-force"; readonly untilMs: number }
  /** Null: it does not begin within the next twelve years. */
  | { readonly kind: "not-in-force"; readonly beginsMs: number | null };

type Span = { readonly startMs: number; readonly endMs: number };

const dayMs = 86_400_000;

/** A zone's clocks are never moved by more than a day (Samoa left a whole one out). */
const clockSlackMs = 2 * dayMs;

/** How far to look ahead, days: mostly the answer is near, and a far one is worth more work. */
const horizonsDays = [40, 400, 4_400] as const;

/**
 * The state of a freeze at a moment.
 *
 * Each occurrence lasts as long as the first one by the clocks on the wall, so it ends at the same time of day whatever
 * the clocks do in between. Where they are moved at the very beginning or end, the longer reading holds: a beginning
 * that they show twice or never is the earlier moment, an end the later one. Occurrences that touch or overlap are one.
 *
 * @throws Error when the rule can't be used, see {@link findScheduleProblem}
 */
export function freezeStateAt(schedule: Schedule, nowMs: number): FreezeState {
  for (const days of horizonsDays) {
    const horizonMs = nowMs + days * dayMs;
    const span = spansBetween(schedule, nowMs, horizonMs).find(({ endMs }) => endMs > nowMs);
    const isWhole = span !== undefined && span.endMs < horizonMs;
    const isAhead = span !== undefined && span.startMs > nowMs;
    if (isWhole || isAhead || (days === horizonsDays[2] && span !== undefined)) {
      return isAhead
        ? { kind: "not-in-force", beginsMs: span.startMs }
        : { kind: "in-force", untilMs: span.endMs };
    }
  }
  return { kind: "not-in-force", beginsMs: null };
}

/** The next moment after the one asked about at which the freeze begins or ends; null when none is known. */
export function nextChangeOf(state: FreezeState): number | null {
  return state.kind === "in-force" ? state.untilMs : state.beginsMs;
}

/** The spans in which the freeze is in force, as far as they touch the given moments, joined where they touch. */
export function spansBetween(schedule: Schedule, fromMs: number, toMs: number): readonly Span[] {
  const { timeZone } = schedule;
  const lengthMs = lengthOf(schedule);
  const starts = startsBetween(
    schedule,
    wallTimeAt(fromMs, timeZone) - lengthMs - clockSlackMs,
    wallTimeAt(toMs, timeZone),
  );
  const spans: Span[] = [];
  for (const start of starts) {
    const span = {
      startMs: momentOf(start, timeZone, "earlier"),
      endMs: momentOf(start + lengthMs, timeZone, "later"),
    };
    const last = spans.at(-1);
    if (last === undefined || span.startMs > last.endMs) spans.push(span);
    else spans[spans.length - 1] = { startMs: last.startMs, endMs: span.endMs };
  }
  return spans;
}

/** How long each occurrence lasts in wall time, milliseconds. */
export function lengthOf({ from, to }: Schedule): number {
  return parseWallTime(to) - parseWallTime(from);
}
