import { expect, test } from "@jest/globals";
import { sql } from "kysely";
import { chainStart, type EntryDraft, sealEntry } from "#core/ledger/entry.ts";
import { verifyChain } from "#core/ledger/verify-chain.ts";
import { openDatabase } from "#store/database.ts";
import { Ledger } from "#store/ledger.ts";
import { describeOnEveryDatabase } from "../support/database.ts";
import { alice } from "../support/facts.ts";

function draft(number: number): EntryDraft {
  return {
    at: "2026-03-01T09:00:00.000Z",
    kind: "change.decided",
    subject: `acme/shop#${number}`,
    actor: alice,
    data: { number, text: 'Größe "€"\n\u0000', nothing: null, numbers: [0.1, 1e21, -5] },
  };
}

describeOnEveryDatabase("the ledger", (databases) => {
  async function open() {
    const database = databases.closeAfterTest(await openDatabase(await databases.fresh()));
    return { ledger: new Ledger(database), tables: database.tables };
  }

  test("begins empty", async () => {
    const { ledger } = await open();
    expect(await ledger.head()).toEqual(chainStart);
    expect(await ledger.entry(1)).toBeNull();
    expect(await verifyChain(ledger.read())).toMatchObject({ ok: true, entries: 0 });
  });

  test("gives back exactly what was appended", async () => {
    const { ledger } = await open();
    const [entry] = await ledger.append([draft(1)]);
    expect(entry).toEqual(sealEntry(draft(1), chainStart));
    expect(await ledger.entry(1)).toEqual(entry);
    expect(await ledger.head()).toEqual({ seq: 1, hash: entry?.hash });
  });

  test("keeps the order of a batch", async () => {
    const { ledger } = await open();
    const entries = await ledger.append([draft(3), draft(1), draft(2)]);
    expect(entries.map(({ seq, subject }) => [seq, subject])).toEqual([
      [1, "acme/shop#3"],
      [2, "acme/shop#1"],
      [3, "acme/shop#2"],
    ]);
    expect(await verifyChain(ledger.read())).toMatchObject({ ok: true, entries: 3 });
  });

  test("tells what happened to one subject", async () => {
    const { ledger } = await open();
    await ledger.append([draft(1), draft(2), draft(1)]);
    const entries = await ledger.entriesOf("acme/shop#1");
    expect(entries.map(({ seq }) => seq)).toEqual([1, 3]);
  });

  test("is read in batches, from any entry on", async () => {
    const { ledger } = await open();
    await ledger.append(Array.from({ length: 1_001 }, (_, number) => draft(number)));
    expect(await verifyChain(ledger.read())).toMatchObject({ ok: true, entries: 1_001 });
    const rest: unknown[] = [];
    for await (const entry of ledger.read(999)) rest.push(entry);
    expect(rest).toMatchObject([{ seq: 999 }, { seq: 1_000 }, { seq: 1_001 }]);
  });

  test("refuses what is no entry, and the whole batch with it", async () => {
    const { ledger } = await open();
    const faulty = { ...draft(2), data: { score: Number.NaN } };
    await expect(ledger.append([draft(1), faulty])).rejects.toThrow("data.score is NaN");
    expect(await ledger.head()).toEqual(chainStart);
  });

  test("forgets what a transaction that failed appended", async () => {
    const { ledger, tables } = await open();
    const failing = tables.transaction().execute(async (transaction) => {
      await ledger.append([draft(1)], transaction);
      throw new Error("something else failed");
    });
    await expect(failing).rejects.toThrow("something else failed");
    await ledger.append([draft(2)]);
    expect(await verifyChain(ledger.read())).toMatchObject({ ok: true, entries: 1 });
  });

  test("stays one chain when many append at once", async () => {
    const { ledger } = await open();
    await Promise.all(Array.from({ length: 50 }, (_, number) => ledger.append([draft(number)])));
    expect(await verifyChain(ledger.read())).toMatchObject({ ok: true, entries: 50 });
  });

  test.each([
    ["changing an entry", "update ledger_entry set data = '{}' where seq = 2", "append-only"],
    ["removing an entry", "delete from ledger_entry where seq = 3", "append-only"],
    ["removing all entries", "delete from ledger_entry", "append-only"],
    ["a gap", `insert into ledger_entry ${entryLikeThird("5")}`, "grows only at its end"],
    ["an entry twice", `insert into ledger_entry ${entryLikeThird("3")}`, "grows only at its end"],
    [
      "an entry before the end",
      `insert into ledger_entry ${entryLikeThird("0")}`,
      "only at its end",
    ],
  ])("refuses %s", async (_name, statement, refusal) => {
    const { ledger, tables } = await open();
    await ledger.append([draft(1), draft(2), draft(3)]);
    await expect(sql.raw(statement).execute(tables)).rejects.toThrow(refusal);
    expect(await verifyChain(ledger.read())).toMatchObject({ ok: true, entries: 3 });
  });

  test(`refuses ${databases.kind === "sqlite" ? "replacing an entry" : "being emptied"}`, async () => {
    const { ledger, tables } = await open();
    await ledger.append([draft(1), draft(2), draft(3)]);
    const statement =
      databases.kind === "sqlite"
        ? `insert or replace into ledger_entry ${entryLikeThird("2")}`
        : "truncate ledger_entry";
    await expect(sql.raw(statement).execute(tables)).rejects.toThrow("the ledger");
    expect(await verifyChain(ledger.read())).toMatchObject({ ok: true, entries: 3 });
  });

  test.each([
    ["an edit", "update ledger_entry set data = '{}' where seq = 2", 2],
    ["what is no JSON any more", "update ledger_entry set data = '{' where seq = 2", 2],
    ["an exchanged actor", `update ledger_entry set actor = null where seq = 2`, 2],
    ["a removed entry", "delete from ledger_entry where seq = 2", 2],
  ])("shows %s by somebody who took the triggers away", async (_name, statement, seq) => {
    const { ledger, tables } = await open();
    await ledger.append([draft(1), draft(2), draft(3)]);
    for (const trigger of ["stays", "remains"]) {
      const on = databases.kind === "sqlite" ? "" : "on ledger_entry";
      await sql.raw(`drop trigger if exists ledger_entry_${trigger} ${on}`).execute(tables);
    }
    await sql.raw(statement).execute(tables);
    expect(await verifyChain(ledger.read())).toMatchObject({ ok: false, seq });
  });
});

function entryLikeThird(seq: string): string {
  return `select ${seq}, at, kind, subject, actor, data, prev, hash from ledger_entry where seq = 3`;
}
