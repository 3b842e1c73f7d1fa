import { type Kysely, sql } from "kysely";
import type { Verdict } from "#core/change/change-decision.ts";
import { DecidedSummary } from "#core/change/decided-summary.ts";
import type { RequestedReviewers } from "#core/change/observed-change.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { digestJson, type LedgerPosition } from "#core/ledger/entry.ts";
import type { JsonValue } from "#core/ledger/json.ts";
import type { RiskLevel } from "#core/risk/level.ts";
import { writeHead } from "./change-heads.ts";
import type { Database } from "./database.ts";
import { type Ledger, takeTurn } from "./ledger.ts";
import type { Tables } from "./tables.ts";

/** A change as it stood when it was looked at last. */
export type ChangeLook = {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly installationId: number;
  readonly state: "open" | "closed" | "merged";
  readonly headSha: string;
  readonly baseBranch: string;
  /** GitHub's `updated_at` of what was looked at; empty where that may not tell it from what came next. */
  readonly updatedAt: string;
};

/** What is remembered of a change. */
export type ChangeState = Omit<ChangeLook, "repository"> & {
  /** `owner/name`. */
  readonly repository: string;
  /** Logins, lower case. */
  readonly requestedReviewers: readonly string[];
  /** The last decision and its ledger entry; null when none was made, because no policy controls the change. */
  readonly decision: {
    readonly verdict: Verdict;
    readonly level: RiskLevel;
    readonly ledger: LedgerPosition;
  } | null;
};

/** A decision to enter. */
export type DecisionRecord = ChangeLook & {
  /** See `digestDiff`. */
  readonly diffDigest: string | null;
  readonly verdict: Verdict;
  readonly level: RiskLevel;
  readonly requestedReviewers: readonly string[];
  /** What goes into the ledger. An equal one is not entered twice: leave out what changes with every look, e.g. the time. */
  readonly data: JsonValue;
};

/** What became of a decision's actions. */
export type OutcomeRecord = {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly data: JsonValue;
};

/** What is remembered of each change: how it was decided last, and where in the ledger that stands. */
export class Changes {
  readonly #database: Database;
  readonly #ledger: Ledger;
  readonly #now: () => number;

  constructor(database: Database, ledger: Ledger, now: () => number) {
    this.#database = database;
    this.#ledger = ledger;
    this.#now = now;
  }

  /**
   * Remembers the decision and its head commit, and enters it in the ledger (`change.decided`) unless it equals the change's last one, both or neither.
   *
   * @returns the decision's entry, new or not
   */
  async recordDecision(
    record: DecisionRecord,
  ): Promise<LedgerPosition & { readonly isNew: boolean }> {
    const digest = digestJson(record.data);
    return this.#database.tables.transaction().execute(async (transaction) => {
      // Before the state is read: two processes must not both find that a decision is new.
      await takeTurn(transaction);
      const known = await readState(transaction, record.repository, record.number);
      const entered = known === undefined ? null : entryOf(known);
      const isNew = entered === null || known?.decision_digest !== digest;
      const position = isNew ? await this.#append(record, "change.decided", transaction) : entered;
      await writeState(transaction, record, digest, position);
      await writeHead(transaction, { ...record, decidedAtMs: this.#now() });
      return { ...position, isNew };
    });
  }

  /** Enters what was done about a decision (`change.acted`). */
  async recordOutcome(record: OutcomeRecord): Promise<LedgerPosition> {
    return this.#append(record, "change.acted");
  }

  /** Remembers a change of which nothing is to be decided. A decision that was made before stays remembered. */
  async noteNotControlled(look: ChangeLook): Promise<void> {
    const row = rowOfLook(look);
    await this.#database.tables
      .insertInto("change_state")
      .values({
        repository: formatRepository(look.repository),
        number: look.number,
        requested_reviewers: "[]",
        ...row,
      })
      .onConflict((conflict) => conflict.columns(["repository", "number"]).doUpdateSet(row))
      .execute();
  }

