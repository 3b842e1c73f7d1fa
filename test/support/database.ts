import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, describe } from "@jest/globals";
import pg from "pg";
import type { DatabaseKind, DatabaseOptions } from "#store/database.ts";
import { openStore, type Store } from "#store/store.ts";
import { failureVariable, serverVariable } from "./postgres-server.ts";

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
  describeOnDatabase("sqlite", name, declareTests);
  describeOnDatabase("postgresql", name, declareTests);
}

/** Declares tests of what only one kind of database has. */
export function describeOnDatabase(
  kind: DatabaseKind,
  name: string,
  declareTests: (databases: TestDatabases) => void,
): void {
  describe(`${name} on ${kind}`, () => {
    const cleanUps: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    });
    const closeAfterTest: TestDatabases["closeAfterTest"] = (opened) => {
      cleanUps.push(() => opened.close());
      return opened;
    };
    const places = kind === "sqlite" ? folders() : databasesOnServer();
    afterAll(() => places.removeAll());
    async function fresh(): Promise<DatabaseOptions> {
      const place = await places.take();
      cleanUps.push(() => places.giveBack(place));
      return place;
    }
    declareTests({
      kind,
      fresh,
      open: async (options) => closeAfterTest(await openStore(options ?? (await fresh()))),
      closeAfterTest,
    });
  });
}

/** Where empty databases come from. */
type Places = {
  take(): Promise<DatabaseOptions>;
  giveBack(place: DatabaseOptions): Promise<void>;
  removeAll(): Promise<void>;
};

function folders(): Places {
  return {
    take: async () => ({
      databaseUrl: null,
      dataDir: join(mkdtempSync(join(tmpdir(), "sluice-test-")), "data"),
    }),
    giveBack: async ({ dataDir }) => rmSync(dirname(dataDir), { recursive: true }),
    removeAll: async () => {},
  };
}

/** Databases are emptied and used again within a file: creating one takes longer than most tests. */
function databasesOnServer(): Places {
  const free: DatabaseOptions[] = [];
  return {
    take: async () => free.pop() ?? createDatabase(),
    async giveBack(place) {
      await run(place.databaseUrl, "drop schema public cascade; create schema public");
      free.push(place);
    },
    async removeAll() {
      for (const { databaseUrl } of free.splice(0)) {
        const name = new URL(databaseUrl ?? "").pathname.slice(1);
        await run(serverUrl(), `drop database ${name} with (force)`);
      }
    },
  };
}

async function createDatabase(): Promise<DatabaseOptions> {
  const url = new URL(serverUrl());
  const name = `sluice_test_${randomUUID().replaceAll("-", "")}`;
  await run(url.href, `create database ${name}`);
  url.pathname = `/${name}`;
  return { databaseUrl: url.href, dataDir: "unused" };
}

function serverUrl(): string {
  const url = process.env[serverVariable];
  if (url !== undefined) return url;
  throw new Error(
    process.env[failureVariable] ??
      'No PostgreSQL was started for this test: let the project "database" in jest.config.js match its file.',
  );
}

async function run(url: string | null, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url ?? "" });
  await client.connect();
  await client.query(statement);
  await client.end();
}
