import { encodeForMarker } from "./encode-for-marker.ts";

/** What the last looks at an environment saw of our protection rule; milliseconds since the epoch. */
export type RuleSightings = {
  /** When it was found to be there; null: never. */
  readonly seenAtMs: number | null;
  /** When it was found missing; null: never. */
  readonly missedAtMs: number | null;
};

/**
 * When our rule was known to be in an environment last: it was seen there, or a job waited for it. Null where that is not so since the
 * environment is watched, or since the rule was found missing: what never was there can't be taken away. So nobody is accused who deploys
 * through the API alone.
 *
 * @param askedAtMs when jobs of the environment asked us
 */
export function findLastKnown(
  { seenAtMs, missedAtMs }: RuleSightings,
  askedAtMs: readonly number[],
  watchedSinceMs: number,
): number | null {
  const sinceMs = Math.max(watchedSinceMs, missedAtMs ?? 0);
  const moments = [seenAtMs ?? 0, ...askedAtMs].filter((moment) => moment >= sinceMs);
  return moments.length === 0 ? null : Math.max(...moments);
}

/** By which the removal of a rule is found again: `rule@<environment>@<when it was there last>`. A later removal has another name. */
export function nameRemoval(environment: string, knownAtMs: number): string {
  return `rule@${encodeForMarker(environment)}@${new Date(knownAtMs).toISOString()}`;
}
