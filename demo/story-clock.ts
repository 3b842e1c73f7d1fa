/** The story's own time: it goes on as ours does, from where it was put last. */
export type StoryClock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves on to a moment, ISO 8601. */
  set(moment: string): void;
};

export function startClock(moment: string): StoryClock {
  let aheadMs = 0;
  const set = (to: string) => {
    aheadMs = Date.parse(to) - Date.now();
  };
  set(moment);
  return { now: () => Date.now() + aheadMs, set };
}
