import type { ChangeFacts } from "#core/change/facts.ts";
import { namesOf } from "#core/change/file-names.ts";
import { commitsOf, type RangeCommit, type SetChange } from "#core/change-set/change-set.ts";
import type { AccountBook } from "#core/history/people.ts";
import type { RiskLevel } from "#core/risk/level.ts";
import { factsOf } from "./facts-of-commits.ts";
import type { GitRepository } from "./git.ts";
import type { CommitDiff } from "./patch-parser.ts";
import type { Commit } from "./read-commits.ts";
import { readDiffs } from "./read-mainline-diffs.ts";

/** What the diffs of a range tell, by commit SHA. */
export type ReleaseDiffs = {
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** By a change's last commit. */
  readonly levels: ReadonlyMap<string, RiskLevel>;
};

/** How risky a change is, by what it changes; its history is not known. */
type AssessRisk = (sha: string, facts: ChangeFacts) => RiskLevel;

/**
 * Reads the diffs of a range once: which paths each commit touches, and how risky each change is. A change's diff is that of its
 * last commit against the first parent, which holds what a squash or a merge brought.
 */
export async function readReleaseDiffs(
  repository: GitRepository & { readonly branch: string },
  range: {
    readonly revisions: string;
    readonly commits: ReadonlyMap<string, Commit>;
    readonly changes: readonly SetChange[];
  },
  { people, assess, onCommit, signal }: ReleaseReading,
): Promise<ReleaseDiffs> {
  const changeByLast = new Map(range.changes.map((one) => [commitsOf(one).at(-1)?.sha, one]));
  const paths = new Map<string, readonly string[]>();
  const levels = new Map<string, RiskLevel>();
  const factsOfChange = (change: SetChange, commit: Commit, { files }: CommitDiff): ChangeFacts => {
    const merged = commitsOf(change).slice(0, -1).map(toCommit);
    const facts = factsOf(commit, merged, files, repository.branch, people);
    return { ...facts, history: null };
  };
  const toCommit = ({ sha }: RangeCommit) => range.commits.get(sha) as Commit;
  for await (const diff of readDiffs(repository, range.revisions, signal)) {
    paths.set(diff.sha, [...new Set(diff.files.flatMap(namesOf))]);
    const change = changeByLast.get(diff.sha);
    const commit = range.commits.get(diff.sha);
    if (change !== undefined && commit !== undefined) {
      levels.set(diff.sha, assess(diff.sha, factsOfChange(change, commit, diff)));
    }
    onCommit(paths.size, range.commits.size);
  }
  return { paths, levels };
}

/** What reading a release needs besides the repository. */
export type ReleaseReading = {
  readonly people: AccountBook;
  readonly assess: AssessRisk;
  /** Told after each commit: how many are read, of how many. */
  readonly onCommit: (read: number, of: number) => void;
  readonly signal: AbortSignal;
};
