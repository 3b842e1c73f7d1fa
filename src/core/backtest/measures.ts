/**
 * The share of positives among the `share` of changes with the highest scores. Where the cut falls among equal scores, the
 * average over all ways to cut. Null without a positive.
 */
export function recallInTop(
  share: number,
  scores: readonly number[],
  isPositive: readonly boolean[],
): number | null {
  const byScore = new Map<number, { changes: number; positives: number }>();
  scores.forEach((score, i) => {
    const group = byScore.get(score) ?? { changes: 0, positives: 0 };
    group.changes += 1;
    if (isPositive[i] === true) group.positives += 1;
    byScore.set(score, group);
  });
  const total = isPositive.filter(Boolean).length;
  let [room, found] = [scores.length * share, 0];
  for (const [, group] of [...byScore].sort(([a], [b]) => b - a)) {
    const taken = Math.min(room, group.changes);
    found += (taken / group.changes) * group.positives;
    room -= taken;
  }
  return total === 0 ? null : found / total;
}

/**
 * How many times more positives a group holds than a random group of its size would: 1 is no better than chance. Null for
 * an empty group and where there is no positive at all.
 */
export function liftOf(
  group: { readonly changes: number; readonly positives: number },
  all: { readonly changes: number; readonly positives: number },
): number | null {
  if (group.changes === 0 || all.positives === 0) return null;
  return group.positives / all.positives / (group.changes / all.changes);
}
