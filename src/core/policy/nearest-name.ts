/**
 * The candidate that was most likely meant, if one is close: the same but for case and punctuation, its beginning or
 * its whole, or a few slips of the keyboard away (one in three letters at most).
 */
export function nearestName(text: string, candidates: readonly string[]): string | undefined {
  const wanted = lettersOf(text);
  let nearest: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const letters = lettersOf(candidate);
    const slips =
      wanted.length > 2 && isBeginning(wanted, letters) ? 1 : countSlips(wanted, letters);
    if (slips < fewest && slips <= Math.max(1, letters.length / 3) && slips < letters.length) {
      nearest = candidate;
      fewest = slips;
    }
  }
  return nearest;
}

function lettersOf(text: string): string {
  // The bound keeps the count of slips cheap for texts that resemble no name anyway.
  return text.slice(0, 60).toLowerCase().replaceAll(/[-_ ]/g, "");
}

function isBeginning(a: string, b: string): boolean {
  return b.length > 2 && (a.startsWith(b) || b.startsWith(a));
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
