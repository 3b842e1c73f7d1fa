import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { CompiledQuery, Kysely } from "kysely";
import { NodeSqliteDialect } from "#store/sqlite-dialect.ts";

type Tables = { readonly note: { readonly id: number } };

/** Notes what is said to the database besides statements, and fails where it is told to. */
class ToldDatabase extends DatabaseSync {
  readonly told: string[] = [];
  failing: string | null = null;

  override exec(sql: string): void {
    this.told.push(sql);
    if (sql === this.failing) throw new Error("the disk is full");
    super.exec(sql);
  }
}

describe("transactions on SQLite", () => {
  let folder: string;
  let writer: ToldDatabase;
  let tables: Kysely<Tables>;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sluice-test-"));
    const file = join(folder, "sluice.sqlite");
    writer = new ToldDatabase(file);
    writer.exec("pragma journal_mode = wal; create table note (id integer primary key)");
    const reader = new DatabaseSync(file, { readOnly: true });
    tables = new Kysely({ dialect: new NodeSqliteDialect({ writer, reader }) });
  });

  afterEach(async () => {
    await tables.destroy();
    rmSync(folder, { recursive: true });
  });

  const insert = (id: number) =>
    tables.transaction().execute(async (own) => {
      await own.insertInto("note").values({ id }).execute();
    });
  const ids = async () =>
    (await tables.selectFrom("note").select("id").execute()).map((row) => row.id);
  const commits = () => writer.told.filter((sql) => sql === "commit").length;

  test("of one moment share one commit", async () => {
    await Promise.all([
      insert(1),
      insert(2),
      tables.insertInto("note").values({ id: 3 }).execute(),
    ]);
    expect(commits()).toBe(1);
    expect(await ids()).toEqual([1, 2, 3]);
  });

  test("of different moments have a commit each", async () => {
    await insert(1);
    await insert(2);
    expect(commits()).toBe(2);
  });

  test("fail by themselves", async () => {
    const fail = () =>
      tables.transaction().execute(async (own) => {
        await own.insertInto("note").values({ id: 2 }).execute();
        throw new Error("changed its mind");
      });
    const insertTwice = () =>
      tables
        .insertInto("note")
        .values([{ id: 4 }, { id: 1 }])
        .execute();
    const results = await Promise.allSettled([insert(1), fail(), insertTwice(), insert(3)]);
    expect(commits()).toBe(1);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    expect(await ids()).toEqual([1, 3]);
  });

  test("all fail when their commit does, and the next ones don't", async () => {
    writer.failing = "commit";
    const results = await Promise.allSettled([insert(1), insert(2)]);
    expect(results).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
    writer.failing = null;
    await insert(3);
    expect(await ids()).toEqual([3]);
  });

  test("are left alone by the rollback of one whose commit had failed before", async () => {
    const driver = new NodeSqliteDialect({ writer, reader: null }).createDriver();
    const [first, second] = [await driver.acquireConnection(), await driver.acquireConnection()];
    const write = (id: number) => CompiledQuery.raw("insert into note (id) values (?)", [id]);
    await driver.beginTransaction(first);
    await first.executeQuery(write(1));
    writer.failing = "commit";
    await expect(driver.commitTransaction(first)).rejects.toThrow("the disk is full");
    writer.failing = null;

    await driver.beginTransaction(second);
    await second.executeQuery(write(2));
    await driver.rollbackTransaction(first);
    await driver.commitTransaction(second);
    expect(await ids()).toEqual([2]);
  });

  test("show nothing to others before they are durable", async () => {
    const seen: (readonly number[])[] = [];
    const writing = tables.transaction().execute(async (own) => {
      await own.insertInto("note").values({ id: 1 }).execute();
      seen.push(await ids());
    });
    await writing;
    seen.push(await ids());
    expect(seen).toEqual([[], [1]]);
  });

  test("run one after the other, however long each takes", async () => {
    const order: string[] = [];
    const slow = tables.transaction().execute(async () => {
      order.push("slow begins");
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      order.push("slow ends");
    });
    const quick = tables.transaction().execute(async () => {
      order.push("quick");
    });
    await Promise.all([slow, quick]);
    expect(order).toEqual(["slow begins", "slow ends", "quick"]);
  });

  test("are written when the database is closed", async () => {
    let closing = Promise.resolve();
    await tables.transaction().execute(async (own) => {
      await own.insertInto("note").values({ id: 1 }).execute();
      closing = tables.destroy();
    });
    await closing;
    const again = new DatabaseSync(join(folder, "sluice.sqlite"), { readOnly: true });
    expect(again.prepare("select id from note").all()).toEqual([{ id: 1 }]);
    again.close();
  });
});
