import type { ChangeFacts, HistoryFacts } from "#core/change/facts.ts";
import { findHistoryFacts } from "#core/history/history-facts.ts";
import type { HistoryQuestion } from "#core/history/history-question.ts";
import { openRecordedPast } from "#core/history/recorded-past.ts";
import {
  type OwnFacts,
  type RememberedChange,
  unpackFacts,
} from "#core/history/remembered-change.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Contributing } from "#core/release/find-contributing.ts";
import type { Database } from "./database.ts";
import {
  beginHistory,
  findHistory,
  type HistoryRow,
  markReady,
  noteProgress,
  type ReadingProgress,
} from "./histories.ts";
import { hasUnnamed, readFirstChanges } from "./read-first-changes.ts";
import { readRecordedPast } from "./read-recorded-past.ts";
import { writePastChanges } from "./write-past-changes.ts";

/** What is known of a commit: the server saw the pull request that it merged, it was told another way, or it is unknown. */
export type Knowledge = "observed" | "told" | "unknown" | "no-history-kept";

/** A past change that can be decided anew. */
type ReplayableChange = {
  /** `owner/name`, lower case. */
  readonly repository: string;
  readonly sha: string;
  readonly number: number | null;
  readonly mergedAtMs: number;
  readonly facts: ChangeFacts;
};

/** The latest past changes, and how many of them can't be decided anew. */
export type RecentChanges = {
  readonly changes: readonly ReplayableChange[];
  readonly unknown: number;
};

/** With fewer changes there is no history yet: where hardly anything was merged everybody is new, which says nothing. */
const fewestChanges = 10;

