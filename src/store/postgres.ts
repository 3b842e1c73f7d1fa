import { isNativeError } from "node:util/types";
import pg from "pg";
import type { Logger } from "pino";
import { UserError } from "#core/errors.ts";

const connectWithinMs = 5_000;
const mostConnections = 10;

/**
 * A pool of connections; none is made yet.
 *
 * @throws UserError when the address can't be read
 */
export function openPostgresPool(databaseUrl: string, log?: Pick<Logger, "warn">): pg.Pool {
  const pool = new pg.Pool({ ...connectionOptions(databaseUrl), max: mostConnections });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on("error", (error) => log?.warn({ err: error }, "a database connection broke"));
  // Nor may one that breaks while it is in use: its query or transaction fails, and that is enough.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** How every connection of Sluice is made: the pool's and the one that listens. */
export function connectionOptions(databaseUrl: string): pg.ClientConfig {
  if (!URL.canParse(databaseUrl)) {
    // The text is not repeated: it may hold a password.
    throw new UserError(
      "DATABASE_URL is not an address.",
      "Write it as postgresql://user:password@host:5432/database; escape special characters in the password, e.g. # as %23.",
    );
  }
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
    application_name: "sluice",
    types: { getTypeParser },
  };
}

/** Whole numbers as numbers: ids, counts and times stay far below 2^53. */
const getTypeParser: pg.CustomTypesConfig["getTypeParser"] = (id, format) =>
  id === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(id, format);

/**
 * Makes sure that the server answers, before anything else can fail for that reason.
 *
 * @throws UserError that says why it doesn't, without the password
 */
export async function greetPostgres(pool: pg.Pool, databaseUrl: string): Promise<void> {
  try {
    await pool.query("select 1");
  } catch (error) {
    throw unusable(databaseUrl, error);
  }
}

/** The failure as the person who set DATABASE_URL needs it. */
function unusable(databaseUrl: string, error: unknown): UserError {
  const { host, pathname } = new URL(databaseUrl);
  // Where a name has several addresses, each has its own failure.
  const failure = isNativeError(error) && "errors" in error ? [error.errors].flat()[0] : error;
  const reason = isNativeError(failure) ? failure.message : String(failure);
  return new UserError(
    `PostgreSQL at ${host}${pathname} can't be used: ${reason}.`,
    remedy(error),
    {
      cause: error,
    },
  );
}

/** By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function remedy(error: unknown): string {
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  if (code?.startsWith("28")) return "Check the user and the password in DATABASE_URL.";
  if (code === "3D000") return "Create the database, or right its name in DATABASE_URL.";
  if (code === "42501") {
    return "Let the user in DATABASE_URL create tables: grant create, usage on schema public to …;";
  }
  return "Is it running, and are host, port and sslmode in DATABASE_URL right?";
}
