import type { Kysely } from "kysely";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { EntryDraft, LedgerPosition } from "#core/ledger/entry.ts";
import type { JsonValue } from "#core/ledger/json.ts";
import type { Database } from "./database.ts";
import { type Ledger, takeTurn } from "./ledger.ts";
import type { ReleaseTable } from "./release-tables.ts";
import type { Tables } from "./tables.ts";

/** A release that was drafted, as it was last left. */
export type KnownRelease = {
  readonly commitSha: string;
  readonly movedFromSha: string | null;
  /** GitHub's number of the draft; null before it is known, and once it is gone. */
  readonly releaseId: number | null;
  /** When a draft was asked for of which it is not certain that it is the only one; milliseconds since the epoch. */
  readonly attemptedAtMs: number | null;
  readonly ledger: LedgerPosition;
};

/** Notes to be drafted. */
export type DraftedNotes = {
  readonly repository: RepositoryName;
  readonly tag: string;
  readonly commitSha: string;
  readonly movedFromSha: string | null;
  /** Of the notes without their ledger entry: equal notes are entered once. */
  readonly digest: string;
  /** What goes into the ledger. */
  readonly data: JsonValue;
};

/** The releases that were drafted, and what people published. */
export class Releases {
  readonly #database: Database;
  readonly #ledger: Ledger;
  readonly #now: () => number;

  constructor(database: Database, ledger: Ledger, now: () => number) {
    this.#database = database;
    this.#ledger = ledger;
    this.#now = now;
  }

