import { z } from "zod";
import type { JsonValue } from "#core/ledger/json.ts";
import { namesEnvironment } from "#core/policy/environment-names.ts";

/** The policies' names and globs of environments, and since when each is watched, milliseconds since the epoch. */
export type WatchedEnvironments = ReadonlyMap<string, number>;

const Data = z.object({ since: z.record(z.string(), z.iso.datetime()) });

/** What an entry of the ledger (`environments.watched`) says; nothing is watched where there is none. */
export function readWatched(data: JsonValue | undefined): WatchedEnvironments {
  const read = Data.safeParse(data);
  const since = read.success ? Object.entries(read.data.since) : [];
  return new Map(since.map(([name, at]) => [name, Date.parse(at)]));
}

/** The data of such an entry. */
export function recordWatched(watched: WatchedEnvironments): JsonValue {
  const since = [...watched].map(([name, ms]) => [name, new Date(ms).toISOString()]);
  return { since: Object.fromEntries(since) };
}

/** Since when an environment is watched, milliseconds since the epoch: the earliest of the names that mean it. Null: it is not. */
export function findWatchedSince(watched: WatchedEnvironments, environment: string): number | null {
  const moments = [...watched]
    .filter(([glob]) => namesEnvironment(glob, environment))
    .map(([, sinceMs]) => sinceMs);
  return moments.length === 0 ? null : Math.min(...moments);
}
