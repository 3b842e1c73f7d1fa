import { type RawBuilder, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";

type ColumnTypes = {
  /** 64 bits. */
  readonly integer: RawBuilder<unknown>;
  readonly text: RawBuilder<unknown>;
  /** Text that is compared byte by byte, as JavaScript does with ASCII, whatever the database's collation. */
  readonly asciiText: RawBuilder<unknown>;
};

export function columnTypes(kind: DatabaseKind): ColumnTypes {
  return kind === "sqlite"
    ? { integer: sql`integer`, text: sql`text`, asciiText: sql`text` }
    : { integer: sql`bigint`, text: sql`text`, asciiText: sql`text collate "C"` };
}

/** SQLite holds anything in any column unless told not to: https://www.sqlite.org/stricttables.html */
export function tableEnd(kind: DatabaseKind): RawBuilder<unknown> {
  return kind === "sqlite" ? sql`strict` : sql``;
}
