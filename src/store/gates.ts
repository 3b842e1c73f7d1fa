import { type Kysely, sql } from "kysely";
import type { SuccessTimes } from "#core/gate/deployment-log.ts";
import type { GateAnswer, GateState } from "#core/gate/gate-answer.ts";
import { formatGateName, type GateName, type GateRequest } from "#core/gate/gate-request.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { digestJson, type LedgerPosition } from "#core/ledger/entry.ts";
import type { JsonValue } from "#core/ledger/json.ts";
import type { Database } from "./database.ts";
import type { GateTable } from "./deployment-tables.ts";
import { gateOf, type NewGate, newRow, type StoredGate, writeGates } from "./gate-rows.ts";
import { type Ledger, takeTurn } from "./ledger.ts";
import { readReleasedGates } from "./released-gates.ts";
import type { Tables } from "./tables.ts";

/** A decision to enter. */
export type GateRecord = {
  readonly repository: RepositoryName;
  readonly name: GateName;
  readonly state: GateState;
  /** What the gate API says of it. */
  readonly answer: Omit<GateAnswer, "id">;
  /** What goes into the ledger. */
  readonly data: JsonValue;
  /** What makes it another decision than the one before: the data without what changes at every look. An equal one is not entered twice. */
  readonly substance: JsonValue;
};

/** The gates that were asked for, each with its last decision. */
export class Gates {
  readonly #database: Database;
  readonly #ledger: Ledger;
  readonly #now: () => number;

  constructor(database: Database, ledger: Ledger, now: () => number) {
    this.#database = database;
    this.#ledger = ledger;
    this.#now = now;
  }

