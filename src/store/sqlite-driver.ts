import type { DatabaseSync } from "node:sqlite";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SelectQueryNode,
} from "kysely";
import { SqliteStatements } from "./sqlite-statements.ts";

/** The connections to one file; they are closed together. */
export type SqliteConnections = {
  readonly writer: DatabaseSync;
  /** The same where nothing is written; null where the file has room for one connection only: then reading waits for the commit. */
  readonly reader: DatabaseSync | null;
};

/** Transactions that share one commit, and with it the wait for the disk. */
type Group = { readonly durable: Promise<void>; settle(error?: unknown): void };

/**
 * Runs transactions one after the other on one connection and commits those that end in one turn of the event loop together: a commit waits
 * for the disk, and the whole process with it. Each is a savepoint, so that it fails by itself; none resolves before the commit.
 *
 * What is read outside of a transaction is read through another connection: it sees what is durable, and nothing else.
 */
export class SqliteGroupDriver implements Driver {
  readonly #connections: SqliteConnections;
  readonly #writer: DatabaseSync;
  readonly #written: SqliteStatements;
  readonly #read: SqliteStatements | null;
  #group: Group | null = null;
  #turn = Promise.resolve();

  constructor(connections: SqliteConnections) {
    const { writer, reader } = connections;
    this.#connections = connections;
    this.#writer = writer;
    this.#written = new SqliteStatements(writer);
    this.#read = reader === null ? null : new SqliteStatements(reader);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteSession> {
    return new SqliteSession(this);
  }

  async releaseConnection(session: SqliteSession): Promise<void> {
    session.endTurn();
  }

  async beginTransaction(session: SqliteSession): Promise<void> {
    session.turn = await this.#takeTurn();
    this.#join();
    this.#writer.exec("savepoint member");
  }

  async commitTransaction(session: SqliteSession): Promise<void> {
    this.#writer.exec("release member");
    const { durable } = this.#join();
    session.endTurn();
    await durable;
  }

  async rollbackTransaction(session: SqliteSession): Promise<void> {
    // It had ended, and its commit failed: what is written now is somebody else's.
    if (session.turn === null) return;
    // An error of the disk's has rolled back the whole group already.
    if (this.#writer.isTransaction) this.#writer.exec("rollback to member; release member");
    session.endTurn();
  }

  async destroy(): Promise<void> {
    await this.#commitGroup();
    const { writer, reader } = this.#connections;
    for (const connection of new Set([reader ?? writer, writer])) connection.close();
  }

  /** In a transaction: on its connection, at once. */
  runInTurn<Row>(query: CompiledQuery): QueryResult<Row> {
    return this.#written.run(query);
  }

  /** A statement outside of a transaction. */
  async runAlone<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (isReading(query) && this.#read !== null) return this.#read.run(query);
    const endTurn = await this.#takeTurn();
    try {
      const { durable } = this.#join();
      const result = this.#written.run<Row>(query);
      endTurn();
      await durable;
      return result;
    } finally {
      endTurn();
    }
  }

  iterate<Row>(query: CompiledQuery): Iterable<Row> {
    return (this.#read ?? this.#written).iterate(query);
  }

  /** Resolves when those before have ended their turns; gives the way to end this one. */
  async #takeTurn(): Promise<() => void> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    return resolve;
  }

  #join(): Group {
    if (this.#group !== null && this.#writer.isTransaction) return this.#group;
    this.#group?.settle(new Error("the database gave up a transaction"));
    this.#group = null;
    // A deferred transaction that reads first and then writes fails at once when another process wrote in between.
    this.#writer.exec("begin immediate");
    this.#group = newGroup();
    // After everything that is ready to run: answers that came while the last commit waited for the disk.
    setImmediate(() => void this.#commitGroup());
    return this.#group;
  }

  async #commitGroup(): Promise<void> {
    const endTurn = await this.#takeTurn();
    const group = this.#group;
    this.#group = null;
    try {
      if (group !== null) this.#writer.exec("commit");
      group?.settle();
    } catch (error) {
      if (this.#writer.isTransaction) this.#writer.exec("rollback");
      group?.settle(error);
    } finally {
      endTurn();
    }
  }
}

/** What Kysely takes for a connection: it has its turn on the real one only while it writes. */
class SqliteSession implements DatabaseConnection {
  /** Ends its turn; null while it has none. */
  turn: (() => void) | null = null;
  readonly #driver: SqliteGroupDriver;

  constructor(driver: SqliteGroupDriver) {
    this.#driver = driver;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.turn === null ? this.#driver.runAlone(query) : this.#driver.runInTurn(query);
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    for (const row of this.#driver.iterate<Row>(query)) yield { rows: [row] };
  }

  endTurn(): void {
    this.turn?.();
    this.turn = null;
  }
}

function newGroup(): Group {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // All of its members may have failed: then nobody waits for it.
  promise.catch(() => {});
  const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error));
  return { durable: promise, settle };
}

function isReading({ query, sql }: CompiledQuery): boolean {
  return SelectQueryNode.is(query) || /^\s*select\b/i.test(sql);
}
