import { momentOf, nextClockChange, type Reading, wallTimeAt } from "./wall-time.ts";

/** Hours of some days of the week, as clocks on the wall show them. */
export type Window = {
  readonly days: readonly Weekday[];
  /** A time of day: `09:00`, `09:00:30`. */
  readonly from: string;
  /** Later on the same day; `24:00` is its end. */
  readonly to: string;
  /** An IANA name. */
  readonly timeZone: string;
};

type Weekday = "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";

/** Whether deployments may start at some moment, and when that changes. Milliseconds since the epoch. */
export type WindowState =
  /** Null: it does not close within two weeks. */
  | { readonly kind: "open"; readonly untilMs: number | null }
  /** Null: it does not open within two weeks. `timeZone` is that of the window which opens. */
  | {
      readonly kind: "closed";
      readonly opens: { readonly atMs: number; readonly timeZone: string } | null;
    };

const dayMs = 86_400_000;

/** How far to look ahead, days: the answer is mostly near; a window that the clocks leave out once comes a week later. */
const horizonsDays = [2, 8, 15] as const;

/** In the order of `Date.getUTCDay`. */
const weekdays: readonly Weekday[] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/**
 * The state of deployment windows of which one has to be open.
 *
 * The clock on the wall alone decides: a window is open while clocks in its zone show a time from `from` up to, and without, `to`. So
 * it is never open at another hour. What the clocks show twice is open twice, what they leave out does not open.
 */
export function windowStateAt(windows: readonly Window[], nowMs: number): WindowState {
  const isOpen = isOpenAt(windows, nowMs);
  for (const days of horizonsDays) {
    const change = boundaries(windows, nowMs, nowMs + days * dayMs).find(
      (moment) => isOpenAt(windows, moment) !== isOpen,
    );
    if (change === undefined) continue;
    if (isOpen) return { kind: "open", untilMs: change };
    const timeZone = windows.find((window) => isWithin(window, change))?.timeZone ?? "UTC";
    return { kind: "closed", opens: { atMs: change, timeZone } };
  }
  return isOpen ? { kind: "open", untilMs: null } : { kind: "closed", opens: null };
}

function isOpenAt(windows: readonly Window[], momentMs: number): boolean {
  return windows.some((window) => isWithin(window, momentMs));
}

function isWithin({ days, from, to, timeZone }: Window, momentMs: number): boolean {
  const shown = wallTimeAt(momentMs, timeZone);
  const midnight = startOfDay(shown);
  const timeOfDay = shown - midnight;
  return (
    days.includes(weekdayOf(midnight)) &&
    timeOfDay >= parseTimeOfDay(from) &&
    timeOfDay < parseTimeOfDay(to)
  );
}

/** Every moment after `fromMs`, up to `toMs`, at which a window can open or close; in order. */
function boundaries(windows: readonly Window[], fromMs: number, toMs: number): readonly number[] {
  const readings: readonly Reading[] = ["earlier", "later"];
  const moments = windows.flatMap(({ days, from, to, timeZone }) => {
    const first = startOfDay(wallTimeAt(fromMs, timeZone)) - dayMs;
    const last = wallTimeAt(toMs, timeZone);
    const found: number[] = [];
    for (let midnight = first; midnight <= last; midnight += dayMs) {
      if (!days.includes(weekdayOf(midnight))) continue;
      const edges = [midnight + parseTimeOfDay(from), midnight + parseTimeOfDay(to)];
      found.push(...edges.flatMap((edge) => readings.map((at) => momentOf(edge, timeZone, at))));
    }
    const moved = nextClockChange(fromMs, timeZone);
    return moved === null ? found : [...found, moved];
  });
  return [...new Set(moments)]
    .filter((moment) => moment > fromMs && moment <= toMs)
    .sort((a, b) => a - b);
}

function startOfDay(wallMs: number): number {
  return Math.floor(wallMs / dayMs) * dayMs;
}

function weekdayOf(wallMs: number): Weekday {
  return weekdays[new Date(wallMs).getUTCDay()] ?? "Sun";
}

/** Milliseconds since midnight. */
function parseTimeOfDay(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(":").map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}
