import type { DeploymentLine } from "#core/gate/find-deployment-lines.ts";
import { GateRecord } from "#core/gate/gate-record.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { Database } from "./database.ts";

/** How the gates of an environment were decided last, and what pull requests were told of it. */
export class DeploymentNews {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The last decisions on the gates that were asked for last; the oldest gate first. */
  async recentGates(
    repository: RepositoryName,
    environment: string,
    limit: number,
  ): Promise<readonly GateRecord[]> {
    const rows = await this.#database.tables
      .selectFrom("gate")
      .innerJoin("ledger_entry", "ledger_entry.seq", "gate.ledger_seq")
      .select("ledger_entry.data")
      .where("gate.repository", "=", formatRepository(repository))
      .where("gate.environment", "=", environment)
      .orderBy("gate.requested_ms", "desc")
      .orderBy("gate.name", "desc")
      .limit(limit)
      .execute();
    return rows.map(({ data }) => GateRecord.parse(JSON.parse(data))).reverse();
  }

  /** Those of the lines that say something else than what their pull request was told of the place last. */
  async untold(
    repository: RepositoryName,
    lines: readonly DeploymentLine[],
  ): Promise<readonly DeploymentLine[]> {
    if (lines.length === 0) return [];
    const places = [...new Set(lines.map(({ place }) => place))];
    const numbers = [...new Set(lines.map(({ number }) => number))];
    const rows = await this.#database.tables
      .selectFrom("deployment_news")
      .select(["number", "place", "line"])
      .where("repository", "=", formatRepository(repository))
      .where("place", "in", places)
      .where("number", "in", numbers)
      .execute();
    const told = new Map(rows.map(({ number, place, line }) => [`${number} ${place}`, line]));
    return lines.filter(({ number, place, line }) => told.get(`${number} ${place}`) !== line);
  }

  async noteTold(repository: RepositoryName, lines: readonly DeploymentLine[]): Promise<void> {
    if (lines.length === 0) return;
    const rows = lines.map((line) => ({ repository: formatRepository(repository), ...line }));
    await this.#database.tables
      .insertInto("deployment_news")
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(["repository", "number", "place"])
          .doUpdateSet(({ ref }) => ({ line: ref("excluded.line") })),
      )
      .execute();
  }
}
