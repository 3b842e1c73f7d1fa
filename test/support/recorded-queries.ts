import { type CompiledQuery, Kysely, type LogEvent, PostgresDialect } from "kysely";
import { type Database, type DatabaseOptions, openDatabase } from "#store/database.ts";
import { openPostgresPool } from "#store/postgres.ts";
import { openSqlite } from "#store/sqlite.ts";
import { NodeSqliteDialect } from "#store/sqlite-dialect.ts";
import { workSignal } from "#store/work-signal.ts";

/** A statement as the database got it. */
export type RecordedQuery = Pick<CompiledQuery, "sql" | "parameters">;

/** A database of which every statement is noted, and whose planner can be asked about them. */
type RecordedDatabase = {
  readonly database: Database;
  /** How the database would find the rows, a line for each step; where there is an index it is asked for its use, however few rows there are. */
  planOf(query: RecordedQuery): Promise<readonly string[]>;
};

/** Opens a database, with the current schema, to note what is asked of it. */
export async function openRecorded(
  place: DatabaseOptions,
  onQuery: (query: RecordedQuery) => void,
): Promise<RecordedDatabase> {
  await (await openDatabase(place)).close();
  const log = ({ query }: LogEvent) => {
    if (/^\s*(select|with|update|delete)/.test(query.sql)) onQuery(query);
  };
  const shared = { workSignal: workSignal(null), isReachable: async () => true };
  if (place.databaseUrl === null) {
    const sqlite = await openSqlite(place.dataDir, { readOnly: false });
    const tables = new Kysely<never>({ dialect: new NodeSqliteDialect(sqlite), log });
    return {
      database: { ...shared, kind: "sqlite", tables, close: () => tables.destroy() },
      planOf: async (query) =>
        sqlite.writer
          .prepare(`explain query plan ${query.sql}`)
          .all()
          .map(({ detail }) => String(detail)),
    };
  }
  const pool = openPostgresPool(place.databaseUrl);
  const tables = new Kysely<never>({ dialect: new PostgresDialect({ pool }), log });
  return {
    database: { ...shared, kind: "postgresql", tables, close: () => tables.destroy() },
    async planOf(query) {
      const client = await pool.connect();
      try {
        await client.query("set enable_seqscan = off");
        const { rows } = await client.query(`explain (costs off) ${query.sql}`, [
          ...query.parameters,
        ]);
        return rows.map((row) => String(row["QUERY PLAN"]));
      } finally {
        await client.query("reset enable_seqscan");
        client.release();
      }
    },
  };
}
