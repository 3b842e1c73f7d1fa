import { type Migration, Migrator, sql } from "kysely";
import { UserError } from "#core/errors.ts";
import type { Database, DatabaseKind } from "./database.ts";
import { deliveriesAndQueue } from "./migrations/0001-deliveries-and-queue.ts";
import { appendOnlyLedger } from "./migrations/0002-append-only-ledger.ts";
import { changesAndRepositories } from "./migrations/0003-changes-and-repositories.ts";
import { histories } from "./migrations/0004-histories.ts";
import { commands } from "./migrations/0005-commands.ts";
import { afterTheMerge } from "./migrations/0006-after-the-merge.ts";
import { changeHeads } from "./migrations/0007-change-heads.ts";
import { mergedChanges } from "./migrations/0008-merged-changes.ts";
import { gates } from "./migrations/0009-gates.ts";
import { releases } from "./migrations/0010-releases.ts";
import { deploymentNews } from "./migrations/0011-deployment-news.ts";
import { removedRules } from "./migrations/0012-removed-rules.ts";
import { deploymentsThatSucceeded } from "./migrations/0013-deployments-that-succeeded.ts";
import { releaseContents } from "./migrations/0014-release-contents.ts";
import { keyRanks } from "./migrations/0015-ranks.ts";
import { indexesForScale } from "./migrations/0016-indexes-for-scale.ts";
import { branchTips } from "./migrations/0017-branch-tips.ts";

/** In the order in which they run. A released migration is never changed. */
const migrations: Readonly<Record<string, (kind: DatabaseKind) => Migration>> = {
  "0001-deliveries-and-queue": deliveriesAndQueue,
  "0002-append-only-ledger": appendOnlyLedger,
  "0003-changes-and-repositories": changesAndRepositories,
  "0004-histories": histories,
  "0005-commands": commands,
  "0006-after-the-merge": afterTheMerge,
  "0007-change-heads": changeHeads,
  "0008-merged-changes": mergedChanges,
  "0009-gates": gates,
  "0010-releases": releases,
  "0011-deployment-news": deploymentNews,
  "0012-removed-rules": removedRules,
  "0013-deployments-that-succeeded": deploymentsThatSucceeded,
  "0014-release-contents": releaseContents,
  "0015-ranks": keyRanks,
  "0016-indexes-for-scale": indexesForScale,
  "0017-branch-tips": branchTips,
};

type Migratable = Pick<Database, "kind" | "tables">;

/**
 * Brings the schema up to date, all or nothing; of several processes one does it and the others wait.
 *
 * @throws UserError when the schema is newer than this version
 */
export async function migrate(database: Migratable): Promise<void> {
  await refuseNewerSchema(database);
  const migrator = new Migrator({
    db: database.tables,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          Object.entries(migrations).map(([name, migration]) => [name, migration(database.kind)]),
        ),
    },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/**
 * Makes sure that the schema is this version's, without changing it.
 *
 * @throws UserError when it is older, newer, or not there
 */
export async function refuseOtherSchema(database: Migratable): Promise<void> {
  const applied = await refuseNewerSchema(database);
  if (applied.length === Object.keys(migrations).length) return;
  throw new UserError(
    "The database has no Sluice data of this version yet.",
    "Start the server of this version once (npm start): it brings the database up to date.",
  );
}

async function refuseNewerSchema(database: Migratable): Promise<readonly string[]> {
  const applied = await appliedMigrations(database);
  const unknown = applied.find((name) => !(name in migrations));
  if (unknown === undefined) return applied;
  throw new UserError(
    `The database was written by a newer version of Sluice (it has "${unknown}").`,
    "Run that version or a later one. To go back, restore the backup from before the update.",
  );
}

async function appliedMigrations({ tables }: Migratable): Promise<readonly string[]> {
  const known = await tables.introspection.getTables({ withInternalKyselyTables: true });
  if (!known.some(({ name }) => name === "kysely_migration")) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(tables);
  return rows.map(({ name }) => name);
}
