/** A GitHub account. `id` is the numeric user id: logins change hands, ids do not. */
export type Account = {
  readonly id: number;
  /** As REST spells it: a bot's login ends in `[bot]`. */
  readonly login: string;
  readonly kind: "user" | "bot";
};

/** One changed file, as GitHub's comparison of merge base and head reports it. */
export type FileChange = {
  readonly path: string;
  /** The former name of a renamed or copied file. */
  readonly previousPath?: string;
  readonly status:
    | "added"
    | "modified"
    | "removed"
    | "renamed"
    | "copied"
    | "changed"
    | "unchanged";
  /** Lines. */
  readonly additions: number;
  /** Lines. */
  readonly deletions: number;
  /** The git blob after the change, before it of a removed file; the commit of a submodule. Absent where it is not known. */
  readonly blobSha?: string;
  /** Unified diff hunks without a file header; absent for binaries and where GitHub leaves it out. */
  readonly patch?: string;
};

/** Who a commit names, and the account that GitHub maps the address to (null: to nobody). */
export type CommitIdentity = {
  readonly name: string;
  readonly email: string;
  readonly account: Account | null;
};

export type CommitFacts = {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: CommitIdentity;
  readonly committer: CommitIdentity;
  readonly coAuthors: readonly CommitIdentity[];
};

/**
 * What is known of a change's content and people: the input of risk and conditions. The server reads it from GitHub,
 * the backtest from a local history.
 */
export type ChangeFacts = {
  readonly title: string;
  readonly author: Account;
  readonly baseBranch: string;
  readonly labels: readonly string[];
  /** Whether the head is in another repository than the base. */
  readonly fork: boolean;
  readonly files: readonly FileChange[];
  readonly commits: readonly CommitFacts[];
  /** The totals that GitHub states for the pull request, to hold the lists against; null in a backtest. */
  readonly totals: {
    readonly files: number;
    readonly additions: number;
    readonly deletions: number;
    readonly commits: number;
  } | null;
  /** History factors' facts; null when no history is available. */
  readonly history: HistoryFacts | null;
};

/** What the repository's own past says of the files and the author of a change, see `docs/risk.md`. */
export type HistoryFacts = {
  /** Most fix- or revert-titled changes to one touched source file in 180 days. */
  readonly fixesOfHottestFile: number;
  /** The file that `fixesOfHottestFile` speaks of. */
  readonly hottestFile: string | null;
  /** Other authors in the touched source files in 90 days. */
  readonly otherAuthors: number;
  /** Changes of this author merged here before. */
  readonly mergedChangesOfAuthor: number;
  /** Of the touched source files that existed before, how many the author touched before. */
  readonly familiarFiles: number;
  readonly existingFiles: number;
};
