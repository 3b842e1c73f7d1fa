/** A part of a text that has a limit. An empty part is left out. */
export type Section = {
  readonly markdown: string;
  /** What stands in its place when the text would be too long; null when it must stay. */
  readonly standIn: string | null;
};

/**
 * The sections as one Markdown text of at most `limit` bytes in UTF-8 (and so at most as many characters).
 *
 * Past the limit sections give way to their stand-ins, the last first. Where even that is too much the text is cut
 * after a line, and says so.
 */
export function fitSections(sections: readonly Section[], limit: number): string {
  const texts = sections.map(({ markdown }) => markdown);
  for (const index of [...sections.keys()].reverse()) {
    if (byteLength(join(texts)) <= limit) break;
    const standIn = sections[index]?.standIn ?? null;
    if (standIn !== null && texts[index] !== "") texts[index] = standIn;
  }
  return cutToLines(join(texts), limit);
}

const cutNote = "\n_The rest does not fit here._";

function cutToLines(text: string, limit: number): string {
  if (byteLength(text) <= limit) return text;
  const room = limit - byteLength(cutNote);
  const kept: string[] = [];
  let bytes = 0;
  for (const line of text.split("\n")) {
    bytes += byteLength(line) + 1;
    if (bytes > room) break;
    kept.push(line);
  }
  return kept.join("\n") + cutNote;
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
