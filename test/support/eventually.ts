import { setTimeout as sleep } from "node:timers/promises";

/** Waits until the condition holds, or for so long; gives whether it holds. The assertion that follows says what is amiss. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (await condition()) return true;
    await sleep(20);
  }
  return condition();
}
