/**
 * The candidate that the user most likely meant, if one is close: the same but for case and punctuation, or at most
 * a third of its letters away.
 */
export function nearestName(text: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(text);
  let nearest: string | undefined;
  let nearestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate));
    if (distance < nearestDistance && distance <= candidate.length / 3) {
      nearest = candidate;
      nearestDistance = distance;
    }
  }
  return nearest;
}

function plain(text: string): string {
  // The bound keeps the distance cheap for texts that resemble no name anyway.
  return text.slice(0, 100).toLowerCase().replaceAll(/[-_ ]/g, "");
}

/** How many letters to insert, drop or replace to turn one text into the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const dropped = (previous[column] ?? 0) + 1;
      const inserted = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(replaced, dropped, inserted));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
