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

/**
 * How far an area under the curve may be off by chance, to either side, with 95 % confidence (Hanley and McNeil 1982,
 * https://doi.org/10.1148/radiology.143.1.7063747).
 */
export function aucMargin(auc: number, positives: number, negatives: number): number {
  const bothPositive = auc / (2 - auc) - auc ** 2;
  const bothNegative = (2 * auc ** 2) / (1 + auc) - auc ** 2;
  const variance =
    (auc * (1 - auc) + (positives - 1) * bothPositive + (negatives - 1) * bothNegative) /
    (positives * negatives);
  return 1.96 * Math.sqrt(Math.max(0, variance));
}

/**
 * Between which shares the true one lies with 95 % confidence, when `positives` of `all` were seen (Wilson 1927,
 * https://doi.org/10.1080/01621459.1927.10502953).
 */
export function shareInterval(
  positives: number,
  all: number,
): readonly [low: number, high: number] {
  if (all === 0) return [0, 1];
  const z = 1.96;
  const share = positives / all;
  const middle = share + z ** 2 / (2 * all);
  const margin = z * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2));
  const scale = 1 + z ** 2 / all;
  return [Math.max(0, (middle - margin) / scale), Math.min(1, (middle + margin) / scale)];
}
