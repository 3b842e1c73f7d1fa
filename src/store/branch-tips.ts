import { formatRepository, type RepositoryName } from "#core/key.ts";
import { HeldBranches } from "#core/unauthorised/branches-held.ts";
import type { Database } from "./database.ts";

/** Where a branch stood when it was last looked at. */
export type BranchTip = {
  /** All zeros: it was not there. */
  readonly sha: string;
  readonly notedAtMs: number;
  /** Where something ended that nobody told of, as the last look found; null when all was told. */
  readonly unexplainedSha: string | null;
};

/** Where the controlled branches stand: what moved one without a delivery is found by it. */
export class BranchTips {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Which branches were held at the last look; null before the first. */
  async watched(repository: RepositoryName): Promise<HeldBranches | null> {
    const row = await this.#database.tables
      .selectFrom("branch_watch")
      .select("branches")
      .where("repository", "=", formatRepository(repository))
      .executeTakeFirst();
    return row === undefined ? null : HeldBranches.parse(JSON.parse(row.branches));
  }

  async watch(repository: RepositoryName, held: HeldBranches): Promise<void> {
    const row = { branches: JSON.stringify(held) };
    await this.#database.tables
      .insertInto("branch_watch")
      .values({ repository: formatRepository(repository), ...row })
      .onConflict((conflict) => conflict.column("repository").doUpdateSet(row))
      .execute();
  }

  /** By branch. */
  async tipsOf(repository: RepositoryName): Promise<ReadonlyMap<string, BranchTip>> {
    const rows = await this.#database.tables
      .selectFrom("branch_tip")
      .select(["branch", "sha", "noted_ms", "unexplained_sha"])
      .where("repository", "=", formatRepository(repository))
      .execute();
    return new Map(
      rows.map(({ branch, sha, noted_ms, unexplained_sha }) => [
        branch,
        { sha, notedAtMs: noted_ms, unexplainedSha: unexplained_sha },
      ]),
    );
  }

  async note(
    repository: RepositoryName,
    branch: string,
    { sha, unexplainedSha }: Pick<BranchTip, "sha" | "unexplainedSha">,
  ): Promise<void> {
    const row = { sha, unexplained_sha: unexplainedSha, noted_ms: this.#now() };
    await this.#database.tables
      .insertInto("branch_tip")
      .values({ repository: formatRepository(repository), branch, ...row })
      .onConflict((conflict) => conflict.columns(["repository", "branch"]).doUpdateSet(row))
      .execute();
  }

  /** Forgets a branch that is gone: should it come back, it is new. */
  async forget(repository: RepositoryName, branch: string): Promise<void> {
    await this.#database.tables
      .deleteFrom("branch_tip")
      .where("repository", "=", formatRepository(repository))
      .where("branch", "=", branch)
      .execute();
  }
}
