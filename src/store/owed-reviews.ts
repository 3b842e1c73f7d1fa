import type { Kysely } from "kysely";
import type { OwedReview } from "#core/change/recorded-facts.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { EntryDraft } from "#core/ledger/entry.ts";
import type { RecordedReview, ReviewSettlement, ReviewSubject } from "#core/review/review.ts";
import { summariseDone, summariseOverdue, summariseOwed } from "#core/review/summarise-review.ts";
import type { Database } from "./database.ts";
import { type Ledger, takeTurn } from "./ledger.ts";
import type { Tables } from "./tables.ts";

type ReviewName = Pick<ReviewSubject, "repository" | "number">;

/** The retrospective reviews that emergencies and overrides owe. What becomes of each is entered in the ledger, once. */
export class OwedReviews {
  readonly #database: Database;
  readonly #ledger: Ledger;
  readonly #now: () => number;

  constructor(database: Database, ledger: Ledger, now: () => number) {
    this.#database = database;
    this.#ledger = ledger;
    this.#now = now;
  }

  async find(repository: RepositoryName, number: number): Promise<RecordedReview | null> {
    const row = await readRow(this.#database.tables, { repository, number });
    return row === undefined ? null : reviewOf(row);
  }

  /** The reviews that a repository owes, those of older pull requests first. */
  async owedBy(repository: RepositoryName): Promise<readonly OwedReview[]> {
    const rows = await this.#database.tables
      .selectFrom("owed_review")
      .selectAll()
      .where("repository", "=", formatRepository(repository))
      .where("settlement", "is", null)
      .orderBy("number")
      .execute();
    return rows.map(reviewOf).map(({ subject: { number, because, dueMs }, issueNumber }) => ({
      number,
      because,
      dueMs,
      issueNumber,
    }));
  }

  /** Remembers that a review is owed (`review.owed`). One that is known stays as it is. */
  async owe(subject: ReviewSubject): Promise<void> {
    await this.#inTurn(async (transaction) => {
      if ((await readRow(transaction, subject)) !== undefined) return;
      const { seq, hash } = await this.#enter(transaction, summariseOwed(subject));
      await transaction
        .insertInto("owed_review")
        .values({
          repository: formatRepository(subject.repository),
          number: subject.number,
          review: JSON.stringify(subject),
          ledger_seq: seq,
          ledger_hash: hash,
        })
        .execute();
    });
  }

  async noteIssue(name: ReviewName, issueNumber: number): Promise<void> {
    await update(this.#database.tables, name, { issue_number: issueNumber });
  }

  async noteReminded(name: ReviewName): Promise<void> {
    await update(this.#database.tables, name, { reminded_ms: this.#now() });
  }

  /** Remembers that people were told that it is overdue (`review.overdue`). */
  async noteOverdue(subject: ReviewSubject): Promise<void> {
    await this.#inTurn(async (transaction) => {
      if ((await readRow(transaction, subject))?.overdue_ms !== null) return;
      await this.#enter(transaction, summariseOverdue(subject));
      await update(transaction, subject, { overdue_ms: this.#now() });
    });
  }

  /** Settles a review (`review.done`). The first settlement stays. */
  async settle(subject: ReviewSubject, settlement: ReviewSettlement): Promise<void> {
    await this.#inTurn(async (transaction) => {
      if ((await readRow(transaction, subject))?.settlement !== null) return;
      await this.#enter(transaction, summariseDone(subject, settlement));
      await update(transaction, subject, { settlement: JSON.stringify(settlement) });
    });
  }

  async noteClosed(name: ReviewName): Promise<void> {
    await update(this.#database.tables, name, { closed_ms: this.#now() });
  }

  /** What is read in the work stays so until it ends: two processes must not both find that something is new. */
  async #inTurn(work: (transaction: Kysely<Tables>) => Promise<void>): Promise<void> {
    await this.#database.tables.transaction().execute(async (transaction) => {
      await takeTurn(transaction);
      await work(transaction);
    });
  }

  async #enter(transaction: Kysely<Tables>, draft: Omit<EntryDraft, "at">) {
    const at = new Date(this.#now()).toISOString();
    const [entry] = await this.#ledger.append([{ at, ...draft }], transaction);
    if (entry === undefined) throw new Error("the ledger gave no entry");
    return entry;
  }
}

function readRow(tables: Kysely<Tables>, { repository, number }: ReviewName) {
  return tables
    .selectFrom("owed_review")
    .selectAll()
    .where("repository", "=", formatRepository(repository))
    .where("number", "=", number)
    .executeTakeFirst();
}

async function update(
  tables: Kysely<Tables>,
  { repository, number }: ReviewName,
  change: Partial<Tables["owed_review"]>,
): Promise<void> {
  await tables
    .updateTable("owed_review")
    .set(change)
    .where("repository", "=", formatRepository(repository))
    .where("number", "=", number)
    .execute();
}

function reviewOf(row: Tables["owed_review"]): RecordedReview {
  return {
    subject: JSON.parse(row.review),
    ledger: { seq: row.ledger_seq, hash: row.ledger_hash },
    issueNumber: row.issue_number,
    remindedAtMs: row.reminded_ms,
    overdueSaidAtMs: row.overdue_ms,
    settlement: row.settlement === null ? null : JSON.parse(row.settlement),
    isClosed: row.closed_ms !== null,
  };
}
