/** Counts what was spent in the last span of time against a limit. */
export type SlidingWindow = {
  /** Whether `amount` fits now; when not, the moment (milliseconds since the epoch) at which it will. */
  fitsAtMs(amount: number, nowMs: number): number | null;
  spend(amount: number, nowMs: number): void;
};

/** An exact sliding window: no burst at its edges, unlike a window that starts anew each minute. */
export function createSlidingWindow(limit: number, spanMs: number): SlidingWindow {
  const spent: { readonly atMs: number; readonly amount: number }[] = [];
  let total = 0;

  const forgetOld = (nowMs: number) => {
    while (spent[0] !== undefined && spent[0].atMs <= nowMs - spanMs) {
      total -= spent.shift()?.amount ?? 0;
    }
  };

  return {
    fitsAtMs(amount, nowMs) {
      forgetOld(nowMs);
      let excess = total + amount - limit;
      if (excess <= 0) return null;
      for (const entry of spent) {
        excess -= entry.amount;
        if (excess <= 0) return entry.atMs + spanMs;
      }
      return nowMs + spanMs;
    },
    spend(amount, nowMs) {
      if (amount === 0) return;
      spent.push({ atMs: nowMs, amount });
      total += amount;
    },
  };
}
