/** The bounds keep the search short, whatever a file holds. */
const mostCandidates = 500;
const mostLetters = 60;

/**
 * The candidate that was most likely meant, if one is close: the same but for case and punctuation, its beginning or
 * its whole, or a few slips of the keyboard away (one in three letters at most).
 */
export function nearestName(text: string, candidates: readonly string[]): string | undefined {
  const wanted = lettersOf(text);
  let nearest: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates.slice(0, mostCandidates)) {
    const slips = slipsBetween(wanted, lettersOf(candidate));
    if (slips >= fewest) continue;
    nearest = candidate;
    fewest = slips;
  }
  return nearest;
}

/** Infinite when the two are too far apart to be taken for one another. */
function slipsBetween(wanted: string, letters: string): number {
  if (isBeginning(wanted, letters)) return 1;
  const most = Math.min(Math.max(1, letters.length / 3), letters.length - 1);
  if (Math.abs(wanted.length - letters.length) > most) return Number.POSITIVE_INFINITY;
  const slips = countSlips(wanted, letters);
  return slips <= most ? slips : Number.POSITIVE_INFINITY;
}

function lettersOf(text: string): string {
  return text.slice(0, mostLetters).toLowerCase().replaceAll(/[-_ ]/g, "");
}

function isBeginning(a: string, b: string): boolean {
  return a !== b && a.length > 2 && b.length > 2 && (a.startsWith(b) || b.startsWith(a));
}

/** Letters to insert, drop, replace or swap to turn one text into the other (optimal string alignment). */
function countSlips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          at(last, column - 1) + (same ? 0 : 1),
          at(last, column) + 1,
          at(current, column - 1) + 1,
          swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(counts: readonly number[], column: number): number {
  return counts[column] ?? Number.POSITIVE_INFINITY;
}
