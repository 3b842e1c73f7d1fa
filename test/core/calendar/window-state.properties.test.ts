import { expect, test } from "@jest/globals";
import { type Window, windowStateAt } from "#core/calendar/window-state.ts";
import { fc } from "../../support/fast-check.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** Around the days on which clocks are moved, and any other. */
const someMoment = fc
  .tuple(
    fc.constantFrom("2026-03-08", "2026-03-29", "2026-10-04", "2026-10-25", "2026-11-01"),
    fc.integer({ min: -2 * 24 * 60, max: 3 * 24 * 60 }),
  )
  .map(([day, minutes]) => Date.parse(day) + minutes * minuteMs);

const timeOfDay = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");

const window = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    edges: fc
      .tuple(fc.nat(24 * 60), fc.nat(24 * 60))
      .filter(([from, to]) => from !== to)
      .map((edges) => edges.toSorted((a, b) => a - b).map(timeOfDay)),
    timeZone: fc.constantFrom(...zones),
  })
  .map(({ days, edges: [from = "", to = ""], timeZone }): Window => {
    return { days, from, to, timeZone };
  });

const windows = fc.array(window, { minLength: 1, maxLength: 3 });

/** Whether clocks show an hour of the window, by the other implementation of time zones that is at hand. */
function showsAnHourOf({ days, from, to, timeZone }: Window, momentMs: number): boolean {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const [day, time = ""] = format.format(momentMs).split(/,? /);
  return days.some((one) => one === day) && from <= time && time < to;
}

test("windows are open exactly while clocks show one of their hours", () => {
  fc.assert(
    fc.property(windows, someMoment, (some, moment) => {
      const { kind } = windowStateAt(some, moment);
      const expected = some.some((one) => showsAnHourOf(one, moment)) ? "open" : "closed";
      expect(kind).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

test("the next change is the first moment at which the answer differs, and an opening lies within a window", () => {
  fc.assert(
    fc.property(windows, someMoment, (some, moment) => {
      const state = windowStateAt(some, moment);
      const change = state.kind === "open" ? state.untilMs : (state.opens?.atMs ?? null);
      const end = Math.min(change ?? Number.POSITIVE_INFINITY, moment + 3 * dayMs);
      for (let at = moment; at < end; at += 37 * minuteMs) {
        expect(windowStateAt(some, at)).toEqual(state);
      }
      if (change === null) return;
      expect(change).toBeGreaterThan(moment);
      expect(windowStateAt(some, change - 1)).toEqual(state);
      expect(windowStateAt(some, change).kind).not.toBe(state.kind);
      expect(some.some((one) => showsAnHourOf(one, change))).toBe(state.kind === "closed");
    }),
    { numRuns: 100 },
  );
});
