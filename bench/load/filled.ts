import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { EntryDraft } from "#core/ledger/entry.ts";
import type { DatabaseOptions } from "#store/database.ts";
import { type Store, storeIn } from "#store/store.ts";
import { filledExample, filledNowMs, fillStore } from "../../test/support/filled-store.ts";
import { openRecorded, type RecordedQuery } from "../../test/support/recorded-queries.ts";
import { storeQuestions } from "../../test/support/store-questions.ts";
import { bytesByTable } from "../database-size.ts";
import { percentiles } from "../percentiles.ts";

/** What a database of so many changes is like. */
export type FilledFigures = {
  readonly database: string;
  readonly changes: number;
  readonly entries: number;
  /** Of one process, 64 at a time, each its own commit: in an empty, a half filled and the whole ledger. */
  readonly appendsPerSecond: readonly number[];
  /** `sluice ledger verify`, from its start to its end. */
  readonly verifySeconds: number;
  readonly verifyMemoryMb: number;
  readonly bytesByTable: ReadonlyMap<string, number>;
  /** What is asked again and again, the slowest first. */
  readonly questions: readonly QuestionFigures[];
};

type QuestionFigures = {
  readonly name: string;
  /** With what it does with the rows, milliseconds. */
  readonly ms: { readonly p50: number; readonly max: number };
  /** How the database finds the rows, of each of its statements. */
  readonly plans: readonly string[];
};

const repositories = 200;
const appends = 400;
const callers = 64;
const timesAsked = 21;

const run = promisify(execFile);
const verifier = fileURLToPath(new URL("verify-ledger.ts", import.meta.url));

/** Fills an empty database and measures what its size could make slow. */
export async function measureFilled(
  place: DatabaseOptions,
  changes: number,
): Promise<FilledFigures> {
  const asked: RecordedQuery[] = [];
  const { database, planOf } = await openRecorded(place, (query) => asked.push(query));
  const store = storeIn(database, () => filledNowMs);
  const changesOfEach = Math.ceil(changes / repositories);
  const half = Math.floor(repositories / 2) * changesOfEach;
  const appendsPerSecond = [await appendRate(store)];
  await fillStore(database, { repositories, changesOfEach }, async (filled) => {
    asked.length = 0;
    if (filled === half) appendsPerSecond.push(await appendRate(store));
  });
  appendsPerSecond.push(await appendRate(store));

  const questions: QuestionFigures[] = [];
  const example = filledExample(repositories / 2, Math.floor(changesOfEach / 2));
  for (const { name, ask } of storeQuestions(store, example)) {
    asked.length = 0;
    await ask();
    const plans = [];
    for (const query of [...asked]) plans.push((await planOf(query)).join("; "));
    const times = [];
    for (let time = 0; time < timesAsked; time++) {
      const startedMs = performance.now();
      await ask();
      times.push(performance.now() - startedMs);
    }
    questions.push({ name, ms: percentiles(times), plans });
  }
  const { seq: entries } = await store.ledger.head();
  await database.close();
  return {
    database: database.kind === "sqlite" ? "SQLite" : "PostgreSQL",
    changes: repositories * changesOfEach,
    entries,
    appendsPerSecond,
    ...(await verify(place)),
    bytesByTable: await bytesByTable(place),
    questions: questions.toSorted((a, b) => b.ms.p50 - a.ms.p50),
  };
}

async function appendRate({ ledger }: Store): Promise<number> {
  const draft: EntryDraft = {
    at: "2026-03-01T09:00:00.000Z",
    kind: "change.decided",
    subject: "acme/shop#1",
    data: { verdict: "approved", reasons: Array.from({ length: 20 }, (_, i) => `reason ${i}`) },
  };
  const startedMs = performance.now();
  let next = 0;
  const caller = async () => {
    for (; next < appends; ) {
      next += 1;
      await ledger.append([draft]);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return appends / ((performance.now() - startedMs) / 1_000);
}

/** In a process of its own, as an auditor does. */
async function verify({ databaseUrl, dataDir }: DatabaseOptions) {
  const env = {
    PATH: process.env.PATH,
    DATA_DIR: dataDir,
    ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
  };
  const startedMs = performance.now();
  const { stdout, stderr } = await run(process.execPath, [verifier], { env });
  const verifySeconds = (performance.now() - startedMs) / 1_000;
  if (!stdout.includes('"ok":true')) throw new Error(`the ledger is broken: ${stdout}`);
  return { verifySeconds, verifyMemoryMb: Number(stderr) };
}
