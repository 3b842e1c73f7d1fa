import { type Kysely, sql } from "kysely";
import type { Account } from "#core/change/facts.ts";
import type { AdHocFreeze } from "#core/change/recorded-facts.ts";
import type { CommandEffect, GivenCommand } from "#core/command/given-command.ts";
import type { CommandAnswer, DueAnswer, HandledCommand } from "#core/command/handled-command.ts";
import {
  type CommandName,
  inOrderGiven,
  type PendingCommand,
  type ReceivedCommand,
} from "#core/command/received-command.ts";
import { standingFreezes } from "#core/command/standing-freezes.ts";
import { formatRepository, type InstallationKey, type RepositoryName } from "#core/key.ts";
import { subjectOfChange } from "./change-state.ts";
import { givenCommand, givenCommands, writeEffect } from "./command-effects.ts";
import type { Database } from "./database.ts";
import { heardSinceMs } from "./head-arrivals.ts";
import { type Ledger, takeTurn } from "./ledger.ts";
import { markOf, writeMarks } from "./queue-marks.ts";
import { pendingOf, rowOfMissed, writeCommands } from "./received-commands.ts";
import type { Tables } from "./tables.ts";

/** The commands of one pull request that are not done with. */
export type OpenCommands = {
  /** In the order in which they were given. */
  readonly pending: readonly PendingCommand[];
  /** Answers to commands that were handled: an attempt to give them may have been made. */
  readonly due: readonly DueAnswer[];
};

/** Commands that were handled together, and the commit that was the head then. */
export type HandledRecord = {
  readonly headSha: string;
  readonly handled: readonly HandledCommand[];
  /** What must be looked at because of them. */
  readonly marks: readonly InstallationKey[];
};

/** A pull request that a command had opened, to take another back. */
export type BackOutOrder = {
  readonly command: CommandName;
  readonly repository: RepositoryName;
  readonly number: number;
  readonly by: Account;
  /** The pull request that it takes back. */
  readonly backsOut: number;
  /** Null: it is no emergency. */
  readonly emergencyReason: string | null;
  readonly installationId: number;
};

/** The commands that were received, and what they brought about. */
export class Commands {
  readonly #database: Database;
  readonly #ledger: Ledger;
  readonly #now: () => number;

  constructor(database: Database, ledger: Ledger, now: () => number) {
    this.#database = database;
    this.#ledger = ledger;
    this.#now = now;
  }

  async openOf(repository: RepositoryName, number: number): Promise<OpenCommands> {
    const rows = await this.#database.tables
      .selectFrom("received_command")
      .selectAll()
      .where("repository", "=", formatRepository(repository))
      .where("number", "=", number)
      .where("done_ms", "is", null)
      .execute();
    const due = rows.flatMap(({ kind, id, answer }) =>
      answer === null ? [] : [{ name: { kind, id }, ...parseAnswer(answer) }],
    );
    const pending = rows.filter(({ handled_ms }) => handled_ms === null).map(pendingOf);
    return { pending: inOrderGiven(pending), due };
  }

