import { z } from "zod";
import { nearestName } from "#core/policy/nearest-name.ts";
import { problem } from "./problem.ts";

const localTimePattern = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

/** A date and time of day without a zone; the policy names the zone beside it. */
export const localTime = z
  .string()
  .superRefine((text, context) => {
    const parts = localTimePattern.exec(text);
    if (parts === null) {
      context.addIssue(
        problem(
          `${JSON.stringify(text)} is not a date and time`,
          "Write date, T and time: 2026-12-18T18:00. The zone stands in timeZone.",
        ),
      );
      return;
    }
    const days = daysInMonth(Number(parts[1]), Number(parts[2]));
    if (Number(parts[3]) >= 1 && Number(parts[3]) <= days) return;
    context.addIssue(
      problem(
        `there is no ${text.slice(0, 10)}`,
        days === 0 ? "Months are 01 to 12." : `That month has ${days} days.`,
      ),
    );
  })
  .meta({ title: "local time", pattern: localTimePattern.source, examples: ["2026-12-18T18:00"] });

/** 0 when there is no such month. */
function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Whether both are times and the first is earlier; undefined when one of them is no time, which is told elsewhere. */
export function isBefore(from: string, to: string): boolean | undefined {
  const areTimes = [localTimePattern, clockTimePattern].some(
    (pattern) => pattern.test(from) && pattern.test(to),
  );
  return areTimes ? toSeconds(from) < toSeconds(to) : undefined;
}

/** Local times and times of day in one order, with or without seconds: text order is time order. */
function toSeconds(time: string): string {
  return /:\d{2}:\d{2}$/.test(time) ? time : `${time}:00`;
}

const clockTimePattern = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$|^24:00$/;

/** A time of day; `24:00` is the end of the day. */
export const clockTime = z
  .string()
  .superRefine((text, context) => {
    if (clockTimePattern.test(text)) return;
    context.addIssue(
      problem(
        `${JSON.stringify(text)} is not a time of day`,
        "Write hours and minutes with two digits each: '09:00'. The end of the day is '24:00'.",
      ),
    );
  })
  .meta({ title: "time of day", pattern: clockTimePattern.source, examples: ["09:00"] });

/** A time zone of the IANA database. */
export const timeZone = z
  .string()
  .superRefine((text, context) => {
    if (isTimeZone(text)) return;
    const meant = nearestTimeZone(text);
    context.addIssue(
      problem(
        `there is no time zone ${JSON.stringify(text)}`,
        meant === undefined
          ? "Write a name of the IANA time zone database: Europe/Berlin, America/New_York, UTC."
          : `Did you mean ${meant}?`,
      ),
    );
  })
  .meta({ title: "time zone", examples: ["Europe/Berlin"] });

function isTimeZone(text: string): boolean {
  // Offsets such as +01:00 know nothing of summer time, and not every library takes them.
  if (!/^[A-Za-z][\w+\-/]*$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

function nearestTimeZone(text: string): string | undefined {
  const zones = Intl.supportedValuesOf("timeZone");
  const city = text.replaceAll(" ", "_").toLowerCase();
  return zones.find((zone) => zone.toLowerCase().endsWith(`/${city}`)) ?? nearestName(text, zones);
}
