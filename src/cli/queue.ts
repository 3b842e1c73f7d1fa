import { encodeKey } from "#core/key-encoding.ts";
import { openStore } from "#store/store.ts";
import { type CommandIo, withUserErrors } from "./command-io.ts";
import { databasePlace } from "./database-place.ts";

export type QueueOptions = {
  readonly json?: boolean | undefined;
  /** Marks the keys that were set aside, so that the server tries them again. */
  readonly retry?: boolean | undefined;
};

/** No more are listed. */
const mostDeadKeys = 1_000;

/**
 * `sluice queue`: what waits to be decided, and what was set aside after a fault that no retry mends. Works beside a running server.
 *
 * Returns the exit code: 0 nothing is set aside, 1 something is (or was, before `--retry`), 2 the database can't be opened.
 */
export function runQueue(
  { json = false, retry = false }: QueueOptions,
  io: CommandIo,
  nowMs: number,
): Promise<number> {
  return withUserErrors(io, async () => {
    const store = await openStore({ ...databasePlace(io), readOnly: !retry });
    try {
      const stats = await store.queue.stats(nowMs);
      const dead = await store.queue.deadKeys(mostDeadKeys);
      if (retry) await store.queue.markDirty(dead, nowMs);
      const setAside = dead.map(({ installationId, key, error, attempts, deadAtMs }) => ({
        key: encodeKey(key),
        installationId,
        attempts,
        since: new Date(deadAtMs).toISOString(),
        error,
      }));
      if (json)
        io.stdout.write(`${JSON.stringify({ ...stats, setAside, retried: retry }, null, 2)}\n`);
      else io.stdout.write(renderText(stats, setAside, retry));
      return dead.length === 0 ? 0 : 1;
    } finally {
      await store.close();
    }
  });
}

type SetAside = {
  readonly key: string;
  readonly attempts: number;
  readonly since: string;
  readonly error: string;
};

function renderText(
  stats: { readonly ready: number; readonly waiting: number; readonly leased: number },
  setAside: readonly SetAside[],
  retried: boolean,
): string {
  const lines = [
    `${stats.ready} ready, ${stats.leased} being worked on, ${stats.waiting} waiting for a time, ${setAside.length} set aside.`,
    ...setAside.map(
      ({ key, attempts, since, error }) =>
        `\n${key}\n  set aside ${since} after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}: ${error}`,
    ),
  ];
  if (setAside.length > 0) {
    lines.push(
      retried
        ? "\nMarked: the server tries them again."
        : "\nTo have them tried again: sluice queue --retry",
    );
  }
  return `${lines.join("\n")}\n`;
}
