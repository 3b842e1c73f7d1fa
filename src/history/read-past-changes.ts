import { readChangeName } from "#core/history/change-title.ts";
import type { PastChange } from "#core/history/past-change.ts";
import { type AccountBook, People } from "#core/history/people.ts";
import { factsOf } from "./facts-of-commits.ts";
import type { GitRepository } from "./git.ts";
import type { CommitDiff } from "./patch-parser.ts";
import { type Commit, mainlineOf, readCommits } from "./read-commits.ts";
import { readMainlineDiffs } from "./read-mainline-diffs.ts";

/** A local history's mainline: when each change came, and the changes themselves; oldest first. */
export type LocalHistory = {
  readonly mergedAtMs: readonly number[];
  readonly changes: AsyncGenerator<PastChange>;
};

/**
 * Opens the mainline that ends in `head`; `branch` is where its changes are taken to have been merged. Git runs twice at once: for all commits without their content, and for the
 * mainline's diffs. The changes end early, without an error, when the signal aborts.
 */
export async function openHistory(
  repository: GitRepository,
  head: string,
  branch: string,
  { people = new People(), signal }: { people?: AccountBook; signal?: AbortSignal } = {},
): Promise<LocalHistory> {
  const diffs = readMainlineDiffs(repository, head, signal);
  try {
    const [commits, first] = await Promise.all([
      readCommits(repository, head, signal),
      diffs.next(),
    ]);
    const mergedAtMs = mainlineOf(commits, head).map(({ committedAtMs }) => committedAtMs);
    return { mergedAtMs, changes: readChanges(commits, first, diffs, { branch, people }) };
  } catch (error) {
    await diffs.return(undefined);
    throw error;
  }
}

async function* readChanges(
  commits: Map<string, Commit>,
  first: IteratorResult<CommitDiff>,
  diffs: AsyncGenerator<CommitDiff>,
  { branch, people }: { readonly branch: string; readonly people: AccountBook },
): AsyncGenerator<PastChange> {
  try {
    for (let next = first; next.done !== true; next = await diffs.next()) {
      const diff = next.value;
      const commit = commits.get(diff.sha);
      if (commit === undefined) return;
      commits.delete(diff.sha);
      const merged = takeMerged(commits, commit);
      yield {
        sha: diff.sha,
        mergedAtMs: commit.committedAtMs,
        number: readChangeName(commit.message).number,
        message: commit.message,
        facts: factsOf(commit, merged, diff.files, branch, people),
      };
    }
  } finally {
    await diffs.return(undefined);
  }
}

/**
 * The commits that a merge brought to the mainline, oldest first: what its other parents reach and no earlier change
 * took. Takes them out of `commits`, so that each is visited once.
 */
function takeMerged(commits: Map<string, Commit>, merge: Commit): readonly Commit[] {
  const taken: Commit[] = [];
  const waiting = merge.parents.slice(1);
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    const commit = commits.get(sha);
    if (commit === undefined) continue;
    commits.delete(sha);
    taken.push(commit);
    waiting.push(...commit.parents);
  }
  return taken.reverse();
}
