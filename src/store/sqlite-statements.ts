import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { CompiledQuery, QueryResult } from "kysely";

/** So many are kept; statements of many rows have a text for each number of rows. */
const mostKept = 200;

type Prepared = { readonly statement: StatementSync; readonly givesRows: boolean };

/** The statements of one connection, each prepared once. */
export class SqliteStatements {
  readonly #database: DatabaseSync;
  /** The one used last comes last. */
  readonly #kept = new Map<string, Prepared>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  run<Row>({ sql, parameters }: CompiledQuery): QueryResult<Row> {
    const { statement, givesRows } = this.#prepared(sql);
    if (givesRows) return { rows: rowsOf<Row>(statement.all(...bindable(parameters))) };
    const { changes, lastInsertRowid } = statement.run(...bindable(parameters));
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
  }

  /** One row after the other. The statement is its own: others may be run meanwhile. */
  *iterate<Row>({ sql, parameters }: CompiledQuery): Iterable<Row> {
    const statement = this.#database.prepare(sql);
    for (const row of statement.iterate(...bindable(parameters))) yield* rowsOf<Row>([row]);
  }

  #prepared(sql: string): Prepared {
    const known = this.#kept.get(sql);
    if (known !== undefined) {
      this.#kept.delete(sql);
      this.#kept.set(sql, known);
      return known;
    }
    const statement = this.#database.prepare(sql);
    const prepared = { statement, givesRows: statement.columns().length > 0 };
    this.#kept.set(sql, prepared);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return prepared;
  }
}

/** What kind of row a statement gives only its author knows. */
function rowsOf<Row>(rows: readonly unknown[]): Row[] {
  return [...rows] as Row[];
}

function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === "string" || typeof value === "number") return value;
    throw new TypeError(`SQLite can't hold a ${typeof value}`);
  });
}
