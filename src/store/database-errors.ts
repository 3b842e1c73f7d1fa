import { isNativeError } from "node:util/types";

/**
 * Whether the database refused what was written, by a constraint or because a value does not fit, so that the same write would be refused
 * again. A broken connection, a full disk or a lock are no refusal.
 *
 * SQLite: https://www.sqlite.org/rescode.html, PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isRefusedValue(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  if (!isNativeError(error)) return false;
  const sqliteCode = sqliteResultCode(error);
  if (sqliteCode !== null) return sqliteRefusals.has(sqliteCode);
  return "code" in error && typeof error.code === "string" && /^2[23]...$/.test(error.code);
}

/** Too big, constraint, mismatch. */
const sqliteRefusals = new Set([18, 19, 20]);

/** SQLite's primary result code; null when the error is another's. */
export function sqliteResultCode(error: unknown): number | null {
  if (!isNativeError(error) || !("errcode" in error)) return null;
  // The lowest byte is the primary code, the rest refines it.
  return typeof error.errcode === "number" ? error.errcode & 0xff : null;
}
