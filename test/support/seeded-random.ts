/** Numbers that look random and are the same for the same seed: what a test does can be done again. */
export type SeededRandom = {
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number;
  /** One of the given things. */
  oneOf<Thing>(things: readonly [Thing, ...Thing[]]): Thing;
};

/** Marsaglia's xorshift with 32 bits: https://www.jstatsoft.org/article/view/v008i14 */
export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return {
    below: (bound) => next() % bound,
    oneOf: (things) => things[next() % things.length] ?? things[0],
  };
}
