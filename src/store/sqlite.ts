import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { isNativeError } from "node:util/types";
import { UserError } from "#core/errors.ts";
import { sqliteResultCode } from "./database-errors.ts";
import type { SqliteConnections } from "./sqlite-driver.ts";

/** How long a statement waits for another process's transaction. */
const busyTimeoutMs = 10_000;

/** How long to wait for another program to close the file: longer than a command that only reads a little. */
const othersCloseWithinMs = 1_000;

/** SQLite's result codes that a user can do something about: https://www.sqlite.org/rescode.html */
const resultCodes = { busy: 5, notADatabase: 26 } as const;

/**
 * Opens `<dataDir>/sluice.sqlite`; creates folder and file, for this user only, unless `readOnly`.
 *
 * Durable: a commit is on disk (WAL with `synchronous = full`) when it returns. Other processes may read and write meanwhile; within one
 * process one connection writes, because who waits for a lock keeps the whole process waiting. Who reads never waits for one.
 *
 * @throws UserError
 */
export async function openSqlite(
  dataDir: string,
  { readOnly }: { readonly readOnly: boolean },
): Promise<SqliteConnections> {
  if (readOnly) {
    const database = await openFile(existingFile(dataDir), readOnly);
    return { writer: database, reader: database };
  }
  const file = join(resolve(dataDir), "sluice.sqlite");
  createFile(dataDir, file);
  const writer = await openFile(file, false);
  return { writer, reader: new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs }) };
}

/**
 * Opens `<dataDir>/sluice.sqlite` for this program alone: as long as it is open, no other can open it. The lock is the operating system's,
 * so that one of a program that was killed does not stay.
 *
 * In WAL mode every open connection holds a shared lock on the file, an idle server's too: https://www.sqlite.org/pragma.html#pragma_locking_mode
 *
 * @throws UserError when there is no such file, or another program has it open
 */
export function openSqliteAlone(dataDir: string): SqliteConnections {
  const file = existingFile(dataDir);
  const database = new DatabaseSync(file, { timeout: othersCloseWithinMs });
  try {
    database.exec("pragma locking_mode = exclusive");
    database.exec("begin immediate; commit");
    return { writer: database, reader: null };
  } catch (error) {
    database.close();
    if (sqliteResultCode(error) !== resultCodes.busy) throw explainFailure(file, error);
    throw new UserError(
      `Another program has ${file} open.`,
      "Stop the server and every other sluice command that uses it, then try again.",
      { cause: error },
    );
  }
}

function existingFile(dataDir: string): string {
  const file = join(resolve(dataDir), "sluice.sqlite");
  if (existsSync(file)) return file;
  throw new UserError(
    `There is no database in ${resolve(dataDir)}.`,
    "Set DATA_DIR to the server's data folder, or DATABASE_URL if it uses PostgreSQL.",
  );
}

function createFile(dataDir: string, file: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    closeSync(openSync(file, "a", 0o600));
  } catch (error) {
    throw new UserError(
      `The database ${file} can't be written: ${errorCode(error)}.`,
      "Set DATA_DIR to a folder that this user may write to, e.g. DATA_DIR=/var/lib/sluice.",
      { cause: error },
    );
  }
}

async function openFile(file: string, readOnly: boolean): Promise<DatabaseSync> {
  const database = new DatabaseSync(file, { readOnly, timeout: busyTimeoutMs });
  try {
    await whenNotBusy(() => {
      // Also the first read of the file: this is where a foreign file is noticed.
      database.exec(readOnly ? "pragma schema_version" : "pragma journal_mode = wal");
    });
    database.exec("pragma synchronous = full");
    return database;
  } catch (error) {
    database.close();
    throw explainFailure(file, error);
  }
}

function explainFailure(file: string, error: unknown): unknown {
  switch (sqliteResultCode(error)) {
    case resultCodes.notADatabase:
      return new UserError(
        `${file} is not an SQLite database.`,
        "Move the file away, or set DATA_DIR to another folder.",
        { cause: error },
      );
    case resultCodes.busy:
      return new UserError(
        `Another program keeps ${file} locked.`,
        "End that program, e.g. an sqlite3 shell with an open transaction.",
        { cause: error },
      );
    default:
      return error;
  }
}

/** Changing the journal mode does not wait for other processes as other statements do. */
async function whenNotBusy(work: () => void): Promise<void> {
  const deadline = Date.now() + busyTimeoutMs;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      if (sqliteResultCode(error) !== resultCodes.busy || Date.now() > deadline) throw error;
    }
    await delay(10);
  }
}

function errorCode(error: unknown): string {
  return isNativeError(error) && "code" in error ? String(error.code) : String(error);
}
