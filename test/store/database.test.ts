import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { type DatabaseOptions, openDatabase } from "#store/database.ts";
import { describeOnDatabase, describeOnEveryDatabase } from "../support/database.ts";
import { changeKey } from "../support/keys.ts";

/** What a person is told when the database can't be opened. */
async function refusal(options: DatabaseOptions): Promise<string> {
  const opened = await openDatabase(options).catch((error: unknown) => error);
  if (!(opened instanceof Error && opened.name === "UserError" && "remedy" in opened)) {
    throw new Error("it was opened, or failed otherwise", { cause: opened });
  }
  return `${opened.message}\n${opened.remedy}`;
}

describeOnEveryDatabase("a database", (databases) => {
  test("keeps what was stored", async () => {
    const location = await databases.fresh();
    const first = await databases.open(location);
    await first.queue.markDirty([changeKey(1)], 1_000);
    await first.close();
    const second = await databases.open(location);
    expect(await second.queue.stats(1_000)).toMatchObject({ ready: 1 });
  });

  test("is reachable until it is closed", async () => {
    const store = await databases.open();
    expect(await store.isReachable()).toBe(true);
    await store.close();
    expect(await store.isReachable()).toBe(false);
  });

  test("of a newer version is refused and left as it is", async () => {
    const location = await databases.fresh();
    const database = await openDatabase(location);
    const migration = { name: "9999-from-the-future", timestamp: "2036-01-01T00:00:00Z" };
    await sql`insert into kysely_migration (name, timestamp)
      values (${migration.name}, ${migration.timestamp})`.execute(database.tables);
    await database.close();
    const newer = /written by a newer version of Sluice \(it has "9999-from-the-future"\)/;
    expect(await refusal(location)).toMatch(newer);
    expect(await refusal({ ...location, readOnly: true })).toMatch(newer);
  });

  test("can be read by a second program", async () => {
    const location = await databases.fresh();
    const store = await databases.open(location);
    await store.queue.markDirty([changeKey(1)], 1_000);
    const reader = databases.closeAfterTest(await openDatabase({ ...location, readOnly: true }));
    const rows = await reader.tables.selectFrom("dirty_key").selectAll().execute();
    expect(rows).toHaveLength(1);
  });
});

describeOnDatabase("sqlite", "the embedded database", (databases) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sluice-database-"));
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });
  const inFolder = (...path: string[]) => ({ databaseUrl: null, dataDir: join(folder, ...path) });

  test("is for this user's eyes only", async () => {
    await databases.open(inFolder("new", "data"));
    expect(statSync(join(folder, "new", "data")).mode & 0o777).toBe(0o700);
    for (const file of ["sluice.sqlite", "sluice.sqlite-wal", "sluice.sqlite-shm"]) {
      expect(statSync(join(folder, "new", "data", file)).mode & 0o777).toBe(0o600);
    }
  });

  test("waits for the disk at each commit", async () => {
    const { tables } = databases.closeAfterTest(await openDatabase(inFolder()));
    const full = 2;
    expect((await sql`pragma synchronous`.execute(tables)).rows).toEqual([{ synchronous: full }]);
    expect((await sql`pragma journal_mode`.execute(tables)).rows).toEqual([
      { journal_mode: "wal" },
    ]);
  });

  test("can't be in a folder that can't be made", async () => {
    writeFileSync(join(folder, "file"), "");
    expect(await refusal(inFolder("file", "data"))).toBe(
      `The database ${join(folder, "file", "data", "sluice.sqlite")} can't be written: ENOTDIR.\n` +
        "Set DATA_DIR to a folder that this user may write to, e.g. DATA_DIR=/var/lib/sluice.",
    );
  });

  test("can't be a file of another kind", async () => {
    writeFileSync(
      join(folder, "sluice.sqlite"),
      "no database, but a text of some length".repeat(50),
    );
    const expected = /sluice\.sqlite is not an SQLite database\.\nMove the file away/;
    expect(await refusal(inFolder())).toMatch(expected);
    expect(await refusal({ ...inFolder(), readOnly: true })).toMatch(expected);
  });

  test("is not created by who only reads", async () => {
    expect(await refusal({ ...inFolder("data"), readOnly: true })).toMatch(/^There is no database/);
    writeFileSync(join(folder, "sluice.sqlite"), "");
    const empty = { ...inFolder(), readOnly: true };
    expect(await refusal(empty)).toMatch(/no Sluice data of this version yet.\nStart the server/);
  });

  test("can't be changed by who only reads", async () => {
    const store = await databases.open(inFolder());
    const reader = databases.closeAfterTest(await openDatabase({ ...inFolder(), readOnly: true }));
    await expect(sql`delete from dirty_key`.execute(reader.tables)).rejects.toThrow("readonly");
    expect(await store.isReachable()).toBe(true);
  });
});

describeOnDatabase("postgresql", "the database server", (databases) => {
  test("that breaks a connection in use fails what used it, not the process", async () => {
    const { tables } = databases.closeAfterTest(await openDatabase(await databases.fresh()));
    const broken = tables.transaction().execute(async (transaction) => {
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(transaction);
    });
    // The rollback of what is lost fails too, and its error is the one that remains.
    await expect(broken).rejects.toThrow(/terminat/i);
    expect((await sql`select 1 as one`.execute(tables)).rows).toEqual([{ one: 1 }]);
  });

  test.each([
    [
      "the password is wrong",
      { password: "hunter2" },
      /^PostgreSQL at 127\.0\.0\.1:\d+\/\w+ can't be used: password authentication failed/,
      "Check the user and the password in DATABASE_URL.",
    ],
    [
      "there is no such database",
      { pathname: "/nowhere" },
      /\/nowhere can't be used: database "nowhere" does not exist/,
      "Create the database, or right its name in DATABASE_URL.",
    ],
    [
      "nobody listens",
      { port: "1" },
      /^PostgreSQL at 127\.0\.0\.1:1\/\w+ can't be used: connect ECONNREFUSED/,
      "Is it running, and are host, port and sslmode in DATABASE_URL right?",
    ],
  ])("says so when %s", async (_name, fault, problem, remedy) => {
    const url = Object.assign(new URL((await databases.fresh()).databaseUrl ?? ""), fault);
    const told = await refusal({ databaseUrl: url.href, dataDir: "unused" });
    expect(told).toMatch(problem);
    expect(told).toContain(remedy);
    expect(told).not.toMatch(/hunter2|only-for-tests/);
  });

  test("wakes workers of other processes, also after its connection broke", async () => {
    const location = await databases.fresh();
    const here = await databases.open(location);
    const there = await databases.open(location);
    const admin = databases.closeAfterTest(await openDatabase(location));
    const wakes: (() => void)[] = [];
    there.queue.onWork(() => wakes.shift()?.());
    async function marked(): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      wakes.push(resolve);
      await here.queue.markDirty([changeKey(1)], 1_000);
      await promise;
    }
    await marked();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'listen%'`.execute(admin.tables);
    await marked();
    await marked();
  });
});

describe("an address that is none", () => {
  test.each(["not an address", "postgresql://user:hunter2@host:port/db"])("%s", async (url) => {
    const told = await refusal({ databaseUrl: url, dataDir: "unused" });
    expect(told).toMatch(/^DATABASE_URL is not an address\.\nWrite it as postgresql:/);
    expect(told).not.toContain("hunter2");
  });
});
