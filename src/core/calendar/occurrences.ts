import { RRuleTemporal } from "rrule-temporal";
import { parseWallTime, wallTimeAt } from "./wall-time.ts";

/** When something begins and ends: local wall times (`2026-12-18T18:00`) in a zone, and the RFC 5545 rule by which it comes again. */
export type Schedule = {
  readonly from: string;
  readonly to: string;
  /** An IANA name. */
  readonly timeZone: string;
  readonly repeat?: string | undefined;
};

/**
 * How many days, weeks, months or years a rule is followed. A window of thirteen years fits in; a rule with a count, which
 * has to be followed from its beginning, must end within as many.
 */
const mostSteps: readonly (readonly [frequency: RegExp, steps: number])[] = [
  [/FREQ=DAILY/, 5_000],
  [/FREQ=WEEKLY/, 750],
  [/FREQ=MONTHLY/, 180],
  [/FREQ=YEARLY/, 50],
];

/**
 * The wall times at which a schedule begins, `fromMs` to `toMs` inclusive and in order, as {@link parseWallTime} gives them.
 *
 * The rule is followed in wall time, where every day has 24 hours: no change of the clocks can move, add or drop one.
 * The work grows with the window, and with the count of a rule that has one.
 *
 * @throws Error when the rule can't be used, see {@link findScheduleProblem}
 */
export function startsBetween(schedule: Schedule, fromMs: number, toMs: number): readonly number[] {
  const first = parseWallTime(schedule.from);
  if (schedule.repeat === undefined) return first >= fromMs && first <= toMs ? [first] : [];
  const rule = new RRuleTemporal({
    rruleString: `DTSTART:${basicFormat(first)}\nRRULE:${inWallTime(schedule.repeat, schedule.timeZone)}`,
    tzid: "UTC",
    strict: true,
    maxIterations: stepsOf(schedule.repeat),
  });
  return rule
    .between(new Date(Math.max(fromMs, first)), new Date(Math.max(toMs, first)), true)
    .map(({ epochMilliseconds }) => epochMilliseconds)
    .filter((start) => start >= fromMs && start <= toMs);
}

function stepsOf(rule: string): number {
  return mostSteps.find(([frequency]) => frequency.test(rule))?.[1] ?? 0;
}

/**
 * The rule with its `UNTIL` in wall time: a day counts to its end, a local time is taken as it is, and one in UTC (`Z`)
 * is what the clocks of the zone show then.
 */
function inWallTime(rule: string, timeZone: string): string {
  return rule.replace(
    /UNTIL=(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?/,
    (_part, year, month, day, hour = "23", minute = "59", second = "59", utc) => {
      const written = parseWallTime(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
      return `UNTIL=${basicFormat(utc ? wallTimeAt(written, timeZone) : written)}`;
    },
  );
}

/** `20261218T180000Z`, as iCalendar writes a time. */
function basicFormat(wallMs: number): string {
  return new Date(wallMs).toISOString().replace(/[-:]|\.\d+/g, "");
}
