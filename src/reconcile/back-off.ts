const firstDelayMs = 1_000;
const longestDelayMs = 5 * 60_000;

/**
 * How long to wait before the next attempt, milliseconds: doubling from one second to five minutes, spread by `jitter` so that many
 * keys that failed together do not come back together.
 *
 * @param attempts failed attempts so far, 1 or more
 * @param jitter 0 to 1
 */
export function backOffMs(attempts: number, jitter: number): number {
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempts - 1, 20));
  return Math.round(full / 2 + (full / 2) * jitter);
}
