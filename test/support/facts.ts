import type {
  Account,
  ChangeFacts,
  CommitFacts,
  FileChange,
  HistoryFacts,
} from "#core/change/facts.ts";

export const alice: Account = { id: 1, login: "alice", kind: "user" };
export const bob: Account = { id: 2, login: "bob", kind: "user" };
export const dependabot: Account = { id: 49699333, login: "dependabot[bot]", kind: "bot" };
/** The account that GitHub itself commits with in the browser and on merges. */
export const webFlow: Account = { id: 19864447, login: "web-flow", kind: "user" };

/** A modified file of one added line. */
export function fileChange(path: string, overrides: Partial<FileChange> = {}): FileChange {
  return { path, status: "modified", additions: 1, deletions: 0, ...overrides };
}

/** A modified manifest whose diff is one hunk of the given lines, each with its `+`, `-` or space. */
export function manifestChange(path: string, ...lines: readonly string[]): FileChange {
  return fileChange(path, { deletions: 1, patch: ["@@ -1,4 +1,4 @@", ...lines].join("\n") });
}

/** A commit by one account, or by an address that maps to nobody (null). */
export function commitBy(
  account: Account | null,
  overrides: Partial<CommitFacts> = {},
): CommitFacts {
  const name = account?.login ?? "nobody";
  const identity = { name, email: `${name}@example.com`, account };
  return {
    sha: "c".repeat(40),
    parents: ["b".repeat(40)],
    message: "Change something",
    author: identity,
    committer: identity,
    coAuthors: [],
    ...overrides,
  };
}

/**
 * A change with facts that agree: alice's one commit to main that adds one line to `src/app.ts`. Commits follow an
 * overridden author, totals follow overridden files and commits.
 */
export function changeFacts(overrides: Partial<ChangeFacts> = {}): ChangeFacts {
  const author = overrides.author ?? alice;
  const files = overrides.files ?? [fileChange("src/app.ts")];
  const commits = overrides.commits ?? [commitBy(author)];
  return {
    title: "Change something",
    author,
    baseBranch: "main",
    labels: [],
    fork: false,
    files,
    commits,
    totals: {
      files: files.length,
      additions: files.reduce((sum, file) => sum + file.additions, 0),
      deletions: files.reduce((sum, file) => sum + file.deletions, 0),
      commits: commits.length,
    },
    history: null,
    ...overrides,
  };
}

/** The past of a repository in which nothing raises the risk: an experienced author, quiet files. */
export function historyFacts(overrides: Partial<HistoryFacts> = {}): HistoryFacts {
  return {
    fixesOfHottestFile: 0,
    hottestFile: null,
    otherAuthors: 0,
    mergedChangesOfAuthor: 50,
    familiarFiles: 1,
    existingFiles: 1,
    ...overrides,
  };
}
