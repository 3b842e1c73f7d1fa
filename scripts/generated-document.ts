/** A file of which all or a part is made from code. */
export type GeneratedDocument = {
  /** From the top of the repository. */
  readonly path: string;
  /** The whole file as it should be, from the file as it is (empty when there is none). */
  readonly render: (current: string) => string;
};

/**
 * Puts `content` between `<!-- generated:NAME:begin -->` and `<!-- generated:NAME:end -->`; what people wrote around it
 * stays.
 *
 * @throws Error when the document does not have the two marks.
 */
export function replaceRegion(document: string, name: string, content: string): string {
  const [begin, end] = [`<!-- generated:${name}:begin -->`, `<!-- generated:${name}:end -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the document has no region between ${begin} and ${end}`);
  return `${document.slice(0, from)}${begin}\n\n${content.trim()}\n\n${document.slice(to)}`;
}
