import { sql } from "kysely";
import { type DatabaseOptions, openDatabase } from "#store/database.ts";

/** Every row of every table, each as JSON with its columns in order, the rows of a table sorted: two stores can be compared. */
export async function allRows(
  place: DatabaseOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { tables, close } = await openDatabase({ ...place, readOnly: true });
  const content = new Map<string, readonly string[]>();
  for (const { name } of await tables.introspection.getTables()) {
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(tables);
    content.set(name, rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort());
  }
  await close();
  return new Map([...content].sort());
}
