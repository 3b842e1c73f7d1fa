import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { Database } from "./database.ts";

/** A merge that was judged: once, since what came later does not change it. */
export type JudgedMerge = {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly branch: string;
  /** The commit with which the branch received it, and that commit's first parent. */
  readonly sha: string;
  readonly parentSha: string | null;
  readonly judgement: "authorised" | "unauthorised" | "not-held";
};

/** A push of more merges than these is looked at anew. */
const mostMergesOfPush = 100;

/** Which merged pull requests were judged, and how. */
export class JudgedMerges {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async judgementOf(
    repository: RepositoryName,
    number: number,
  ): Promise<JudgedMerge["judgement"] | null> {
    const row = await this.#database.tables
      .selectFrom("judged_merge")
      .select("judgement")
      .where("repository", "=", formatRepository(repository))
      .where("number", "=", number)
      .executeTakeFirst();
    return row?.judgement ?? null;
  }

  /** Remembers a judgement. The first one stays. */
  async note({ repository, parentSha, ...merge }: JudgedMerge): Promise<void> {
    await this.#database.tables
      .insertInto("judged_merge")
      .values({ ...merge, repository: formatRepository(repository), parent_sha: parentSha })
      .onConflict((conflict) => conflict.columns(["repository", "number"]).doNothing())
      .execute();
  }

  /** Whether a branch received a judged merge with this commit. */
  async isMerge(tip: Pick<JudgedMerge, "repository" | "branch" | "sha">): Promise<boolean> {
    return (await this.#mergeWith(tip)) !== null;
  }

  /** Whether a push moved the branch by nothing but merges that were judged, one upon the other. */
  async explainPush(push: {
    readonly repository: RepositoryName;
    readonly branch: string;
    readonly beforeSha: string;
    readonly headSha: string;
  }): Promise<boolean> {
    let sha: string | null = push.headSha;
    for (let merges = 0; sha !== null && merges <= mostMergesOfPush; merges++) {
      if (sha === push.beforeSha) return merges > 0;
      const merge: { readonly parentSha: string | null } | null = await this.#mergeWith({
        ...push,
        sha,
      });
      sha = merge?.parentSha ?? null;
    }
    return false;
  }

  async #mergeWith({
    repository,
    branch,
    sha,
  }: Pick<JudgedMerge, "repository" | "branch" | "sha">): Promise<Pick<
    JudgedMerge,
    "parentSha"
  > | null> {
    const row = await this.#database.tables
      .selectFrom("judged_merge")
      .select("parent_sha")
      .where("repository", "=", formatRepository(repository))
      .where("sha", "=", sha)
      .where("branch", "=", branch)
      .executeTakeFirst();
    return row === undefined ? null : { parentSha: row.parent_sha };
  }
}
