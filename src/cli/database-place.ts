import { resolve } from "node:path";
import type { DatabaseOptions } from "#store/database.ts";
import { readEnvironment } from "../env.ts";
import type { CommandIo } from "./command-io.ts";

/**
 * Where the server's database is. Whoever asks need not have the server's other settings.
 *
 * @throws UserError for a `DATABASE_URL` that is none
 */
export function databasePlace({
  env,
  cwd,
}: Pick<CommandIo, "env" | "cwd">): Pick<DatabaseOptions, "databaseUrl" | "dataDir"> {
  const { DATABASE_URL, DATA_DIR } = env;
  const { databaseUrl, dataDir } = readEnvironment({ DATABASE_URL, DATA_DIR });
  return { databaseUrl, dataDir: resolve(cwd, dataDir) };
}
