/**
 * The chance that a randomly chosen positive has a higher score than a randomly chosen negative, ties counting half: the
 * area under the ROC curve. Null without a positive or without a negative. Takes n log n.
 */
export function areaUnderCurve(
  scores: readonly number[],
  isPositive: readonly boolean[],
): number | null {
  const positives = new Map<number, number>();
  const negatives = new Map<number, number>();
  scores.forEach((score, i) => {
    const group = isPositive[i] === true ? positives : negatives;
    group.set(score, (group.get(score) ?? 0) + 1);
  });
  let [positivesBelow, negativesBelow, concordant] = [0, 0, 0];
  for (const score of [...new Set(scores)].sort((a, b) => a - b)) {
    const [positive, negative] = [positives.get(score) ?? 0, negatives.get(score) ?? 0];
    concordant += positive * (negativesBelow + negative / 2);
    positivesBelow += positive;
    negativesBelow += negative;
  }
  const pairs = positivesBelow * negativesBelow;
  return pairs === 0 ? null : concordant / pairs;
}
