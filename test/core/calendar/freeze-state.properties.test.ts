import { expect, test } from "@jest/globals";
import { freezeStateAt, nextChangeOf } from "#core/calendar/freeze-state.ts";
import type { Schedule } from "#core/calendar/occurrences.ts";
import { findScheduleProblem } from "#core/calendar/schedule-problem.ts";
import { fc } from "../../support/fast-check.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
const weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/** Around the days on which clocks are moved, and any other. */
const someDay = fc
  .tuple(
    fc.constantFrom("2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01", "2026-07-01"),
    fc.integer({ min: -9, max: 9 }),
  )
  .map(([day, offset]) => Date.parse(day) + offset * dayMs);

const schedule = fc
  .record({
    day: someDay,
    minute: fc.nat(24 * 60 - 1),
    lengthMinutes: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 4_000 })),
    timeZone: fc.constantFrom(...zones),
    repeat: fc.constantFrom("daily", "second day", "weekly", "never"),
  })
  .map(({ day, minute, lengthMinutes, timeZone, repeat }): Schedule => {
    const start = day + minute * minuteMs;
    const rules = {
      daily: "FREQ=DAILY;COUNT=12",
      "second day": "FREQ=DAILY;INTERVAL=2;UNTIL=20270101",
      weekly: `FREQ=WEEKLY;BYDAY=${weekdays[new Date(day).getUTCDay()]}`,
      never: undefined,
    };
    return {
      from: wallText(start),
      to: wallText(start + lengthMinutes * minuteMs),
      timeZone,
      repeat: rules[repeat],
    };
  })
  .filter((some) => findScheduleProblem({ repeat: "FREQ=YEARLY", ...some }) === undefined);

function wallText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

/** What the clocks of a zone show, by the other implementation that is at hand. */
function clockIn(timeZone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  return (ms) => format.format(ms).replace(" ", "T");
}

/** The occurrences by hand: the first one, moved by whole days of the wall calendar. */
function occurrences({ from, to, repeat }: Schedule): readonly (readonly [string, string])[] {
  const step = repeat?.startsWith("FREQ=WEEKLY") ? 7 : repeat?.includes("INTERVAL=2") ? 2 : 1;
  const times = repeat === undefined ? 1 : repeat.includes("COUNT") ? 12 : 150;
  return Array.from({ length: times }, (_, index) => {
    const moved = (text: string) => wallText(Date.parse(`${text}Z`) + index * step * dayMs);
    return [moved(from), moved(to)] as const;
  });
}

test("by the clock on the wall, a freeze is in force exactly within an occurrence, but where clocks are moved", () => {
  fc.assert(
    fc.property(schedule, someDay, fc.nat(2 * 24 * 60), (some, day, minute) => {
      const at = day + minute * minuteMs;
      const clock = clockIn(some.timeZone);
      const isMovedAt = [-1.5, 1.5].some(
        (hours) =>
          Date.parse(`${clock(at + hours * 3_600_000)}Z`) - Date.parse(`${clock(at)}Z`) !==
          hours * 3_600_000,
      );
      const shown = clock(at);
      const within = occurrences(some).some(([from, to]) => from <= shown && shown < to);
      const isFrozen = freezeStateAt(some, at).kind === "in-force";
      // Within an hour and a half of such a moment the longer reading holds: frozen where the clocks say so, perhaps longer.
      if (!isMovedAt) expect(isFrozen).toBe(within);
    }),
    { numRuns: 300 },
  );
});

test("the next change is the first moment at which the answer differs", () => {
  fc.assert(
    fc.property(schedule, someDay, (some, at) => {
      const state = freezeStateAt(some, at);
      const change = nextChangeOf(state);
      const end = Math.min(change ?? Number.POSITIVE_INFINITY, at + 4 * dayMs);
      for (let moment = at; moment < end; moment += 61 * minuteMs) {
        expect(freezeStateAt(some, moment)).toEqual(state);
      }
      if (change === null) return;
      expect(change).toBeGreaterThan(at);
      expect(freezeStateAt(some, change - 1)).toEqual(state);
      expect(freezeStateAt(some, change).kind).not.toBe(state.kind);
    }),
    { numRuns: 30 },
  );
});
