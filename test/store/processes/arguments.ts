import { z } from "zod";
import type { DatabaseOptions } from "#store/database.ts";

const DatabaseArgument = z.object({ databaseUrl: z.string().nullable(), dataDir: z.string() });

/** Where the database is, as the test tells a process that it starts. */
export function databaseArgument(argument: unknown): DatabaseOptions {
  return DatabaseArgument.parse(argument);
}
