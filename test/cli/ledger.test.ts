import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { runLedgerExport, runLedgerVerify } from "#cli/ledger.ts";
import type { EntryDraft, LedgerEntry } from "#core/ledger/entry.ts";
import { openStore, type Store } from "#store/store.ts";
import { alice } from "../support/facts.ts";

let folder: string;
let store: Store;
let entries: readonly LedgerEntry[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-ledger-"));
  // The server: it is open while the commands run.
  store = await openStore({ databaseUrl: null, dataDir: join(folder, "data") });
  entries = await store.ledger.append([1, 2, 3].map(draft));
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function draft(number: number): EntryDraft {
  return {
    at: "2026-03-01T09:00:00.000Z",
    kind: "change.decided",
    subject: `acme/shop#${number}`,
    actor: alice,
    data: { verdict: "approved", reasons: [] },
  };
}

/** A command's surroundings; `written` collects what it says. */
function surroundings(env: NodeJS.ProcessEnv = { DATA_DIR: "data" }) {
  const written = { stdout: "", stderr: "" };
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      written.stdout += chunk;
      done();
    },
  });
  const stderr = {
    write(text: string) {
      written.stderr += text;
    },
  };
  return { written, io: { stdout, stderr, env, cwd: folder } };
}

async function verify(file?: string, options = {}, env?: NodeJS.ProcessEnv) {
  const { written, io } = surroundings(env);
  return { exitCode: await runLedgerVerify(file, options, io), ...written };
}

async function exported(options = {}, env?: NodeJS.ProcessEnv) {
  const { written, io } = surroundings(env);
  return { exitCode: await runLedgerExport(options, io), ...written };
}

const head = () => entries.at(-1)?.hash ?? "";

describe("ledger export", () => {
  test("writes one entry a line, in the contract's order", async () => {
    const { exitCode, stdout, stderr } = await exported();
    expect([exitCode, stderr]).toEqual([0, ""]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(entries);
    expect(lines[0]).toBe(
      '{"seq":1,"at":"2026-03-01T09:00:00.000Z","kind":"change.decided","subject":"acme/shop#1",' +
        '"actor":{"id":1,"login":"alice","kind":"user"},"data":{"verdict":"approved","reasons":[]},' +
        `"prev":"${"0".repeat(64)}","hash":"${entries[0]?.hash}"}`,
    );
  });

  test("begins where it is told to", async () => {
    const { stdout } = await exported({ from: "3" });
    expect(JSON.parse(stdout)).toEqual(entries[2]);
  });

  test("writes a file for this user's eyes only, and says so", async () => {
    const { stdout, stderr } = await exported({ out: "ledger.jsonl" });
    expect([stdout, stderr]).toEqual(["", "Wrote 3 entries to ledger.jsonl.\n"]);
    expect(statSync(join(folder, "ledger.jsonl")).mode & 0o777).toBe(0o600);
    const { stdout: whole } = await exported();
    expect(readFileSync(join(folder, "ledger.jsonl"), "utf8")).toBe(whole);
  });

  test("waits for a slow reader", async () => {
    await store.ledger.append(Array.from({ length: 1_200 }, (_, number) => draft(number)));
    let lines = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        lines += 1;
        setImmediate(done);
      },
    });
    const { io } = surroundings();
    expect(await runLedgerExport({}, { ...io, stdout: slow })).toBe(0);
    expect(lines).toBe(1_203);
  });

  test("ends quietly when its reader has seen enough", async () => {
    const { io, written } = surroundings();
    const gone = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("gone"), { code: "EPIPE" })),
    });
    expect(await runLedgerExport({}, { ...io, stdout: gone })).toBe(0);
    expect(written.stderr).toBe("");
  });

  test.each([
    ["--from is no number", { from: "x" }, "--from x is no entry's number."],
    ["--from is before the first entry", { from: "0" }, "--from 0 is no entry's number."],
    ["the file can't be written", { out: "nowhere/x" }, "nowhere/x can't be written: ENOENT"],
  ])("says what is wrong when %s", async (_name, options, problem) => {
    const { exitCode, stderr } = await exported(options);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
  });

  test("says so when there is no database", async () => {
    const { exitCode, stderr } = await exported({}, { DATA_DIR: "elsewhere" });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`There is no database in ${join(folder, "elsewhere")}.`);
  });
});

