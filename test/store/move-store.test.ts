import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { runStoreMove } from "#cli/store-move.ts";
import { openDatabase } from "#store/database.ts";
import { openStore } from "#store/store.ts";
import { allRows } from "../support/all-rows.ts";
import { RecordedIo } from "../support/command.ts";
import { describeOnDatabase } from "../support/database.ts";
import { alice } from "../support/facts.ts";
import { changeKey } from "../support/keys.ts";

const shop = { owner: "acme", name: "shop" };
/** More than two batches. */
const entries = 2_500;

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-move-"));
  const store = await openStore({ databaseUrl: null, dataDir: folder });
  await store.ledger.append(
    Array.from({ length: entries }, (_, number) => ({
      at: "2026-03-01T09:00:00.000Z",
      kind: "change.decided" as const,
      subject: `acme/shop#${number}`,
      actor: alice,
      data: { number, text: 'Größe "€" \\ \n\u0000🙈' },
    })),
  );
  await store.queue.markDirty([changeKey(1), changeKey(2)], 1_000);
  await store.pastChanges.begin(shop);
  await store.close();
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Alters the embedded database as no version of Sluice does. */
function tamper(statement: string): void {
  const database = new DatabaseSync(join(folder, "sluice.sqlite"));
  database.exec(statement);
  database.close();
}

const unguarded = "drop trigger ledger_entry_stays; drop trigger ledger_entry_remains;";

describeOnDatabase("postgresql", "the move of an embedded store", ({ fresh, open }) => {
  async function move(databaseUrl: string | null, prepare: (io: RecordedIo) => void = () => {}) {
    const env = { DATA_DIR: folder, ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }) };
    const io = new RecordedIo({ cwd: folder, env, terminal: true });
    prepare(io);
    return { code: await runStoreMove({ json: true }, io), ...io.written };
  }

  /** Nothing of a move that failed is left, so that the next one comes through. */
  async function expectNothingMoved(place: { readonly databaseUrl: string | null }) {
    const target = await allRows({ ...place, dataDir: folder });
    expect([...target].filter(([, rows]) => rows.length > 0)).toEqual([
      ["ledger_writer", ['[["id",1],["turns",0]]']],
    ]);
  }

  test("copies every row to an empty database, says how far it is, and what it moved", async () => {
    const target = await fresh();
    const { code, stdout, stderr } = await move(target.databaseUrl);
    expect(code).toBe(0);
    expect(stderr).toContain("of 2,504 rows moved");
    const source = { databaseUrl: null, dataDir: folder };
    expect(await allRows(target)).toEqual(await allRows(source));
    const store = await open(target);
    const { seq, hash } = await store.ledger.head();
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "moved",
      rows: expect.arrayContaining([{ table: "ledger_entry", rows: entries }]),
      ledgerHead: { seq, hash },
    });
  });

  test("lets the database go on with numbers that nothing has yet", async () => {
    const target = await fresh();
    await move(target.databaseUrl);
    const store = await open(target);
    await store.pastChanges.begin({ owner: "acme", name: "till" });
    const database = await openDatabase(target);
    const ids = await database.tables.selectFrom("history").select("id").orderBy("id").execute();
    await database.close();
    expect(ids).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test("needs a place to go to", async () => {
    expect(await move(null)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("DATABASE_URL is not set: there is nowhere to move to."),
    });
  });

  test("refuses a database in which somebody works already, and leaves it as it is", async () => {
    const target = await fresh();
    const store = await open(target);
    await store.queue.markDirty([changeKey(7)], 1_000);
    const before = await allRows(target);
    expect(await move(target.databaseUrl)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is in use: its table dirty_key has rows already."),
    });
    expect(await allRows(target)).toEqual(before);
  });

  test("leaves nothing there when the connection breaks in the middle", async () => {
    const target = await fresh();
    const database = await openDatabase(target);
    await sql`
      create function break_connection() returns trigger language plpgsql as $$
      begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`.execute(
      database.tables,
    );
    // Its rows come after those of the ledger.
    await sql`
      create trigger breaks before insert on ledger_writer execute function break_connection()`.execute(
      database.tables,
    );
    expect(await move(target.databaseUrl)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /PostgreSQL did not take the rows of ledger_writer: .*\nNothing was moved/,
      ),
    });
    await expectNothingMoved(target);

    await sql`drop trigger breaks on ledger_writer`.execute(database.tables);
    await database.close();
    expect(await move(target.databaseUrl)).toMatchObject({ code: 0 });
  });

  test("leaves nothing there when the database refuses a value", async () => {
    tamper("update dirty_key set last_error = 'a' || char(0) || 'b'");
    const target = await fresh();
    expect(await move(target.databaseUrl)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("PostgreSQL did not take the rows of dirty_key: "),
    });
    await expectNothingMoved(target);
  });

  test("is stopped by Ctrl-C, with nothing moved", async () => {
    const target = await fresh();
    const { code, stdout } = await move(target.databaseUrl, (io) => {
      io.onWrite = () => io.interrupt();
    });
    expect([code, JSON.parse(stdout)]).toEqual([130, { kind: "interrupted" }]);
    await expectNothingMoved(target);
  });

  test("is undone where the ledger was altered, and says at which entry", async () => {
    tamper(`${unguarded} update ledger_entry set subject = 'acme/shop#0' where seq = 1700`);
    const target = await fresh();
    const { code, stdout } = await move(target.databaseUrl);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      kind: "not-the-same",
      problem: expect.stringMatching(/^The ledger is broken at entry 1700\. /),
    });
    await expectNothingMoved(target);
  });
});
