import type { Kysely } from "kysely";
import type { GateOverride } from "#core/gate/observed-gate.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import { summariseUnauthorised } from "#core/unauthorised/summarise-unauthorised.ts";
import type {
  UnauthorisedChange,
  UnauthorisedPush,
} from "#core/unauthorised/unauthorised-change.ts";
import { chunks } from "./chunks.ts";
import { givenCommand } from "./command-effects.ts";
import type { Database } from "./database.ts";
import { type Ledger, takeTurn } from "./ledger.ts";
import type { Tables } from "./tables.ts";

/** An unauthorised change on record: its entry in the ledger, and the issue about it once there is one. */
export type RecordedUnauthorised = {
  readonly change: UnauthorisedChange;
  readonly ledger: LedgerPosition;
  readonly issueNumber: number | null;
};

type UnauthorisedName = Pick<UnauthorisedChange, "repository" | "sha" | "kind">;

/** What reached controlled branches without being approved, each once. */
export class UnauthorisedChanges {
  readonly #database: Database;
  readonly #ledger: Ledger;
  readonly #now: () => number;

  constructor(database: Database, ledger: Ledger, now: () => number) {
    this.#database = database;
    this.#ledger = ledger;
    this.#now = now;
  }

  /** The record about a change, by the commit with which a branch received it. */
  async find(change: UnauthorisedName): Promise<RecordedUnauthorised | null> {
    const row = await readRow(this.#database.tables, change);
    return row === undefined ? null : recordOf(row);
  }

  /** What the issue is about that we opened; null when it is none of ours. */
  async about(repository: RepositoryName, issueNumber: number): Promise<UnauthorisedChange | null> {
    const row = await this.#database.tables
      .selectFrom("unauthorised_change")
      .select("change")
      .where("repository", "=", formatRepository(repository))
      .where("issue_number", "=", issueNumber)
      .executeTakeFirst();
    return row === undefined ? null : JSON.parse(row.change);
  }

  /** The responsibility that was taken on issues about pushes, for all that each brought. */
  async overridesOfPushes(repository: RepositoryName): Promise<readonly GateOverride[]> {
    const rows = await this.#database.tables
      .selectFrom("unauthorised_change")
      .innerJoin("command_effect", (join) =>
        join
          .onRef("command_effect.repository", "=", "unauthorised_change.repository")
          .onRef("command_effect.number", "=", "unauthorised_change.issue_number"),
      )
      .select("unauthorised_change.change")
      .selectAll("command_effect")
      .where("unauthorised_change.repository", "=", formatRepository(repository))
      .where("unauthorised_change.kind", "=", "push")
      .where("effect_kind", "=", "override")
      .orderBy("ledger_seq")
      .execute();
    return rows.flatMap((row) => {
      const { by, effect } = givenCommand(row);
      const push: UnauthorisedPush = JSON.parse(row.change);
      const covers = push.commits.map(({ sha }) => sha);
      return effect.kind === "override" ? [{ by, reason: effect.reason, covers }] : [];
    });
  }

  /** The issues about what branches received with these commits, by commit. */
  async issuesAbout(
    repository: RepositoryName,
    shas: readonly string[],
  ): Promise<ReadonlyMap<string, number>> {
    const found = await Promise.all(
      chunks(shas).map((some) =>
        this.#database.tables
          .selectFrom("unauthorised_change")
          .select(["sha", "issue_number"])
          .where("repository", "=", formatRepository(repository))
          .where("sha", "in", some)
          .execute(),
      ),
    );
    return new Map(
      found
        .flat()
        .flatMap(({ sha, issue_number }) => (issue_number === null ? [] : [[sha, issue_number]])),
    );
  }

  /** Enters the change in the ledger (`change.unauthorised`) and remembers it, both or neither; one that is on record stays as it is. */
  async record(change: UnauthorisedChange): Promise<RecordedUnauthorised> {
    const { repository, sha, kind } = change;
    return this.#database.tables.transaction().execute(async (transaction) => {
      // Before the record is looked for: two processes must not both find that it is new.
      await takeTurn(transaction);
      const known = await readRow(transaction, change);
      if (known !== undefined) return recordOf(known);
      const at = new Date(this.#now()).toISOString();
      const draft = { at, ...summariseUnauthorised(change) };
      const [entry] = await this.#ledger.append([draft], transaction);
      if (entry === undefined) throw new Error("the ledger gave no entry");
      const row = {
        repository: formatRepository(repository),
        sha,
        kind,
        number: change.kind === "merge" ? change.number : null,
        change: JSON.stringify(change),
        ledger_seq: entry.seq,
        ledger_hash: entry.hash,
        issue_number: null,
      };
      await transaction.insertInto("unauthorised_change").values(row).execute();
      return recordOf(row);
    });
  }

  async noteIssue({ repository, sha, kind }: UnauthorisedName, issueNumber: number): Promise<void> {
    await this.#database.tables
      .updateTable("unauthorised_change")
      .set({ issue_number: issueNumber })
      .where("repository", "=", formatRepository(repository))
      .where("sha", "=", sha)
      .where("kind", "=", kind)
      .execute();
  }
}

function readRow(tables: Kysely<Tables>, { repository, sha, kind }: UnauthorisedName) {
  return tables
    .selectFrom("unauthorised_change")
    .selectAll()
    .where("repository", "=", formatRepository(repository))
    .where("sha", "=", sha)
    .where("kind", "=", kind)
    .executeTakeFirst();
}

function recordOf(row: Tables["unauthorised_change"]): RecordedUnauthorised {
  return {
    change: JSON.parse(row.change),
    ledger: { seq: row.ledger_seq, hash: row.ledger_hash },
    issueNumber: row.issue_number,
  };
}