  /**
   * Opens a gate of the gate API.
   *
   * @returns the gate that its idempotency key opened before, else the new one
   */
  async open(gate: NewGate): Promise<StoredGate> {
    return this.#database.tables.transaction().execute(async (transaction) => {
      await takeTurn(transaction);
      const { askedBy = null, idempotencyKey = null } = gate;
      const known =
        idempotencyKey === null
          ? undefined
          : await transaction
              .selectFrom("gate")
              .selectAll()
              .where("asked_by", "=", askedBy)
              .where("idempotency_key", "=", idempotencyKey)
              .executeTakeFirst();
      if (known !== undefined) return gateOf(known);
      await writeGates(transaction, [gate]);
      return gateOf(newRow(gate));
    });
  }

  /** The gate with the gate API's id; null when there is none. */
  async findAsked(id: string): Promise<StoredGate | null> {
    const row = await this.#database.tables
      .selectFrom("gate")
      .selectAll()
      .where("name", "=", formatGateName({ kind: "gate-api", id }))
      .executeTakeFirst();
    return row === undefined ? null : gateOf(row);
  }

  /** The gates before an environment, those that need no more work left out; the oldest first. */
  async openAt(repository: RepositoryName, environment: string): Promise<readonly StoredGate[]> {
    const rows = await this.#database.tables
      .selectFrom("gate")
      .selectAll()
      .where("repository", "=", formatRepository(repository))
      .where("environment", "=", environment)
      .where(isOpen)
      .orderBy("requested_ms")
      .orderBy("name")
      .execute();
    return rows.map(gateOf);
  }

  /** Every gate of an environment that was asked for at or after a moment; the oldest first. */
  async askedSince(
    repository: RepositoryName,
    environment: string,
    sinceMs: number,
  ): Promise<readonly StoredGate[]> {
    const rows = await this.#database.tables
      .selectFrom("gate")
      .selectAll()
      .where("repository", "=", formatRepository(repository))
      .where("environment", "=", environment)
      .where("requested_ms", ">=", sinceMs)
      .orderBy("requested_ms")
      .orderBy("name")
      .execute();
    return rows.map(gateOf);
  }

  /** The gates that let their deployments go ahead, as far as they count for some commits; see {@link readReleasedGates}. */
  async released(
    repository: RepositoryName,
    about: { readonly environments: readonly string[]; readonly shas: readonly string[] },
  ): Promise<readonly StoredGate[]> {
    return readReleasedGates(this.#database, repository, about);
  }

  /** Whether a gate was ever asked for in a repository. */
  async hasAny(repository: RepositoryName): Promise<boolean> {
    const row = await this.#database.tables
      .selectFrom("gate")
      .select("name")
      .where("repository", "=", formatRepository(repository))
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** The environments of a repository with gates that are not done with. */
  async environmentsWaiting(repository: RepositoryName): Promise<readonly string[]> {
    const rows = await this.#database.tables
      .selectFrom("gate")
      .select("environment")
      .distinct()
      .where("repository", "=", formatRepository(repository))
      .where(isOpen)
      .execute();
    return rows.map(({ environment }) => environment);
  }

  /** Writes gates that were found otherwise than by a delivery; those that are known stay as they are. */
  async note(gates: readonly NewGate[]): Promise<void> {
    await writeGates(this.#database.tables, gates);
  }

  /** Keeps what GitHub says a gate is about; it never changes. */
  async noteFacts(
    { repository, name }: Pick<GateRequest, "repository" | "name">,
    facts: { readonly sha: string; readonly runAttempt: number | null },
  ): Promise<void> {
    await this.#update(repository, name, { sha: facts.sha, run_attempt: facts.runAttempt });
  }

  /** Remembers the decision and enters it in the ledger (`gate.decided`) unless it equals the gate's last one; gives its entry. */
  async recordDecision({
    repository,
    name,
    state,
    answer,
    data,
    substance,
  }: GateRecord): Promise<LedgerPosition> {
    const digest = digestJson(substance);
    return this.#database.tables.transaction().execute(async (transaction) => {
      await takeTurn(transaction);
      const known = await transaction
        .selectFrom("gate")
        .select(["decision_digest", "ledger_seq", "ledger_hash"])
        .where("repository", "=", formatRepository(repository))
        .where("name", "=", formatGateName(name))
        .executeTakeFirstOrThrow();
      const position =
        known.decision_digest === digest && known.ledger_seq !== null && known.ledger_hash !== null
          ? { seq: known.ledger_seq, hash: known.ledger_hash }
          : await this.#append(transaction, { repository, name, kind: "gate.decided", data });
      await updateGate(transaction, repository, name, {
        state,
        answer: JSON.stringify(answer),
        decision_digest: digest,
        ledger_seq: position.seq,
        ledger_hash: position.hash,
      });
      return position;
    });
  }

  /** Enters what was done about a gate, or was seen of it, unless that is on record; gives its entry. */
  async recordEvent(
    { repository, name }: Pick<GateRequest, "repository" | "name">,
    kind: "gate.answered" | "gate.started" | "gate.breached",
    data: JsonValue,
  ): Promise<LedgerPosition> {
    const digest = digestJson(data);
    const known = (await this.#ledger.entriesOf(subjectOfGate({ repository, name }))).find(
      (entry) => entry.kind === kind && digestJson(entry.data) === digest,
    );
    if (known !== undefined) return { seq: known.seq, hash: known.hash };
    return this.#append(this.#database.tables, { repository, name, kind, data });
  }

  /** GitHub took a report. */
  async noteReport(repository: RepositoryName, name: GateName, text: string): Promise<void> {
    await this.#database.tables
      .updateTable("gate")
      .set(({ eb }) => ({ reports: eb("reports", "+", 1), last_report: text }))
      .where("repository", "=", formatRepository(repository))
      .where("name", "=", formatGateName(name))
      .execute();
  }

  /** The gate was released at GitHub, or for the gate API's caller. Its start is still to be seen. */
  async noteReleased(repository: RepositoryName, name: GateName): Promise<void> {
    await this.#update(repository, name, { released_ms: this.#now() });
  }

  async noteStarted(repository: RepositoryName, name: GateName, atMs: number): Promise<void> {
    await this.#update(repository, name, { started_ms: atMs });
  }

  /** Keeps when the gate's deployment succeeded; the first time goes on record (`gate.succeeded`). */
  async noteSuccess(
    gate: Pick<GateRequest, "repository" | "name">,
    { atMs, lastAtMs }: SuccessTimes,
  ): Promise<void> {
    const { repository, name } = gate;
    await this.#database.tables.transaction().execute(async (transaction) => {
      await takeTurn(transaction);
      const known = await transaction
        .selectFrom("gate")
        .select("succeeded_ms")
        .where("repository", "=", formatRepository(repository))
        .where("name", "=", formatGateName(name))
        .executeTakeFirstOrThrow();
      const change = { succeeded_ms: atMs, last_succeeded_ms: lastAtMs };
      await updateGate(transaction, repository, name, change);
      if (known.succeeded_ms !== null) return;
      const data = { at: new Date(atMs).toISOString() };
      await this.#append(transaction, { repository, name, kind: "gate.succeeded", data });
    });
  }

  /** The gate needs no more work. */
  async close(repository: RepositoryName, name: GateName): Promise<void> {
    await this.#update(repository, name, { closed: 1 });
  }

  async #update(
    repository: RepositoryName,
    name: GateName,
    change: Partial<GateTable>,
  ): Promise<void> {
    await updateGate(this.#database.tables, repository, name, change);
  }

  async #append(
    tables: Kysely<Tables>,
    entry: Pick<GateRequest, "repository" | "name"> & {
      readonly kind: string;
      readonly data: JsonValue;
    },
  ): Promise<LedgerPosition> {
    const at = new Date(this.#now()).toISOString();
    const { kind, data } = entry;
    const draft = { at, kind, subject: subjectOfGate(entry), data };
    const [sealed] = await this.#ledger.append(
      [draft],
      tables === this.#database.tables ? undefined : tables,
    );
    if (sealed === undefined) throw new Error("the ledger gave no entry");
    return { seq: sealed.seq, hash: sealed.hash };
  }
}

/** As the index says it: with a parameter in its place SQLite would not use that index. */
const isOpen = sql<boolean>`closed = 0`;

/** How the ledger names a gate: `owner/repo:run/12/34`. */
export function subjectOfGate({
  repository,
  name,
}: Pick<GateRequest, "repository" | "name">): string {
  return `${formatRepository(repository)}:${formatGateName(name)}`;
}

async function updateGate(
  tables: Kysely<Tables>,
  repository: RepositoryName,
  name: GateName,
  change: Partial<GateTable>,
): Promise<void> {
  await tables
    .updateTable("gate")
    .set(change)
    .where("repository", "=", formatRepository(repository))
    .where("name", "=", formatGateName(name))
    .execute();
}
