import { describe, expect, test } from "@jest/globals";
import { freezeStateAt, nextChangeOf } from "#core/calendar/freeze-state.ts";
import type { Schedule } from "#core/calendar/occurrences.ts";

const yearEnd: Schedule = {
  from: "2026-12-18T18:00",
  to: "2027-01-04T08:00",
  timeZone: "Europe/Berlin",
};
const fridays: Schedule = {
  from: "2026-01-02T15:00",
  to: "2026-01-02T23:59:30",
  timeZone: "Europe/Berlin",
  repeat: "FREQ=WEEKLY;BYDAY=FR",
};
const nights: Schedule = {
  from: "2026-01-01T22:00",
  to: "2026-01-02T06:00",
  timeZone: "Europe/Berlin",
  repeat: "FREQ=DAILY",
};
const berlinGap = (from: string, to: string): Schedule => ({
  from: `2026-03-29T${from}`,
  to: `2026-03-29T${to}`,
  timeZone: "Europe/Berlin",
});
const newYorkFold = (from: string, to: string): Schedule => ({
  from: `2026-11-01T${from}`,
  to: `2026-11-01T${to}`,
  timeZone: "America/New_York",
});
const utc = (from: string, to: string, repeat?: string): Schedule => ({
  from,
  to,
  timeZone: "UTC",
  repeat,
});

/** "until …", "from …" or "never again". */
function stateOf(schedule: Schedule, at: string): string {
  const state = freezeStateAt(schedule, Date.parse(at));
  const change = nextChangeOf(state);
  if (change === null) return "never again";
  const moment = new Date(change).toISOString().replace(".000", "");
  return `${state.kind === "in-force" ? "until" : "from"} ${moment}`;
}

type Row = [name: string, schedule: Schedule, at: string, state: string];

describe("a freeze that comes once", () => {
  test.each<Row>([
    ["before it begins", yearEnd, "2026-12-18T16:59:59Z", "from 2026-12-18T17:00:00Z"],
    ["from the very moment on", yearEnd, "2026-12-18T17:00:00Z", "until 2027-01-04T07:00:00Z"],
    ["over the turn of the year", yearEnd, "2027-01-01T00:00:00Z", "until 2027-01-04T07:00:00Z"],
    ["until just before its end", yearEnd, "2027-01-04T06:59:59Z", "until 2027-01-04T07:00:00Z"],
    ["no longer at its end", yearEnd, "2027-01-04T07:00:00Z", "never again"],
    ["years ahead", yearEnd, "2020-01-01T00:00:00Z", "from 2026-12-18T17:00:00Z"],
    [
      "for years",
      utc("2020-01-01T00:00", "2029-01-01T00:00"),
      "2022-01-01T00:00:00Z",
      "until 2029-01-01T00:00:00Z",
    ],
    [
      "to the second",
      utc("2026-05-01T10:00:07", "2026-05-01T10:00:09"),
      "2026-05-01T10:00:08Z",
      "until 2026-05-01T10:00:09Z",
    ],
  ])("%s", (_name, schedule, at, expected) => {
    expect(stateOf(schedule, at)).toBe(expected);
  });
});

describe("where clocks are moved, a freeze is rather too long than too short", () => {
  test.each<Row>([
    [
      "begins at a time that is left out: the earlier moment",
      berlinGap("02:30", "12:00"),
      "2026-03-28T00:00:00Z",
      "from 2026-03-29T00:30:00Z",
    ],
    [
      "ends at a time that is left out: the later moment",
      berlinGap("00:00", "02:30"),
      "2026-03-29T00:30:00Z",
      "until 2026-03-29T01:30:00Z",
    ],
    [
      "lies in the time that is left out",
      berlinGap("02:15", "02:45"),
      "2026-03-29T01:00:00Z",
      "until 2026-03-29T01:45:00Z",
    ],
    [
      "begins at a time that comes twice: the first time",
      newYorkFold("01:30", "12:00"),
      "2026-11-01T00:00:00Z",
      "from 2026-11-01T05:30:00Z",
    ],
    [
      "ends at a time that comes twice: the second time",
      newYorkFold("00:00", "01:30"),
      "2026-11-01T05:45:00Z",
      "until 2026-11-01T06:30:00Z",
    ],
    [
      "in a zone that left a whole day out",
      { from: "2011-12-30T10:00", to: "2011-12-30T11:00", timeZone: "Pacific/Apia" },
      "2011-12-29T20:00:00Z",
      "until 2011-12-30T21:00:00Z",
    ],
  ])("%s", (_name, schedule, at, expected) => {
    expect(stateOf(schedule, at)).toBe(expected);
  });
});

