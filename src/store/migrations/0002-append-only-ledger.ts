import { type Kysely, type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** The ledger, and triggers that let it only grow at its end. */
export function appendOnlyLedger(kind: DatabaseKind): Migration {
  const { integer, text } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`
        create table ledger_writer (
          id ${integer} primary key check (id = 1),
          turns ${integer} not null
        ) ${end}`.execute(db);
      await sql`insert into ledger_writer (id, turns) values (1, 0)`.execute(db);

      await sql`
        create table ledger_entry (
          seq ${integer} primary key,
          at ${text} not null,
          kind ${text} not null,
          subject ${text} not null,
          actor ${text},
          data ${text} not null,
          prev ${text} not null,
          hash ${text} not null
        ) ${end}`.execute(db);
      await sql`create index ledger_entry_subject on ledger_entry (subject, seq)`.execute(db);
      await (kind === "sqlite" ? addSqliteTriggers(db) : addPostgresTriggers(db));
    },
  };
}

/** The rule on inserting also stops `insert or replace`, which deletes without asking the trigger on deletion. */
async function addSqliteTriggers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create trigger ledger_entry_stays before update on ledger_entry
    begin select raise(abort, 'the ledger is append-only'); end`.execute(db);
  await sql`
    create trigger ledger_entry_remains before delete on ledger_entry
    begin select raise(abort, 'the ledger is append-only'); end`.execute(db);
  await sql`
    create trigger ledger_entry_follows before insert on ledger_entry
    when new.seq <> (select coalesce(max(seq), 0) + 1 from ledger_entry)
    begin select raise(abort, 'the ledger grows only at its end'); end`.execute(db);
}

async function addPostgresTriggers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse_ledger_change() returns trigger language plpgsql as $$
    begin raise exception 'the ledger is append-only'; end $$`.execute(db);
  await sql`
    create trigger ledger_entry_stays before update or delete or truncate on ledger_entry
    for each statement execute function refuse_ledger_change()`.execute(db);
  await sql`
    create function refuse_ledger_gap() returns trigger language plpgsql as $$
    begin
      if new.seq <> (select coalesce(max(seq), 0) + 1 from ledger_entry) then
        raise exception 'the ledger grows only at its end';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger ledger_entry_follows before insert on ledger_entry
    for each row execute function refuse_ledger_gap()`.execute(db);
}
