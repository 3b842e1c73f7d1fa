/** A share of 1 as a percentage, exact enough to compare: `4.1%`, `13%`. */
export function percent(share: number): string {
  const digits = share > 0 && share < 0.1 ? 1 : 0;
  return `${(share * 100).toFixed(digits)}%`;
}

/** A multiple of chance: `2.5×`; a dash where there is nothing to compare. */
export function times(lift: number | null): string {
  return lift === null ? "–" : `${lift.toFixed(1)}×`;
}

/** A whole number with separators: `1,397`. */
export function whole(count: number): string {
  return count.toLocaleString("en-GB");
}

/** A number of events a week: `0.6`, `12`. */
export function rate(perWeek: number): string {
  return perWeek < 10 ? perWeek.toFixed(1) : whole(Math.round(perWeek));
}

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** `12 Jun 2021`, in UTC. */
export function day(ms: number): string {
  return dayFormat.format(ms);
}
