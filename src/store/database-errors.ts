/**
 * Whether the database refused what was written, by a constraint or because a value does not fit, so that the same write would be refused
 * again. A broken connection, a full disk or a lock are no refusal.
 *
 * SQLite: https://www.sqlite.org/rescode.html, PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isRefusedValue(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TypeError) return true;
  if ("errcode" in error && typeof error.errcode === "number") {
    return sqliteRefusals.has(error.errcode & 0xff);
  }
  return "code" in error && typeof error.code === "string" && /^2[23]...$/.test(error.code);
}

/** Too big, constraint, mismatch. The lowest byte of a result code is the primary code. */
const sqliteRefusals = new Set([18, 19, 20]);
