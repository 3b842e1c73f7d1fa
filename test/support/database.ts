import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe } from "@jest/globals";
import pg from "pg";
import type { DatabaseKind, DatabaseOptions } from "#store/database.ts";
import { openStore, type Store } from "#store/store.ts";
import { serverVariable } from "./postgres-server.ts";

/** Empty databases for tests; everything is closed and removed after each test. */
export type TestDatabases = {
  readonly kind: DatabaseKind;
  /** A new, empty database, for tests that open it themselves or in other processes. */
  fresh(): Promise<DatabaseOptions>;
  /** A store in a new, empty database, or in the given one. */
  open(options?: DatabaseOptions & { readonly now?: () => number }): Promise<Store>;
  /** Closes something that a test opened itself. */
  closeAfterTest<T extends { close(): Promise<void> }>(opened: T): T;
};

/** Declares the same tests twice: on SQLite and on PostgreSQL. A PostgreSQL that is not there fails them. */
export function describeOnEveryDatabase(
  name: string,
  declareTests: (databases: TestDatabases) => void,
): void {
  describe.each(["sqlite", "postgresql"] as const)(`${name} on %s`, (kind) => {
    const cleanUps: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    });
    const closeAfterTest: TestDatabases["closeAfterTest"] = (opened) => {
      cleanUps.push(() => opened.close());
      return opened;
    };
    const fresh = kind === "sqlite" ? freshFolder : freshDatabase;
    declareTests({
      kind,
      fresh: () => fresh(cleanUps),
      open: async (options) => closeAfterTest(await openStore(options ?? (await fresh(cleanUps)))),
      closeAfterTest,
    });
  });
}

async function freshFolder(cleanUps: (() => Promise<void>)[]): Promise<DatabaseOptions> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-test-"));
  cleanUps.push(async () => rmSync(folder, { recursive: true }));
  return { databaseUrl: null, dataDir: join(folder, "data") };
}

async function freshDatabase(cleanUps: (() => Promise<void>)[]): Promise<DatabaseOptions> {
  const server = process.env[serverVariable];
  if (server === undefined) {
    throw new Error(
      'No PostgreSQL was started for this test: let the project "database" in jest.config.js match its file.',
    );
  }
  const name = `sluice_test_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `create database ${name}`);
  cleanUps.push(() => onServer(server, `drop database ${name} with (force)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { databaseUrl: url.href, dataDir: "unused" };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}
