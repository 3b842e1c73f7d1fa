import type { Kysely } from "kysely";
import type { EarlierHead } from "#core/change/recorded-facts.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { riskLevels } from "#core/risk/level.ts";
import { chunks } from "./chunks.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** A head commit of a change, as it was decided. */
type DecidedHead = EarlierHead & {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly decidedAtMs: number;
};

/** So many heads are kept of one change; approvals of older ones have to be given again. */
const mostHeads = 200;

/** The head commits of each change as they were decided: an approval of one may count for a later one. */
export class ChangeHeads {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The heads of a change, the last one first; of several levels the lowest. */
  async headsOf(repository: RepositoryName, number: number): Promise<readonly EarlierHead[]> {
    const rows = await this.#database.tables
      .selectFrom("change_head")
      .select(["head_sha", "diff_digest", "level"])
      .where("repository", "=", formatRepository(repository))
      .where("number", "=", number)
      .orderBy("decided_ms", "desc")
      .execute();
    return rows.map((row) => ({
      headSha: row.head_sha,
      diffDigest: row.diff_digest,
      level: row.level,
    }));
  }

  /** The digests of the diffs with which changes stood at these heads, by number; those that are not known are missing. */
  async digestsOf(
    repository: RepositoryName,
    heads: readonly { readonly number: number; readonly headSha: string }[],
  ): Promise<ReadonlyMap<number, string>> {
    const headOf = new Map(heads.map(({ number, headSha }) => [number, headSha]));
    const found = await Promise.all(
      chunks([...headOf.keys()]).map((numbers) =>
        this.#database.tables
          .selectFrom("change_head")
          .select(["number", "head_sha", "diff_digest"])
          .where("repository", "=", formatRepository(repository))
          .where("number", "in", numbers)
          .execute(),
      ),
    );
    return new Map(
      found
        .flat()
        .flatMap(({ number, head_sha, diff_digest }) =>
          diff_digest !== null && headOf.get(number) === head_sha ? [[number, diff_digest]] : [],
        ),
    );
  }

  /** Forgets the heads that were decided before a moment; approvals of them have to be given again. Gives how many. */
  async prune(beforeMs: number): Promise<number> {
    const { numDeletedRows } = await this.#database.tables
      .deleteFrom("change_head")
      .where("decided_ms", "<", beforeMs)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

/**
 * Writes a head, in the turn of its decision. When somebody approved it can't be told from how often it was decided: of several levels the
 * lowest stays, and a digest that was not always the same is unknown.
 */
export async function writeHead(transaction: Kysely<Tables>, head: DecidedHead): Promise<void> {
  const { headSha, diffDigest, level, decidedAtMs } = head;
  const change = { repository: formatRepository(head.repository), number: head.number };
  const known = await transaction
    .selectFrom("change_head")
    .selectAll()
    .where("repository", "=", change.repository)
    .where("number", "=", change.number)
    .where("head_sha", "=", headSha)
    .executeTakeFirst();
  if (known === undefined) {
    await transaction
      .insertInto("change_head")
      .values({
        ...change,
        head_sha: headSha,
        diff_digest: diffDigest,
        level,
        decided_ms: decidedAtMs,
      })
      .execute();
    await deleteOldest(transaction, change);
    return;
  }
  const lowest = riskLevels.find((one) => one === level || one === known.level) ?? level;
  const diff_digest = known.diff_digest === diffDigest ? diffDigest : null;
  if (lowest === known.level && diff_digest === known.diff_digest) return;
  await transaction
    .updateTable("change_head")
    .set({ level: lowest, diff_digest })
    .where("repository", "=", change.repository)
    .where("number", "=", change.number)
    .where("head_sha", "=", headSha)
    .execute();
}

async function deleteOldest(
  transaction: Kysely<Tables>,
  { repository, number }: Pick<Tables["change_head"], "repository" | "number">,
): Promise<void> {
  await transaction
    .deleteFrom("change_head")
    .where("repository", "=", repository)
    .where("number", "=", number)
    .where("head_sha", "not in", (heads) =>
      heads
        .selectFrom("change_head")
        .select("head_sha")
        .where("repository", "=", repository)
        .where("number", "=", number)
        .orderBy("decided_ms", "desc")
        .orderBy("head_sha")
        .limit(mostHeads),
    )
    .execute();
}
