import { sql } from "kysely";
import { type DatabaseOptions, openDatabase } from "../src/store/database.ts";

/** What each table takes, its indexes included. */
export async function bytesByTable(place: DatabaseOptions): Promise<ReadonlyMap<string, number>> {
  const { kind, tables, close } = await openDatabase({ ...place, readOnly: true });
  const { rows } = await (kind === "sqlite"
    ? sql<{ name: string; bytes: number }>`
        select tbl_name as name, sum(pgsize) as bytes
        from dbstat join sqlite_schema on sqlite_schema.name = dbstat.name group by tbl_name`
    : sql<{ name: string; bytes: number }>`
        select relname as name, pg_total_relation_size(oid) as bytes
        from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`
  ).execute(tables);
  await close();
  return new Map(rows.map(({ name, bytes }) => [name, bytes]));
}
