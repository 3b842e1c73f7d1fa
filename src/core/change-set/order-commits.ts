import type { RangeCommit } from "./change-set.ts";

/** A commit in its place: what stands from `firstBrought` to it came to its first parent's line with it. */
export type OrderedCommit = { readonly commit: RangeCommit; readonly firstBrought: number };

/**
 * The commits that `headSha` reaches within the range, parents before children, whatever their dates and the order in
 * which they were listed. What a merge brought stands right before it: reachable from its other parents, and not from its
 * first. Commits that the head does not reach are left out. Time and memory are linear.
 */
export function orderCommits(
  commits: Iterable<RangeCommit>,
  headSha: string,
): readonly OrderedCommit[] {
  const bySha = new Map([...commits].map((commit) => [commit.sha, commit]));
  const ordered: OrderedCommit[] = [];
  const path: Visit[] = [];
  const enter = (sha: string | undefined) => {
    const commit = sha === undefined ? undefined : bySha.get(sha);
    if (commit === undefined) return;
    bySha.delete(commit.sha);
    path.push({ commit, nextParent: 0, firstBrought: ordered.length });
  };
  enter(headSha);
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const { commit, nextParent } = visit;
    // Everything of the first parent's line has its place now.
    if (nextParent === 1) visit.firstBrought = ordered.length;
    if (nextParent < commit.parents.length) {
      visit.nextParent += 1;
      enter(commit.parents[nextParent]);
    } else {
      path.pop();
      ordered.push({ commit, firstBrought: visit.firstBrought });
    }
  }
  return ordered;
}

/** Where the walk stands in one commit; a walk by recursion would overflow in a long history. */
type Visit = { readonly commit: RangeCommit; nextParent: number; firstBrought: number };
