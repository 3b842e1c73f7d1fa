import type { DeploymentLine, FollowedGate } from "#core/gate/find-deployment-lines.ts";
import { GateBreach } from "#core/gate/gate-breach.ts";
import { GateRecord } from "#core/gate/gate-record.ts";
import { parseGateName } from "#core/gate/gate-request.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { Database } from "./database.ts";
import { subjectOfGate } from "./gates.ts";

/** How the gates of an environment were decided last, and what pull requests were told of it. */
export class DeploymentNews {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The gates that were asked for last, each with its last decision and breach; the oldest gate first. */
  async recentGates(
    repository: RepositoryName,
    environment: string,
    limit: number,
  ): Promise<readonly FollowedGate[]> {
    const rows = await this.#database.tables
      .selectFrom("gate")
      .innerJoin("ledger_entry", "ledger_entry.seq", "gate.ledger_seq")
      .select(["gate.name", "ledger_entry.data"])
      .where("gate.repository", "=", formatRepository(repository))
      .where("gate.environment", "=", environment)
      .orderBy("gate.requested_ms", "desc")
      .orderBy("gate.name", "desc")
      .limit(limit)
      .execute();
    const gates = rows.map(({ name, data }) => ({
      subject: subjectOfGate({ repository, name: parseGateName(name) }),
      record: GateRecord.parse(JSON.parse(data)),
    }));
    const breaches = await this.#breachesOf(gates.map(({ subject }) => subject));
    return gates
      .map(({ subject, record }) => ({ record, breach: breaches.get(subject) ?? null }))
      .reverse();
  }

  /** The last breach of each gate that had any, by the gates' subjects in the ledger. */
  async #breachesOf(subjects: readonly string[]): Promise<ReadonlyMap<string, GateBreach>> {
    if (subjects.length === 0) return new Map();
    const rows = await this.#database.tables
      .selectFrom("ledger_entry")
      .select(["subject", "data"])
      .where("subject", "in", subjects)
      .where("kind", "=", "gate.breached")
      .orderBy("seq")
      .execute();
    return new Map(rows.map(({ subject, data }) => [subject, GateBreach.parse(JSON.parse(data))]));
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
