/** A push that somebody told of: the branch went from one commit to another. */
export type BranchMove = { readonly beforeSha: string; readonly headSha: string };

/** Git's name for no commit: where a branch is before it is made. */
export const noCommit = "0".repeat(40);

/**
 * What moved a branch and was never told: from where to where. Null when the moves that were told lead from where it stood (all zeros: it was
 * not there) to where it stands, or when it was made anew since.
 *
 * With what was told the gap is narrowed from both ends, so that nothing is judged twice. Of several gaps it is the range of them all.
 *
 * @param told in the order in which the news came; more than is needed does no harm
 */
export function findPushGap(
  stood: string,
  stands: string,
  told: readonly BranchMove[],
): BranchMove | null {
  const after = reach(stood, told, ({ beforeSha, headSha }) => [beforeSha, headSha]);
  if (after.has(stands)) return null;
  const before = reach(stands, told, ({ beforeSha, headSha }) => [headSha, beforeSha]);
  if (before.has(noCommit)) return null;
  return {
    beforeSha: told.findLast(({ beforeSha }) => after.has(beforeSha))?.headSha ?? stood,
    headSha: told.find(({ headSha }) => before.has(headSha))?.beforeSha ?? stands,
  };
}

/** The commits that a branch can have come to by these moves, or from where, in the direction that `step` gives. */
function reach(
  start: string,
  moves: readonly BranchMove[],
  step: (move: BranchMove) => readonly [from: string, to: string],
): ReadonlySet<string> {
  const steps = moves.map(step);
  const reached = new Set([start]);
  // A set is walked in the order of insertion, what is added meanwhile included.
  for (const at of reached) {
    for (const [from, to] of steps) if (from === at) reached.add(to);
  }
  return reached;
}
