import { setTimeout as sleep } from "node:timers/promises";

/** Longer nobody in the story waits, milliseconds. */
const patienceMs = 60_000;

/** Waits until something is to be seen, as a person who looks at it does; gives whether it was. */
export async function until(condition: () => boolean): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 20) {
    if (condition()) return true;
    await sleep(20);
  }
  return condition();
}
