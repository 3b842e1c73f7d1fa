import { type Kysely, sql } from "kysely";
import pg from "pg";
import type { Logger } from "pino";
import { connectionOptions } from "./postgres.ts";
import type { Tables } from "./tables.ts";

const channel = "sluice_work";
const reconnectAfterMs = 1_000;

type Server = {
  readonly databaseUrl: string;
  readonly log: Pick<Logger, "warn"> | undefined;
};

/** Tells workers that there is something to do. A signal may be lost: workers look by themselves now and then. */
export type WorkSignal = {
  /** Calls the listener after keys were marked, here or by another process on PostgreSQL; returns the way to stop. */
  onWork(listener: () => void): () => void;
  /** In the transaction that marks keys: other processes hear of it when it commits. */
  announce(transaction: Kysely<Tables>): Promise<void>;
  /** After that transaction: tells this process. */
  wake(): void;
  close(): Promise<void>;
};

/**
 * @param server null on SQLite: other processes are not told
 */
export function workSignal(server: Server | null): WorkSignal {
  const listeners = new Set<() => void>();
  const wake = () => {
    for (const listener of listeners) listener();
  };
  let subscription: Subscription | null = null;
  return {
    onWork(listener) {
      listeners.add(listener);
      if (server !== null) subscription ??= subscribe(server, wake);
      return () => listeners.delete(listener);
    },
    async announce(transaction) {
      if (server !== null) await sql`select pg_notify(${channel}, '')`.execute(transaction);
    },
    wake,
    async close() {
      listeners.clear();
      await subscription?.close();
    },
  };
}

type Subscription = { close(): Promise<void> };

/** Holds one connection that listens, and makes a new one when it breaks. */
function subscribe(server: Server, wake: () => void): Subscription {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client(connectionOptions(server.databaseUrl));
    client = next;
    next.on("notification", wake);
    // An error is followed by `end`; without a listener it would end the process.
    next.on("error", (error) => server.log?.warn({ err: error }, "no longer told of new work"));
    next.on("end", () => {
      if (!closed) timer = setTimeout(start, reconnectAfterMs);
    });
    await next.connect();
    await next.query(`listen ${channel}`);
    // What was marked while nobody listened.
    wake();
  }

  let connecting = Promise.resolve();
  function start(): void {
    connecting = connect().catch((error: unknown) => {
      server.log?.warn({ err: error }, "can't listen for new work yet");
    });
  }

  start();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await connecting;
      await client?.end();
    },
  };
}
