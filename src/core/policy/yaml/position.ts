/** A place in a text: both count from 1; columns count UTF-16 code units, as editors do. */
export type Position = { readonly line: number; readonly column: number };

/** Tells line and column of an offset. Line breaks are YAML's: LF, CR LF and CR. */
export function positionsIn(text: string): (offset: number) => Position {
  const lineStarts = [0];
  for (const { 0: lineBreak, index } of text.matchAll(/\r\n|\n|\r/g)) {
    lineStarts.push(index + lineBreak.length);
  }
  return (offset) => {
    const within = Math.min(Math.max(offset, 0), text.length);
    const line = lineStarts.findLastIndex((start) => start <= within);
    return { line: line + 1, column: within - (lineStarts[line] ?? 0) + 1 };
  };
}
