import { Temporal } from "temporal-polyfill";

/**
 * Which moment is meant by a wall time that the clocks of a zone show twice (when they are set back) or never (when they
 * are set forward).
 */
export type Reading = "earlier" | "later";

/**
 * A date and time of day as clocks on the wall show it, without a zone, as a number that can be reckoned with: the
 * milliseconds since the epoch that it would be in UTC.
 *
 * @throws RangeError when there is no such date or time
 */
export function parseWallTime(text: string): number {
  return Temporal.PlainDateTime.from(text, { overflow: "reject" }).toZonedDateTime("UTC")
    .epochMilliseconds;
}

/** The moment (milliseconds since the epoch) at which clocks in the zone show a wall time. */
export function momentOf(wallMs: number, timeZone: string, reading: Reading): number {
  return Temporal.Instant.fromEpochMilliseconds(wallMs)
    .toZonedDateTimeISO("UTC")
    .toPlainDateTime()
    .toZonedDateTime(timeZone, { disambiguation: reading }).epochMilliseconds;
}

/** What clocks in the zone show at a moment (milliseconds since the epoch). */
export function wallTimeAt(momentMs: number, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(momentMs)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toZonedDateTime("UTC").epochMilliseconds;
}

/** `2027-01-04 08:00 Europe/Berlin`; with seconds where they are not zero. */
export function formatMoment(momentMs: number, timeZone: string): string {
  const text = new Date(wallTimeAt(momentMs, timeZone)).toISOString();
  const time = text.slice(11, 19).replace(/:00$/, "");
  return `${text.slice(0, 10)} ${time} ${timeZone}`;
}

/** The next moment after the one given at which the zone's clocks are moved; null when none is known. */
export function nextClockChange(momentMs: number, timeZone: string): number | null {
  const zoned = Temporal.Instant.fromEpochMilliseconds(momentMs).toZonedDateTimeISO(timeZone);
  return zoned.getTimeZoneTransition("next")?.epochMilliseconds ?? null;
}

/** The same with the day of the week, as people plan by it: `Monday 2027-01-04 08:00 Europe/Berlin`. */
export function formatDay(momentMs: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone }).format(momentMs);
  return `${day} ${formatMoment(momentMs, timeZone)}`;
}