describe("a freeze that comes again", () => {
  test.each<Row>([
    ["at the same time in winter", fridays, "2026-03-27T13:00:00Z", "from 2026-03-27T14:00:00Z"],
    ["and in summer", fridays, "2026-03-28T00:00:00Z", "from 2026-04-03T13:00:00Z"],
    ["and ends so in summer", fridays, "2026-04-03T20:00:00Z", "until 2026-04-03T21:59:30Z"],
    ["after the autumn again", fridays, "2026-10-30T14:00:00Z", "until 2026-10-30T22:59:30Z"],
    [
      "ends at its time by the clock in the short night",
      nights,
      "2026-03-28T23:00:00Z",
      "until 2026-03-29T04:00:00Z",
    ],
    ["and in the long night", nights, "2026-10-24T23:00:00Z", "until 2026-10-25T05:00:00Z"],
    [
      "on a day that few years have",
      utc("2024-02-29T00:00", "2024-03-01T00:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
      "2096-06-01T00:00:00Z",
      "from 2104-02-29T00:00:00Z",
    ],
    [
      "on the last day of months",
      utc("2026-01-31T12:00", "2026-02-01T12:00", "FREQ=MONTHLY;BYMONTHDAY=-1"),
      "2028-02-29T11:59:59Z",
      "from 2028-02-29T12:00:00Z",
    ],
    [
      "until a day, to its end",
      { ...fridays, repeat: "FREQ=WEEKLY;UNTIL=20260116" },
      "2026-01-16T13:00:00Z",
      "from 2026-01-16T14:00:00Z",
    ],
    [
      "until a local time",
      { ...fridays, repeat: "FREQ=WEEKLY;UNTIL=20260116T145959" },
      "2026-01-16T13:00:00Z",
      "never again",
    ],
    [
      "until a time in UTC",
      { ...fridays, repeat: "FREQ=WEEKLY;UNTIL=20260116T140000Z" },
      "2026-01-16T13:00:00Z",
      "from 2026-01-16T14:00:00Z",
    ],
    [
      "so many times",
      { ...fridays, repeat: "FREQ=WEEKLY;COUNT=3" },
      "2026-01-16T22:59:30Z",
      "never again",
    ],
    [
      "at once, so that it goes on",
      utc("2026-01-01T00:00", "2026-01-02T00:00", "FREQ=DAILY;COUNT=100"),
      "2026-01-05T00:00:00Z",
      "until 2026-04-11T00:00:00Z",
    ],
    [
      "while it still lasts",
      utc("2026-01-01T00:00", "2026-01-03T12:00", "FREQ=DAILY;COUNT=5"),
      "2026-01-01T00:00:00Z",
      "until 2026-01-07T12:00:00Z",
    ],
    [
      "since long ago, but now and then",
      utc("1990-12-24T00:00", "1990-12-27T00:00", "FREQ=DAILY;BYMONTH=12;BYMONTHDAY=24"),
      "2026-12-25T00:00:00Z",
      "until 2026-12-27T00:00:00Z",
    ],
  ])("%s", (_name, schedule, at, expected) => {
    expect(stateOf(schedule, at)).toBe(expected);
  });
});