  async find(repository: RepositoryName, tag: string): Promise<KnownRelease | null> {
    const row = await readRow(this.#database.tables, repository, tag);
    return row === undefined ? null : releaseOf(row);
  }

  /** Enters notes in the ledger (`release.drafted`) unless they equal the ones entered before; gives their entry in either case. */
  async recordDrafted(notes: DraftedNotes): Promise<LedgerPosition> {
    const { repository, tag, commitSha, movedFromSha, digest, data } = notes;
    return this.#database.tables.transaction().execute(async (transaction) => {
      // Before the row is read: two processes must not both find that the notes are new.
      await takeTurn(transaction);
      const known = await readRow(transaction, repository, tag);
      if (known?.notes_digest === digest) return releaseOf(known).ledger;
      const position = await this.#append(transaction, repository, tag, "release.drafted", data);
      const row = {
        commit_sha: commitSha,
        moved_from_sha: movedFromSha,
        notes_digest: digest,
        ledger_seq: position.seq,
        ledger_hash: position.hash,
      };
      await transaction
        .insertInto("release")
        .values({
          ...{ repository: formatRepository(repository), tag, ...row },
          ...{ attempted_ms: null, release_id: null, published_digest: null },
          ...{ first_seq: position.seq, ancestor_tag: null },
        })
        .onConflict((conflict) =>
          conflict.columns(["repository", "tag"]).doUpdateSet((old) => ({
            ...row,
            first_seq: old.fn.coalesce("release.first_seq", "excluded.first_seq"),
          })),
        )
        .execute();
      return position;
    });
  }

  /** A draft is about to be asked for: from now on there may be one of which we don't know. */
  async noteAttempt(repository: RepositoryName, tag: string): Promise<void> {
    await this.#update(repository, tag, { attempted_ms: this.#now() });
  }

  /** The draft that was asked for was not made. */
  async forgetAttempt(repository: RepositoryName, tag: string): Promise<void> {
    await this.#update(repository, tag, { attempted_ms: null });
  }

  /** Which draft is ours; `isOnly` when there can't be another one of ours. */
  async noteDraft(
    repository: RepositoryName,
    tag: string,
    draft: { readonly releaseId: number; readonly isOnly: boolean },
  ): Promise<void> {
    await this.#update(repository, tag, {
      release_id: draft.releaseId,
      ...(draft.isOnly && { attempted_ms: null }),
    });
  }

  /** Enters what people published (`release.published`) unless the text equals the one entered before. A release that we did not draft is left alone. */
  async recordPublished(
    repository: RepositoryName,
    tag: string,
    publication: { readonly digest: string; readonly data: JsonValue },
  ): Promise<void> {
    const { digest, data } = publication;
    await this.#database.tables.transaction().execute(async (transaction) => {
      await takeTurn(transaction);
      const known = await readRow(transaction, repository, tag);
      if (known === undefined || known.published_digest === digest) return;
      await this.#append(transaction, repository, tag, "release.published", data);
      await updateRow(transaction, repository, tag, { published_digest: digest });
    });
  }

  /** What was published is a draft again, or gone. */
  async noteUnpublished(repository: RepositoryName, tag: string): Promise<void> {
    await this.#update(repository, tag, { published_digest: null });
  }

  /** Enters that our drafts were deleted with their tag (`release.withdrawn`). */
  async recordWithdrawn(repository: RepositoryName, tag: string, data: JsonValue): Promise<void> {
    await this.#database.tables.transaction().execute(async (transaction) => {
      await this.#append(transaction, repository, tag, "release.withdrawn", data);
      // With other notes from the next draft on, also when the tag comes back as it was.
      const gone = { release_id: null, attempted_ms: null, notes_digest: "", first_seq: null };
      await updateRow(transaction, repository, tag, gone);
    });
  }

  /** Enters why there can be no draft (`release.refused`), unless it was entered for this commit before. */
  async recordRefused(
    repository: RepositoryName,
    tag: string,
    refusal: { readonly commitSha: string; readonly because: string },
  ): Promise<void> {
    const row = { commit_sha: refusal.commitSha, because: refusal.because };
    const release = { repository: formatRepository(repository), tag };
    await this.#database.tables.transaction().execute(async (transaction) => {
      await takeTurn(transaction);
      const known = await transaction
        .selectFrom("release_refusal")
        .selectAll()
        .where("repository", "=", release.repository)
        .where("tag", "=", tag)
        .executeTakeFirst();
      if (known?.commit_sha === row.commit_sha && known.because === row.because) return;
      const data = { tag, commit: refusal.commitSha, because: refusal.because };
      await this.#append(transaction, repository, tag, "release.refused", data);
      await transaction
        .insertInto("release_refusal")
        .values({ ...release, ...row })
        .onConflict((conflict) => conflict.columns(["repository", "tag"]).doUpdateSet(row))
        .execute();
    });
  }

  /** A draft could be written after all. */
  async forgetRefusal(repository: RepositoryName, tag: string): Promise<void> {
    await this.#database.tables
      .deleteFrom("release_refusal")
      .where("repository", "=", formatRepository(repository))
      .where("tag", "=", tag)
      .execute();
  }

  async #update(
    repository: RepositoryName,
    tag: string,
    change: Partial<ReleaseTable>,
  ): Promise<void> {
    await updateRow(this.#database.tables, repository, tag, change);
  }

  async #append(
    transaction: Kysely<Tables>,
    repository: RepositoryName,
    tag: string,
    kind: EntryDraft["kind"],
    data: JsonValue,
  ): Promise<LedgerPosition> {
    const at = new Date(this.#now()).toISOString();
    const subject = subjectOfRelease(repository, tag);
    const [entry] = await this.#ledger.append([{ at, kind, subject, data }], transaction);
    if (entry === undefined) throw new Error("the ledger gave no entry");
    return { seq: entry.seq, hash: entry.hash };
  }
}

/** How the ledger names a release: `owner/repo:release/v1.2.0`. */
function subjectOfRelease(repository: RepositoryName, tag: string): string {
  return `${formatRepository(repository)}:release/${tag}`;
}

function readRow(tables: Kysely<Tables>, repository: RepositoryName, tag: string) {
  return tables
    .selectFrom("release")
    .selectAll()
    .where("repository", "=", formatRepository(repository))
    .where("tag", "=", tag)
    .executeTakeFirst();
}

async function updateRow(
  tables: Kysely<Tables>,
  repository: RepositoryName,
  tag: string,
  change: Partial<ReleaseTable>,
): Promise<void> {
  await tables
    .updateTable("release")
    .set(change)
    .where("repository", "=", formatRepository(repository))
    .where("tag", "=", tag)
    .execute();
}

function releaseOf(row: ReleaseTable): KnownRelease {
  return {
    commitSha: row.commit_sha,
    movedFromSha: row.moved_from_sha,
    releaseId: row.release_id,
    attemptedAtMs: row.attempted_ms,
    ledger: { seq: row.ledger_seq, hash: row.ledger_hash },
  };
}
