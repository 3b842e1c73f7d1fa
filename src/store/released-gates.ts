import { formatRepository, type RepositoryName } from "#core/key.ts";
import { chunks } from "./chunks.ts";
import type { Database } from "./database.ts";
import { gateOf, type StoredGate } from "./gate-rows.ts";

/** Of each environment; what is older counts only where it is known to have succeeded. */
const mostReleased = 200;

/**
 * The gates of some environments that let their deployments go ahead, as far as they count for some commits: the latest 200 of each
 * environment, those with which a component or the whole repository succeeded last, and those with which one of the commits did, however
 * long ago.
 */
export async function readReleasedGates(
  database: Database,
  repository: RepositoryName,
  {
    environments,
    shas,
  }: { readonly environments: readonly string[]; readonly shas: readonly string[] },
): Promise<readonly StoredGate[]> {
  const found = new Map<string, StoredGate>();
  for (const environment of environments) {
    const gates = [
      ...(await readLatest(database, repository, environment)),
      ...(await readLastToSucceed(database, repository, environment)),
      ...(await readSucceeded(database, repository, environment, shas)),
    ];
    for (const row of gates) found.set(row.name, gateOf(row));
  }
  return [...found.values()];
}

function readLatest(database: Database, repository: RepositoryName, environment: string) {
  return released(database, repository, environment)
    .orderBy("released_ms", "desc")
    .limit(mostReleased)
    .execute();
}

async function readLastToSucceed(
  database: Database,
  repository: RepositoryName,
  environment: string,
) {
  const last = await database.tables
    .selectFrom("gate")
    .select(({ fn }) => ["component", fn.max("last_succeeded_ms").as("atMs")])
    .where("repository", "=", formatRepository(repository))
    .where("environment", "=", environment)
    .where("last_succeeded_ms", "is not", null)
    .groupBy("component")
    .execute();
  const moments = last.flatMap(({ atMs }) => (atMs === null ? [] : [Number(atMs)]));
  if (moments.length === 0) return [];
  return released(database, repository, environment)
    .where("last_succeeded_ms", "in", moments)
    .execute();
}

async function readSucceeded(
  database: Database,
  repository: RepositoryName,
  environment: string,
  shas: readonly string[],
) {
  const found = chunks(shas).map((some) =>
    released(database, repository, environment)
      .where("last_succeeded_ms", "is not", null)
      .where("sha", "in", some)
      .execute(),
  );
  return (await Promise.all(found)).flat();
}

function released({ tables }: Database, repository: RepositoryName, environment: string) {
  return tables
    .selectFrom("gate")
    .selectAll()
    .where("repository", "=", formatRepository(repository))
    .where("environment", "=", environment)
    .where("released_ms", "is not", null);
}
