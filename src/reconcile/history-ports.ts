import type { ChangeFacts, HistoryFacts } from "#core/change/facts.ts";
import type { HistoryQuestion } from "#core/history/history-question.ts";
import type { OwnFacts, RememberedChange } from "#core/history/remembered-change.ts";
import type { Key, RepositoryName } from "#core/key.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";

/** A page of a repository's merged pull requests, those first that GitHub changed last. */
type MergedPage = {
  readonly changes: readonly RememberedChange[];
  /** Where the next page begins; null after the last. */
  readonly nextCursor: string | null;
  /** Every pull request that was merged later than this is on this page or on one before it. */
  readonly reachesBackToMs: number;
};

/** What the reconcilers need of GitHub to know a repository's past. */
export interface PastAtGitHub {
  /** The default branch and whether a policy stands there; null where there is no branch, or no repository. */
  lookAtPast(
    installationId: number,
    repository: RepositoryName,
  ): Promise<{ readonly branch: string; readonly controlled: boolean } | null>;
  readMergedPage(
    installationId: number,
    repository: RepositoryName,
    page: { readonly branch: string; readonly cursor: string | null; readonly size: number },
  ): Promise<MergedPage>;
  /** What a push brought; null when GitHub can't tell any more, or when it is no ordinary change. */
  readPush(
    installationId: number,
    push: Extract<Key, { kind: "push" }>,
  ): Promise<RememberedChange | null>;
  /** The policy file in a commit; null when it is not there. Read once: what a commit holds never changes. */
  readPolicyAt(
    installationId: number,
    repository: RepositoryName,
    sha: string,
  ): Promise<Pick<PolicySource, "blobSha" | "content"> | null>;
}

/** How far a repository's past was read from GitHub. */
export type ReadingProgress = {
  readonly branch: string | null;
  readonly cursor: string | null;
  readonly calls: number;
  readonly endedAtMs: number | null;
};

/** What is kept of merged changes. */
export interface HistoryStore {
  /** Begins to keep a repository's history; nothing is remembered where none is kept. */
  begin(repository: RepositoryName): Promise<void>;
  progressOf(repository: RepositoryName): Promise<ReadingProgress | null>;
  /** What is known of a commit of the default branch: the pull request that it merged was observed, it was told another way, or it is unknown. */
  knowledgeOf(
    repository: RepositoryName,
    sha: string,
  ): Promise<"observed" | "told" | "unknown" | "no-history-kept">;
  /** Whether what a commit merged is missing in a history that is kept, or was not observed yet. */
  isToRemember(repository: RepositoryName, sha: string): Promise<boolean>;
  /** Remembers changes, each once, and how far the reading has come; all or nothing. */
  remember(
    repository: RepositoryName,
    changes: readonly RememberedChange[],
    read?: {
      readonly progress?: ReadingProgress;
      /** From when on nothing is missing. */
      readonly ready?: { readonly completeFromMs: number; readonly atMs: number };
    },
  ): Promise<unknown>;
  /** What the past says of a change; null while there is no history to tell from. */
  historyOf(repository: RepositoryName, question: HistoryQuestion): Promise<HistoryFacts | null>;
  /** The latest changes that can be decided anew, and how many can't. */
  recent(
    of: RepositoryName | { readonly owner: string },
    limit: number,
    ask: (facts: OwnFacts, mergedAtMs: number) => HistoryQuestion,
  ): Promise<{
    readonly changes: readonly {
      readonly repository: string;
      readonly sha: string;
      readonly number: number | null;
      readonly mergedAtMs: number;
      readonly facts: ChangeFacts;
    }[];
    readonly unknown: number;
  }>;
}
