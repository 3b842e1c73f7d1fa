import { sql } from "kysely";
import { summariseDecision } from "#core/change/summarise-decision.ts";
import { recordGate } from "#core/gate/gate-record.ts";
import type { EntryDraft } from "#core/ledger/entry.ts";
import { wellFormed } from "#core/ledger/json.ts";
import { chunks } from "#store/chunks.ts";
import type { Database } from "#store/database.ts";
import { storeIn } from "#store/store.ts";
import { decide } from "./decided-change.ts";
import { decidedGate } from "./decided-gate.ts";
import {
  authorOf,
  type FilledChange,
  filledEnvironment,
  pastOf,
  pathsOf,
  type Row,
  rowsOf,
  shaOf,
} from "./filled-rows.ts";
import { observedChange } from "./observed-change.ts";
import { gateNow, observedGate } from "./observed-gate.ts";
import type { KnownChange } from "./store-questions.ts";

/** Entries of one change: decided and acted on four times, and its gate decided and answered. */
const entriesOfChange = 10;

/** The moment when a filled store is looked at. */
export const filledNowMs = Date.UTC(2026, 10, 1);

const deliveriesOfChange = 25;
const yearMs = 365 * 86_400_000;

/**
 * Fills a store as a year of work leaves it: `repositories` of one organisation, each with so many changes, of which the last in twenty are
 * open and wait.
 *
 * @param onBatch called after the changes of each batch, e.g. to measure in between; with how many there are
 */
export async function fillStore(
  database: Database,
  {
    repositories,
    changesOfEach,
  }: { readonly repositories: number; readonly changesOfEach: number },
  onBatch: (changes: number) => Promise<void> | void = () => {},
): Promise<void> {
  const store = storeIn(database, () => filledNowMs);
  await store.repositories.upsertInstallation({ id: 1, account: "acme", state: "active" });
  for (let index = 1; index <= repositories; index++) {
    const repository = filledRepository(index);
    const known = { id: index, installationId: 1, repository, defaultBranch: "main" };
    await store.repositories.upsert([known]);
    const drafts = Array.from({ length: changesOfEach }, (_, at) => draftsOf(index, at + 1));
    const entries = await store.ledger.append(drafts.flat());
    const changes = drafts.map((_, at): FilledChange => {
      const ledger = entries[at * entriesOfChange + 6];
      const gateLedger = entries[at * entriesOfChange + 8];
      if (ledger === undefined || gateLedger === undefined) throw new Error("no entry");
      const mergedAtMs = filledNowMs - yearMs + Math.round((at / changesOfEach) * yearMs);
      const isOpen = at >= changesOfEach * 0.95;
      const number = at + 1;
      return { repository, repositoryId: index, number, mergedAtMs, ledger, gateLedger, isOpen };
    });
    await write(database, changes);
    const ready = { completeFromMs: 0, atMs: 1 };
    const past = changes.filter(({ isOpen }) => !isOpen).map(pastOf);
    await store.pastChanges.remember(repository, past, { ready });
    const waiting = changes.filter(({ isOpen }) => isOpen);
    const keys = waiting.map(({ number }) => ({
      installationId: 1,
      key: { kind: "change", repository, number } as const,
    }));
    await store.queue.markDirty(keys, filledNowMs + yearMs);
    await onBatch(index * changesOfEach);
  }
  // As a server does by itself now and then; SQLite's planner knows no numbers in production either.
  if (database.kind === "postgresql") await sql`analyze`.execute(database.tables);
}

/** The repositories of a filled store count from 1. */
function filledRepository(index: number) {
  return { owner: "acme", name: `service-${index}` };
}

/** A change of a filled store, to ask about. */
export function filledExample(repositoryIndex: number, number: number): KnownChange {
  const repository = filledRepository(repositoryIndex);
  const change = { repository, repositoryId: repositoryIndex, number };
  return {
    ...change,
    installationId: 1,
    branch: `topic-${number}`,
    headSha: shaOf(change, 1),
    mergeSha: shaOf(change, 2),
    environment: filledEnvironment,
    gateId: `${repositoryIndex}-${number}`,
    authorId: authorOf(change),
    path: pathsOf(change)[0],
    nowMs: filledNowMs,
  };
}

const observed = observedChange({});
const decided = summariseDecision(observed, decide({}));
const acted = {
  outcomes: [
    { action: "update-check-run", error: null },
    { action: "update-comment", error: null },
  ],
};
const gate = wellFormed(recordGate(observedGate(), decidedGate({}), gateNow));

function draftsOf(repository: number, number: number): readonly EntryDraft[] {
  const at = "2026-03-01T09:00:00.000Z";
  const subject = `acme/service-${repository}#${number}`;
  const ofGate = `acme/service-${repository}:gate/${number}`;
  return [
    ...[1, 2, 3, 4].flatMap(() => [
      { at, kind: "change.decided", subject, data: decided },
      { at, kind: "change.acted", subject, data: acted },
    ]),
    { at, kind: "gate.decided", subject: ofGate, data: gate },
    { at, kind: "gate.answered", subject: ofGate, data: acted },
  ];
}

/** All rows of the changes, many at a time. */
async function write({ tables }: Database, changes: readonly FilledChange[]): Promise<void> {
  const rows = new Map<string, Row[]>();
  const add = (table: string, some: readonly Row[]) => {
    rows.set(table, [...(rows.get(table) ?? []), ...some]);
  };
  for (const change of changes) {
    for (const [table, some] of Object.entries(rowsOf(change))) add(table, some);
    // They are kept for thirty days, about a tenth of a year.
    if (change.number > changes.length * 0.9) add("delivery", deliveriesOf(change));
  }
  await tables.transaction().execute(async (transaction) => {
    for (const [table, all] of rows) {
      for (const some of chunks(all)) await insertInto(table, some).execute(transaction);
    }
  });
}

function insertInto(table: string, rows: readonly Row[]) {
  const columns = Object.keys(rows[0] ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
  return sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)}`;
}

function deliveriesOf({ repositoryId, number, mergedAtMs }: FilledChange): readonly Row[] {
  return Array.from({ length: deliveriesOfChange }, (_, index) => ({
    id: `${repositoryId}-${number}-${index}-0000-4000-8000-000000000000`,
    event: "pull_request",
    action: "synchronize",
    installation_id: 1,
    received_ms: mergedAtMs,
    keys: 1,
  }));
}