  /** The last decision as the ledger has it; null when none was made. */
  async decidedLast(repository: RepositoryName, number: number): Promise<DecidedSummary | null> {
    const row = await readState(this.#database.tables, repository, number);
    const position = row === undefined ? null : entryOf(row);
    if (position === null) return null;
    const entry = await this.#ledger.entry(position.seq);
    return DecidedSummary.parse(entry?.data);
  }

  async lastLook(repository: RepositoryName, number: number): Promise<ChangeState | null> {
    const row = await readState(this.#database.tables, repository, number);
    return row === undefined ? null : stateOf(row);
  }

  /** Whose reviews we requested for this commit. */
  async askedFor(
    repository: RepositoryName,
    number: number,
    headSha: string,
  ): Promise<RequestedReviewers> {
    const row = await readState(this.#database.tables, repository, number);
    if (row?.asked_head !== headSha || row.asked_reviewers === null)
      return { users: [], teams: [] };
    return JSON.parse(row.asked_reviewers);
  }

  /** Remembers whose reviews we have requested for this commit, in all. Until the next look they count as requested. */
  async noteAsked(
    repository: RepositoryName,
    number: number,
    headSha: string,
    reviewers: RequestedReviewers,
  ): Promise<void> {
    const row = await readState(this.#database.tables, repository, number);
    const requested = [...parseLogins(row?.requested_reviewers ?? "[]"), ...reviewers.users];
    await this.#database.tables
      .updateTable("change_state")
      .set({
        asked_head: headSha,
        asked_reviewers: JSON.stringify(reviewers),
        requested_reviewers: formatLogins(requested),
      })
      .where("repository", "=", formatRepository(repository))
      .where("number", "=", number)
      .execute();
  }

  /** The open changes of a repository that were decided, by number. */
  async openDecided(repository: RepositoryName): Promise<readonly number[]> {
    const rows = await this.#database.tables
      .selectFrom("change_state")
      .select("number")
      .where("repository", "=", formatRepository(repository))
      .where(isOpen)
      .where("verdict", "is not", null)
      .orderBy("number")
      .execute();
    return rows.map(({ number }) => number);
  }

  /** Forgets a change that is gone. Its ledger entries stay. */
  async forget(repository: RepositoryName, number: number): Promise<void> {
    for (const table of ["change_state", "change_head"] as const) {
      await this.#database.tables
        .deleteFrom(table)
        .where("repository", "=", formatRepository(repository))
        .where("number", "=", number)
        .execute();
    }
  }

  /** How many open changes of an installation wait for each reviewer, by login (lower case). */
  async openRequestsByReviewer(installationId: number): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database.tables
      .selectFrom("change_state")
      .select("requested_reviewers")
      .where("installation_id", "=", installationId)
      .where(isOpen)
      .where(asksSomebody)
      .execute();
    const counts = new Map<string, number>();
    for (const login of rows.flatMap((row) => parseLogins(row.requested_reviewers))) {
      counts.set(login, (counts.get(login) ?? 0) + 1);
    }
    return counts;
  }

  async #append(
    { repository, number, data }: OutcomeRecord,
    kind: string,
    transaction?: Kysely<Tables>,
  ): Promise<LedgerPosition> {
    const at = new Date(this.#now()).toISOString();
    const subject = subjectOfChange(repository, number);
    const [entry] = await this.#ledger.append([{ at, kind, subject, data }], transaction);
    if (entry === undefined) throw new Error("the ledger gave no entry");
    return { seq: entry.seq, hash: entry.hash };
  }
}

/** As the indexes say it: with parameters in their place SQLite would not use those indexes. */
const isOpen = sql<boolean>`state = 'open'`;
const asksSomebody = sql<boolean>`requested_reviewers <> '[]'`;

/** How the ledger names a change: `owner/repo#number`. */
export function subjectOfChange(repository: RepositoryName, number: number): string {
  return `${formatRepository(repository)}#${number}`;
}

function readState(tables: Kysely<Tables>, repository: RepositoryName, number: number) {
  return tables
    .selectFrom("change_state")
    .selectAll()
    .where("repository", "=", formatRepository(repository))
    .where("number", "=", number)
    .executeTakeFirst();
}

async function writeState(
  transaction: Kysely<Tables>,
  record: DecisionRecord,
  digest: string,
  position: LedgerPosition,
): Promise<void> {
  const state = {
    ...rowOfLook(record),
    verdict: record.verdict,
    level: record.level,
    requested_reviewers: formatLogins(record.requestedReviewers),
    decision_digest: digest,
    ledger_seq: position.seq,
    ledger_hash: position.hash,
  };
  await transaction
    .insertInto("change_state")
    .values({
      repository: formatRepository(record.repository),
      number: record.number,
      ...state,
    })
    .onConflict((conflict) => conflict.columns(["repository", "number"]).doUpdateSet(state))
    .execute();
}

function rowOfLook(look: ChangeLook) {
  return {
    installation_id: look.installationId,
    state: look.state,
    head_sha: look.headSha,
    base_branch: look.baseBranch,
    updated_at: look.updatedAt,
  };
}

function stateOf(row: Tables["change_state"]): ChangeState {
  const { verdict, level } = row;
  const ledger = entryOf(row);
  return {
    repository: row.repository,
    number: row.number,
    installationId: row.installation_id,
    state: row.state,
    headSha: row.head_sha,
    baseBranch: row.base_branch,
    updatedAt: row.updated_at,
    requestedReviewers: parseLogins(row.requested_reviewers),
    decision: verdict && level && ledger ? { verdict, level, ledger } : null,
  };
}

function entryOf({ ledger_seq, ledger_hash }: Tables["change_state"]): LedgerPosition | null {
  return ledger_seq === null || ledger_hash === null
    ? null
    : { seq: ledger_seq, hash: ledger_hash };
}

function formatLogins(logins: readonly string[]): string {
  return JSON.stringify([...new Set(logins.map((login) => login.toLowerCase()))]);
}

function parseLogins(json: string): readonly string[] {
  return JSON.parse(json);
}
