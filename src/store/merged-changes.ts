import type { MergedChange } from "#core/change-set/merged-change.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { chunks } from "./chunks.ts";
import type { Database } from "./database.ts";

/** Merged pull requests with what was decided of them. */
export class MergedChanges {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Remembers a merged change as it is decided now: an approval may be given after the merge. */
  async note(change: MergedChange): Promise<void> {
    const row = {
      merge_sha: change.pullRequest.mergeCommitSha,
      merged_ms: change.mergedAtMs,
      change: JSON.stringify(change),
    };
    await this.#database.tables
      .insertInto("merged_change")
      .values({
        repository: formatRepository(change.repository),
        number: change.pullRequest.number,
        ...row,
      })
      .onConflict((conflict) => conflict.columns(["repository", "number"]).doUpdateSet(row))
      .execute();
  }

  /**
   * Remembers that what GitHub changed about merged changes was our own doing: those that were noted as they stood before stand noted as they
   * stand now. Moments are GitHub's, ISO 8601.
   */
  async noteTouched(
    repository: RepositoryName,
    touched: readonly {
      readonly number: number;
      readonly before: string;
      readonly after: string;
    }[],
  ): Promise<void> {
    const known = await this.numbered(
      repository,
      touched.map(({ number }) => number),
    );
    const changes = new Map(known.map((change) => [change.pullRequest.number, change]));
    for (const { number, before, after } of touched) {
      const change = changes.get(number);
      if (change?.updatedAt === before) await this.note({ ...change, updatedAt: after });
    }
  }

  /** The changes that were merged with one of these commits, in no order. */
  async mergedWith(
    repository: RepositoryName,
    shas: readonly string[],
  ): Promise<readonly MergedChange[]> {
    const found = await Promise.all(
      chunks(shas).map((some) =>
        this.#database.tables
          .selectFrom("merged_change")
          .select("change")
          .where("repository", "=", formatRepository(repository))
          .where("merge_sha", "in", some)
          .execute(),
      ),
    );
    return found.flat().map(({ change }) => JSON.parse(change));
  }

  /** The changes with these pull requests' numbers, in no order. */
  async numbered(
    repository: RepositoryName,
    numbers: readonly number[],
  ): Promise<readonly MergedChange[]> {
    const found = await Promise.all(
      chunks(numbers).map((some) =>
        this.#database.tables
          .selectFrom("merged_change")
          .select("change")
          .where("repository", "=", formatRepository(repository))
          .where("number", "in", some)
          .execute(),
      ),
    );
    return found.flat().map(({ change }) => JSON.parse(change));
  }
}
