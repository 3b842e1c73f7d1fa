import { describe, expect, test } from "@jest/globals";
import { type Window, windowStateAt } from "#core/calendar/window-state.ts";

const workdays = ["Mon", "Tue", "Wed", "Thu"] as const;
const everyDay = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

const office: Window = {
  days: workdays,
  from: "09:00",
  to: "16:00",
  timeZone: "Europe/Berlin",
};
const inUtc = (days: Window["days"], from: string, to: string): Window => {
  return { days, from, to, timeZone: "UTC" };
};

/** `open until …`, `closed, opens …`; moments in UTC. */
function stateAt(windows: readonly Window[], moment: string): string {
  const state = windowStateAt(windows, Date.parse(moment));
  const utc = (ms: number) => new Date(ms).toISOString().replace(/:00\.000Z$|\.000Z$/, "");
  if (state.kind === "open") {
    return `open ${state.untilMs === null ? "on end" : `until ${utc(state.untilMs)}`}`;
  }
  if (state.opens === null) return "closed on end";
  return `closed, opens ${utc(state.opens.atMs)} ${state.opens.timeZone}`;
}

describe("deployment windows", () => {
  test.each<[string, readonly Window[], string, string]>([
    ["open in their hours", [office], "2026-11-19T10:00Z", "open until 2026-11-19T15:00"],
    ["open with their first moment", [office], "2026-11-19T08:00Z", "open until 2026-11-19T15:00"],
    [
      "are closed the moment before",
      [office],
      "2026-11-19T07:59:59.999Z",
      "closed, opens 2026-11-19T08:00 Europe/Berlin",
    ],
    [
      "are closed with their last moment, over the weekend",
      [office],
      "2026-11-19T15:00Z",
      "closed, opens 2026-11-23T08:00 Europe/Berlin",
    ],
    [
      "name the zone of the one that opens first",
      [office, inUtc(["Sat"], "07:00", "08:00")],
      "2026-11-20T18:00Z",
      "closed, opens 2026-11-21T07:00 UTC",
    ],
    [
      "open while one of them is open",
      [office, inUtc(["Thu"], "14:00", "18:00")],
      "2026-11-19T12:00Z",
      "open until 2026-11-19T18:00",
    ],
    [
      "that touch at midnight are one",
      [inUtc(["Sat"], "22:00", "24:00"), inUtc(["Sun"], "00:00", "04:00")],
      "2026-11-21T23:00Z",
      "open until 2026-11-22T04:00",
    ],
    [
      "know the day of the week of their own zone",
      [{ days: ["Mon"], from: "00:00", to: "02:00", timeZone: "Asia/Tokyo" }],
      "2026-11-22T15:30Z",
      "open until 2026-11-22T17:00",
    ],
    [
      "of every hour never close",
      [inUtc(everyDay, "00:00", "24:00")],
      "2026-11-20T12:00Z",
      "open on end",
    ],
    [
      "may have seconds",
      [inUtc(["Fri"], "12:00:30", "12:00:45")],
      "2026-11-20T12:00:31Z",
      "open until 2026-11-20T12:00:45",
    ],
    [
      "of once a week, just closed, open a week later",
      [inUtc(["Fri"], "09:00", "10:00")],
      "2026-11-20T10:00Z",
      "closed, opens 2026-11-27T09:00 UTC",
    ],
  ])("%s", (_name, windows, moment, expected) => {
    expect(stateAt(windows, moment)).toBe(expected);
  });
});

describe("deployment windows where clocks are moved", () => {
  const night = (from: string, to: string): Window => {
    return { days: ["Sun"], from, to, timeZone: "Europe/Berlin" };
  };
  test.each<[string, Window, string, string]>([
    [
      "open when the clocks jump into it",
      night("02:30", "05:00"),
      "2026-03-29T00:50Z",
      "closed, opens 2026-03-29T01:00 Europe/Berlin",
    ],
    [
      "close when the clocks jump out of it",
      night("01:00", "02:30"),
      "2026-03-29T00:50Z",
      "open until 2026-03-29T01:00",
    ],
    [
      "do not open at hours that the clocks leave out",
      night("02:10", "02:50"),
      "2026-03-28T12:00Z",
      "closed, opens 2026-04-05T00:10 Europe/Berlin",
    ],
    [
      "open twice at hours that the clocks show twice",
      night("02:10", "02:50"),
      "2026-10-25T00:50Z",
      "closed, opens 2026-10-25T01:10 Europe/Berlin",
    ],
    [
      "keep to local hours in winter",
      office,
      "2026-10-26T07:30Z",
      "closed, opens 2026-10-26T08:00 Europe/Berlin",
    ],
    ["and in summer", office, "2026-03-30T07:30Z", "open until 2026-03-30T14:00"],
  ])("%s", (_name, window, moment, expected) => {
    expect(stateAt([window], moment)).toBe(expected);
  });
});