/** What came to the default branch of each repository: merged pull requests and direct pushes. */
export class PastChanges {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Begins to keep a history: from now on what is merged is remembered. Does nothing where one is kept. */
  async begin(repository: RepositoryName): Promise<void> {
    await beginHistory(this.#database.tables, repository);
  }

  /** How far a repository's past was read from GitHub; null where no history is kept. */
  async progressOf(repository: RepositoryName): Promise<ReadingProgress | null> {
    const row = await findHistory(this.#database.tables, repository);
    if (row === undefined) return null;
    return { branch: row.branch, cursor: row.cursor, calls: row.calls, endedAtMs: row.read_ms };
  }

  async knowledgeOf(repository: RepositoryName, sha: string): Promise<Knowledge> {
    const history = await findHistory(this.#database.tables, repository);
    if (history === undefined) return "no-history-kept";
    const known = await this.#database.tables
      .selectFrom("past_change")
      .select("observed")
      .where("history_id", "=", history.id)
      .where("sha", "=", sha)
      .executeTakeFirst();
    if (known === undefined) return "unknown";
    return known.observed === 1 ? "observed" : "told";
  }

  /** Whether a history is kept in which the change of a merged pull request is missing, or was not observed yet. */
  async isToRemember(repository: RepositoryName, sha: string): Promise<boolean> {
    const known = await this.knowledgeOf(repository, sha);
    return known === "unknown" || known === "told";
  }

  /**
   * Remembers changes, each once, together with how far the reading has come and since when nothing is missing; all or
   * nothing. Gives how many changes were new or better known than before.
   */
  async remember(
    repository: RepositoryName,
    changes: readonly RememberedChange[],
    read: {
      readonly progress?: ReadingProgress;
      readonly ready?: { readonly completeFromMs: number; readonly atMs: number };
    } = {},
  ): Promise<number> {
    return this.#database.tables.transaction().execute(async (transaction) => {
      const id = await beginHistory(transaction, repository);
      if (read.progress !== undefined) await noteProgress(transaction, id, read.progress);
      if (read.ready !== undefined) await markReady(transaction, id, read.ready);
      return writePastChanges(transaction, id, changes);
    });
  }

  /** What the past says of a change; null where there is no history to tell from (yet). */
  async historyOf(
    repository: RepositoryName,
    question: HistoryQuestion,
  ): Promise<HistoryFacts | null> {
    const history = await findHistory(this.#database.tables, repository);
    return history === undefined ? null : this.#ask(history, question);
  }

  /**
   * The latest changes of a repository, or of all that an owner has; the latest first, each with its history as it was then.
   *
   * @param ask the question to the past about a change
   */
  async recent(
    of: RepositoryName | { readonly owner: string },
    limit: number,
    ask: (facts: OwnFacts, mergedAtMs: number) => HistoryQuestion,
  ): Promise<RecentChanges> {
    const rows = await this.#recentRows(of, limit);
    const changes: ReplayableChange[] = [];
    for (const { repository, sha, number, merged_ms: mergedAtMs, facts, ...history } of rows) {
      if (facts === null) continue;
      const own = unpackFacts(facts);
      const past = await this.#ask(history, ask(own, mergedAtMs));
      changes.push({ repository, sha, number, mergedAtMs, facts: { ...own, history: past } });
    }
    return { changes, unknown: rows.length - changes.length };
  }

  /**
   * Which people's first change is one of a release; null where the past is not wholly known, or holds changes of which nobody can tell
   * whose they were.
   */
  async firstTimers(
    repository: RepositoryName,
    people: readonly Contributing[],
    release: { readonly shas: ReadonlySet<string>; readonly numbers: ReadonlySet<number> },
  ): Promise<ReadonlySet<number> | null> {
    const history = await findHistory(this.#database.tables, repository);
    if (history === undefined || history.ready_ms === null) return null;
    const isWhole = history.complete_from_ms === 0;
    const known = people.flatMap(({ addresses }) => addresses);
    if (!isWhole || (await hasUnnamed(this.#database.tables, history.id, known))) return null;
    const ids = people.flatMap(({ id, addresses }) => [id, ...addresses]);
    const first = await readFirstChanges(this.#database.tables, history.id, ids);
    const isNew = ({ id, addresses }: Contributing) => {
      const own = first.filter(({ author_id }) => [id, ...addresses].includes(author_id));
      const earliestMs = Math.min(...own.map(({ merged_ms }) => merged_ms));
      return (
        own.length > 0 &&
        own
          .filter(({ merged_ms }) => merged_ms === earliestMs)
          .every(({ sha, number }) => release.shas.has(sha) || release.numbers.has(number ?? 0))
      );
    };
    return new Set(people.filter(isNew).map(({ id }) => id));
  }

  async #ask(
    { id, ready_ms, complete_from_ms }: Pick<HistoryRow, "id" | "ready_ms" | "complete_from_ms">,
    question: HistoryQuestion,
  ): Promise<HistoryFacts | null> {
    if (ready_ms === null || question.atMs <= (complete_from_ms ?? 0)) return null;
    const before = await this.#database.tables
      .selectFrom("past_change")
      .select("id")
      .where("history_id", "=", id)
      .where("merged_ms", "<", question.atMs)
      .limit(fewestChanges)
      .execute();
    if (before.length < fewestChanges) return null;
    const recorded = await readRecordedPast(this.#database.tables, id, question);
    return findHistoryFacts(question, openRecordedPast(recorded, question));
  }

  #recentRows(of: RepositoryName | { readonly owner: string }, limit: number) {
    const { tables } = this.#database;
    const histories = tables.selectFrom("history").select("id");
    const chosen =
      "name" in of
        ? histories.where("repository", "=", `${of.owner}/${of.name}`.toLowerCase())
        : histories.where("owner", "=", of.owner.toLowerCase());
    return tables
      .selectFrom("past_change")
      .innerJoin("history", "history.id", "past_change.history_id")
      .select(["history.id", "repository", "ready_ms", "complete_from_ms"])
      .select(["sha", "number", "merged_ms", "facts"])
      .where("past_change.history_id", "in", chosen)
      .orderBy("merged_ms", "desc")
      .orderBy("sha")
      .limit(limit)
      .execute();
  }
}
