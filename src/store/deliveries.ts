import type { Kysely } from "kysely";
import type { ReceivedCommand } from "#core/command/received-command.ts";
import type { GateRequest } from "#core/gate/gate-request.ts";
import { type InstallationKey, patienceMs } from "#core/key.ts";
import type { Cause } from "#core/key-rank.ts";
import { chunks } from "./chunks.ts";
import type { Database } from "./database.ts";
import { isRefusedValue } from "./database-errors.ts";
import { type NewGate, writeGates } from "./gate-rows.ts";
import { type GroupCommit, groupCommit } from "./group-commit.ts";
import { type HeadRecord, writeHeads } from "./head-arrivals.ts";
import { type PushRecord, writePushes } from "./pushes.ts";
import { type Mark, markOf, writeMarks } from "./queue-marks.ts";
import { type CommandRow, rowOfCommand, writeCommands } from "./received-commands.ts";
import type { Tables } from "./tables.ts";

/** A delivery whose signature was verified: what is kept of it. */
export type DeliveryRecord = {
  /** `X-GitHub-Delivery`: the same for every redelivery. */
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  /** Milliseconds since the epoch. */
  readonly receivedAtMs: number;
};

/** What a delivery gives reason to do, and the facts in it that cannot change. */
export type DeliveryWork = {
  readonly keys: readonly InstallationKey[];
  /** What the keys are marked for. Not given: something happened. */
  readonly cause?: Cause;
  readonly pushes: readonly Omit<PushRecord, "receivedAtMs">[];
  readonly commands: readonly ReceivedCommand[];
  readonly heads: readonly Omit<HeadRecord, "receivedAtMs">[];
  readonly gates: readonly GateRequest[];
};

type Accepted = {
  readonly delivery: DeliveryRecord;
  readonly marks: readonly Mark[];
  readonly pushes: readonly PushRecord[];
  readonly commands: readonly CommandRow[];
  readonly heads: readonly HeadRecord[];
  readonly gates: readonly NewGate[];
};

/** Deliveries that wait this long for company share one commit. */
const lingerMs = 2;
const mostInOneCommit = 200;

/** The deliveries that were accepted: each once, and durable together with the work that follows from it. */
export class Deliveries {
  readonly #database: Database;
  readonly #commits: GroupCommit<Accepted, "stored" | "duplicate">;

  constructor(database: Database) {
    this.#database = database;
    this.#commits = groupCommit({
      lingerMs,
      mostItems: mostInOneCommit,
      writeGroup: (group) => this.#writeGroup(group),
      isFaultOfItem: isRefusedValue,
    });
  }

  /**
   * Stores a delivery with the work that it gives, all or nothing; resolves when they are durable. A delivery that was stored before changes
   * nothing.
   */
  async accept(delivery: DeliveryRecord, work: DeliveryWork): Promise<"stored" | "duplicate"> {
    const { receivedAtMs } = delivery;
    return this.#commits.write({
      delivery,
      marks: work.keys.map((key) => markOf(key, receivedAtMs + patienceMs(key.key), work.cause)),
      pushes: work.pushes.map((push) => ({ ...push, receivedAtMs })),
      commands: work.commands.map((command) => rowOfCommand(command, delivery)),
      heads: work.heads.map((head) => ({ ...head, receivedAtMs })),
      gates: work.gates.map((gate) => ({ ...gate, requestedAtMs: receivedAtMs })),
    });
  }

  /** Which of these ids are stored. */
  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    for (const some of chunks(ids)) {
      const rows = await this.#database.tables
        .selectFrom("delivery")
        .select("id")
        .where("id", "in", some)
        .execute();
      for (const { id } of rows) known.add(id);
    }
    return known;
  }

  /** Forgets what was received before a moment; gives how many. GitHub redelivers for three days only. */
  async prune(beforeMs: number): Promise<number> {
    const { numDeletedRows } = await this.#database.tables
      .deleteFrom("delivery")
      .where("received_ms", "<", beforeMs)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Resolves when every delivery that was accepted so far is written or refused. */
  async settled(): Promise<void> {
    await this.#commits.settled();
  }

  async #writeGroup(group: readonly Accepted[]): Promise<readonly ("stored" | "duplicate")[]> {
    const { tables, workSignal } = this.#database;
    const stored = await tables.transaction().execute(async (transaction) => {
      const ids = await insertNew(transaction, group);
      const fresh = firstOfEach(group, ids);
      const accepted = [...fresh];
      const marks = accepted.flatMap((one) => one.marks);
      await writeMarks(transaction, marks);
      await writePushes(
        transaction,
        accepted.flatMap((one) => one.pushes),
      );
      await writeCommands(
        transaction,
        accepted.flatMap((one) => one.commands),
      );
      await writeHeads(
        transaction,
        accepted.flatMap((one) => one.heads),
      );
      await writeGates(
        transaction,
        accepted.flatMap((one) => one.gates),
      );
      if (marks.length > 0) await workSignal.announce(transaction);
      return fresh;
    });
    workSignal.wake();
    return group.map((accepted) => (stored.has(accepted) ? "stored" : "duplicate"));
  }
}

/** Gives the ids that were not stored before. */
async function insertNew(
  transaction: Kysely<Tables>,
  group: readonly Accepted[],
): Promise<ReadonlySet<string>> {
  const rows = await transaction
    .insertInto("delivery")
    .values(
      group.map(({ delivery, marks }) => ({
        id: delivery.id,
        event: delivery.event,
        action: delivery.action,
        installation_id: delivery.installationId,
        received_ms: delivery.receivedAtMs,
        keys: marks.length,
      })),
    )
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** GitHub may deliver twice at the same time: of two in one group the first counts. */
function firstOfEach(group: readonly Accepted[], ids: ReadonlySet<string>): ReadonlySet<Accepted> {
  const first = new Map<string, Accepted>();
  for (const accepted of group) {
    const { id } = accepted.delivery;
    if (ids.has(id) && !first.has(id)) first.set(id, accepted);
  }
  return new Set(first.values());
}
