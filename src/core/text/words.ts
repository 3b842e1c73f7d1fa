/** `1 approval`, `2 approvals`: a number and its noun; `plural` where an `s` is not enough. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b and c`; past `limit` items `a, b and 3 more`. */
export function listed(
  items: readonly string[],
  { word = "and", limit = Number.POSITIVE_INFINITY } = {},
): string {
  const shown =
    items.length > limit ? [...items.slice(0, limit), `${items.length - limit} more`] : items;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} ${word} ${shown.at(-1)}`;
}

/** The first seven digits of a commit or blob SHA, as GitHub shows them. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** The text with a capital first letter. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** At most `limit` characters (UTF-16 units); what is cut is replaced by an ellipsis. */
export function clipped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

const durationUnits = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
] as const;

/** Milliseconds as a policy writes a duration, in the largest unit that leaves no rest: `2h`, `90m`. */
export function formatDuration(durationMs: number): string {
  const [unit, size] = durationUnits.find(([, ms]) => durationMs % ms === 0) ?? ["s", 1_000];
  return `${Math.ceil(durationMs / size)}${unit}`;
}

/** A moment (milliseconds since the epoch) to the minute, in UTC: `2026-11-20 18:05`. */
export function formatMinute(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace("T", " ");
}
