import { setTimeout as sleep } from "node:timers/promises";

/** A minute is long for a machine that does nothing else, and not for one that does. */
const patienceMs = 120_000;

/**
 * Waits until the condition holds, or loses patience; gives whether it holds. The assertion that follows says what is amiss. Tests name no
 * limit of their own: one that the machine is too slow for fails them, and a long one costs nothing.
 */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  withinMs = patienceMs,
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (await condition()) return true;
    await sleep(20);
  }
  return condition();
}

/** Waits until nothing is left to do, as long as it becomes less. The assertion that follows says what is amiss. */
export async function dwindles(left: () => Promise<number>): Promise<void> {
  let before = Number.POSITIVE_INFINITY;
  let least = await left();
  while (least > 0 && least < before) {
    before = least;
    await eventually(async () => {
      least = Math.min(least, await left());
      return least < before;
    });
  }
}