describe("ledger verify", () => {
  test("follows the database's chain while the server runs", async () => {
    const whole = { exitCode: 0, stderr: "" };
    expect(await verify()).toEqual({
      ...whole,
      stdout: `The ledger is whole: 3 entries.\nHead: ${head()}\n`,
    });
    const [entry] = await store.ledger.append([draft(4)]);
    expect(await verify()).toMatchObject({ stdout: expect.stringContaining(entry?.hash ?? "") });
  });

  test("follows an export's chain", async () => {
    await exported({ out: "ledger.jsonl" });
    const { exitCode, stdout } = await verify("ledger.jsonl", {}, {});
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("whole: 3 entries")]);
  });

  test("follows a part from where it begins; without that it says what to do", async () => {
    const { stderr } = await exported({ from: "2", out: "part.jsonl" });
    expect(stderr).toContain("sluice ledger verify part.jsonl --from 2\n");
    expect(await verify("part.jsonl", { from: "2" }, {})).toEqual({
      exitCode: 0,
      stdout:
        `This part of the ledger is whole: 2 entries from entry 2 on.\nHead: ${head()}\n` +
        `What comes before was not verified. Entry 1 must have the hash ${entries[0]?.hash}\n`,
      stderr: "",
    });
    expect(await verify("part.jsonl", {}, {})).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("this is a part, to be verified from entry 2 on."),
    });
    expect(await verify(undefined, { from: "3" })).toMatchObject({ exitCode: 0 });
  });

  test("finds where an export was edited", async () => {
    await edited((text) =>
      text.replace('"approved","reasons":[]},"prev":"0', '"rejected","reasons":[]},"prev":"0'),
    );
    expect(await verify("edited.jsonl")).toEqual({
      exitCode: 1,
      stdout:
        "The ledger is broken at entry 1. Its hash is not the hash of its content: the entry was edited.\n",
      stderr: "",
    });
  });

  test("finds where an export was cut off in the middle of a line", async () => {
    await edited((text) => text.slice(0, -100));
    const { exitCode, stdout } = await verify("edited.jsonl");
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      "The ledger is broken at entry 3. This line is no JSON: it was cut off or damaged.\n",
    );
  });

  test("says it in JSON", async () => {
    const whole = await verify(undefined, { json: true });
    expect(JSON.parse(whole.stdout)).toEqual({ ok: true, entries: 3, headHash: head() });
    await edited((text) => text.split("\n").slice(1).join("\n"));
    const broken = await verify("edited.jsonl", { json: true });
    expect(broken.exitCode).toBe(1);
    expect(JSON.parse(broken.stdout)).toMatchObject({ ok: false, seq: 1 });
  });

  test("accepts a published head that the chain contains, however it is spelled", async () => {
    const first = entries[0]?.hash.toUpperCase();
    expect(await verify(undefined, { head: first })).toMatchObject({ exitCode: 0 });
  });

  test("finds by a published head that the end was cut off", async () => {
    await edited((text) => `${text.split("\n").slice(0, 2).join("\n")}\n`);
    expect(await verify("edited.jsonl")).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout } = await verify("edited.jsonl", { head: head() });
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining("its end was cut off")]);
  });

  test.each([
    ["the file is not there", "nowhere.jsonl", {}, "nowhere.jsonl can't be read: ENOENT"],
    ["the file is a folder", ".", {}, "can't be read: EISDIR"],
    ["--from is no number", undefined, { from: "0" }, "--from 0 is no entry's number."],
    ["--head is no hash", undefined, { head: "abc" }, "--head abc is no ledger head."],
  ])("says what is wrong when %s", async (_name, file, options, problem) => {
    const { exitCode, stderr } = await verify(file, options);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
  });

  test("of an empty ledger says that it is empty", async () => {
    writeFileSync(join(folder, "empty.jsonl"), "");
    expect(await verify("empty.jsonl")).toMatchObject({
      exitCode: 0,
      stdout: "The ledger is empty.\n",
    });
  });
});

/** Writes `edited.jsonl`: the export with a change. */
async function edited(change: (text: string) => string): Promise<void> {
  const { stdout } = await exported();
  writeFileSync(join(folder, "edited.jsonl"), change(stdout));
}