  /**
   * Which comments were not handled, of those written since we know the repository: what stood there before was not meant for us.
   */
  async unhandledOf(
    repository: RepositoryName,
    number: number,
    comments: readonly ReceivedCommand[],
  ): Promise<readonly PendingCommand[]> {
    const heardFromMs = await heardSinceMs(this.#database.tables, repository, number);
    const rows = comments
      .map((comment) => rowOfMissed(comment))
      .filter(({ given_ms }) => heardFromMs !== null && given_ms >= heardFromMs);
    if (rows.length === 0) return [];
    const handled = await this.#database.tables
      .selectFrom("received_command")
      .select("id")
      .where("kind", "=", "comment")
      .where("handled_ms", "is not", null)
      .where(
        "id",
        "in",
        rows.map(({ id }) => id),
      )
      .execute();
    const ids = new Set(handled.map(({ id }) => id));
    return rows.filter(({ id }) => !ids.has(id)).map(pendingOf);
  }

  /** Takes over comments that no delivery brought. */
  async receive(missed: readonly PendingCommand[]): Promise<void> {
    await writeCommands(this.#database.tables, missed.map(rowOfMissed));
  }

  /** What took effect on a pull request, in the order in which it was ordered. */
  async effectsOf(repository: RepositoryName, number: number): Promise<readonly GivenCommand[]> {
    const rows = await this.#database.tables
      .selectFrom("command_effect")
      .selectAll()
      .where("repository", "=", formatRepository(repository))
      .where("number", "=", number)
      .orderBy("position")
      .execute();
    return givenCommands(rows);
  }

  /** The repository's ad hoc freezes that have not ended. */
  async freezesOf(repository: RepositoryName): Promise<readonly AdHocFreeze[]> {
    const rows = await this.#database.tables
      .selectFrom("command_effect")
      .selectAll()
      .where("repository", "=", formatRepository(repository))
      .where(sql<boolean>`effect_kind in ('freeze', 'unfreeze')`)
      .orderBy("position")
      .execute();
    return standingFreezes(givenCommands(rows), this.#now());
  }

  /** What was ordered about deployments (`/release`, `/override`) since a moment, on which pull request; in the order in which it was recorded. */
  async aboutDeployments(
    repository: RepositoryName,
    sinceMs: number,
  ): Promise<readonly { readonly number: number; readonly command: GivenCommand }[]> {
    const rows = await this.#database.tables
      .selectFrom("command_effect")
      .selectAll()
      .where("repository", "=", formatRepository(repository))
      .where(sql<boolean>`effect_kind in ('release', 'override')`)
      .where("given_ms", ">=", sinceMs)
      .orderBy("ledger_seq")
      .execute();
    return rows.map((row) => ({ number: row.number, command: givenCommand(row) }));
  }

  /**
   * Enters what came of commands in the ledger, keeps their effects and the answers to give, and marks keys; all or nothing. A command that was
   * handled meanwhile is left as it is.
   */
  async recordHandled({ headSha, handled, marks }: HandledRecord): Promise<void> {
    const { workSignal } = this.#database;
    await this.#database.tables.transaction().execute(async (transaction) => {
      // Before anything is read: two processes must not both handle a command.
      await takeTurn(transaction);
      for (const one of handled) await this.#recordOne(transaction, one, headSha);
      await writeMarks(
        transaction,
        marks.map((key) => markOf(key, this.#now())),
      );
      if (marks.length > 0) await workSignal.announce(transaction);
    });
    if (marks.length > 0) workSignal.wake();
  }

  /** The answers were given, or need not be any more. */
  async noteAnswered(names: readonly CommandName[]): Promise<void> {
    for (const { kind, id } of names) {
      await this.#database.tables
        .updateTable("received_command")
        .set({ answer: null, done_ms: this.#now() })
        .where("kind", "=", kind)
        .where("id", "=", id)
        .where("done_ms", "is", null)
        .execute();
    }
  }

  /**
   * Keeps that a pull request was opened because of a command, and whether it is an emergency since then; enters that in the ledger and marks the
   * pull request; once.
   */
  async recordOrder(order: BackOutOrder): Promise<void> {
    const { command, repository, number, by: actor, backsOut, emergencyReason } = order;
    const atMs = this.#now();
    const effects: readonly CommandEffect[] = [
      { kind: "order", backsOut },
      ...(emergencyReason === null
        ? []
        : [{ kind: "declare-emergency", reason: emergencyReason } as const]),
    ];
    await this.#database.tables.transaction().execute(async (transaction) => {
      await takeTurn(transaction);
      const known = await transaction
        .selectFrom("command_effect")
        .select("ledger_seq")
        .where("kind", "=", command.kind)
        .where("id", "=", command.id)
        .where("position", "=", afterAllOthers)
        .executeTakeFirst();
      if (known !== undefined) return;
      const subject = subjectOfChange(repository, number);
      const at = new Date(atMs).toISOString();
      const entries = await this.#ledger.append(
        effects.map((effect) => {
          return { at, kind: "command.done", subject, actor, data: { word: "back-out", effect } };
        }),
        transaction,
      );
      const row = { command, repository, number, giver: actor, givenAtMs: atMs, headSha: "" };
      for (const [index, effect] of effects.entries()) {
        const seq = entries[index]?.seq;
        if (seq === undefined) throw new Error("the ledger gave no entry");
        await writeEffect(transaction, row, { effect, position: afterAllOthers + index, seq });
      }
      // It may have been decided already.
      const key = { kind: "change", repository, number } as const;
      await writeMarks(transaction, [markOf({ installationId: order.installationId, key }, atMs)]);
      await this.#database.workSignal.announce(transaction);
    });
    this.#database.workSignal.wake();
  }

  async #recordOne(
    transaction: Kysely<Tables>,
    { command, results, answer }: HandledCommand,
    headSha: string,
  ): Promise<void> {
    const { repository, number, giver: actor } = command;
    const handledMs = this.#now();
    const { numUpdatedRows } = await transaction
      .updateTable("received_command")
      .set({
        handled_ms: handledMs,
        // It may hold what is nobody's business; the ledger has what counts.
        body: null,
        answer: answer === null ? null : JSON.stringify(answer),
        done_ms: answer === null ? handledMs : null,
      })
      .where("kind", "=", command.name.kind)
      .where("id", "=", command.name.id)
      .where("handled_ms", "is", null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    const at = new Date(handledMs).toISOString();
    const subject = subjectOfChange(repository, number);
    const entries = await this.#ledger.append(
      results.map(({ kind, data }) => ({ at, kind, subject, actor, data })),
      transaction,
    );
    const effects = results.flatMap(({ effect }, position) => {
      const seq = entries[position]?.seq;
      return effect === null || seq === undefined ? [] : [{ effect, position, seq }];
    });
    const { name, givenAtMs } = command;
    const row = { command: name, repository, number, giver: actor, givenAtMs, headSha };
    for (const one of effects) await writeEffect(transaction, row, one);
  }
}

/** The place of what a command brings about elsewhere: no comment holds so many commands. */
const afterAllOthers = 1_000;

function parseAnswer(json: string): CommandAnswer {
  return JSON.parse(json);
}
