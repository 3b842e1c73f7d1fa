import { clipped } from "./words.ts";

/** Longer pieces of foreign text are cut: a path of 4,096 characters helps nobody. */
const longestPiece = 300;

/**
 * Foreign text (a path, a branch, a login) as a Markdown code span: GitHub makes no mention, link, image or HTML of it.
 *
 * Line breaks become spaces, invisible and direction-changing characters are left out, and `|` becomes `¦`, because no
 * spelling of it inside a code span is safe in every table parser.
 */
export function asCode(text: string): string {
  const line = visibleLine(text);
  if (line === "") return "(empty)";
  const longestFence = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longestFence + 1);
  const gap = longestFence > 0 ? " " : "";
  return `${fence}${gap}${line}${gap}${fence}`;
}

/**
 * Foreign prose in one line of Markdown: plain words and numbers stay as they are, and every other word (a mention, a
 * path, an address, a reference, a tag) is shown as code, so that nothing of it becomes markup. Words between backticks are one
 * piece of code.
 */
export function asProse(text: string): string {
  const pieces = visibleLine(text).split(quoted);
  return pieces
    .map((piece, index) => [words, asCode, (stops: string) => stops][index % 3]?.(piece))
    .join("");
}

/** What stands between two backticks, from a word's beginning to its end, and the stops after it. */
const quoted = /(?<=^|\s)`([^`\s]+(?: [^`\s]+)*)`([.,;:!?)]*)(?=$|\s)/u;

function words(text: string): string {
  const [first = "", ...others] = text.split(" ");
  return [opensBlock.test(first) ? asCode(first) : proseWord(first), ...others.map(proseWord)].join(
    " ",
  );
}

/** A bullet or a number that would begin a list where the prose stands at the start of a line. */
const opensBlock = /^(?:[-+=]|\d{1,9}[.)]+)$/;
const plainWord =
  /^(?:[\p{L}\p{N}]+|\p{L}+(?:['’/]\p{L}+)+|\p{L}[\p{L}\p{N}]*(?:--?[\p{L}\p{N}]+)+|[+−-]?\d+(?:[.,:/–-]\d+)*%?|[-–—=+→])$/u;
/** A commit, or an issue as GitHub knows it too: it makes links of both. */
const looksLikeReference = /(?:^|-)[0-9a-f]{7,40}(?:-|$)|gh-+\d/i;
const wrapped = /^([("'“‘]*)(.*?)([)"'”’.,;:!?]*)$/u;

function proseWord(word: string): string {
  const [, before = "", bare = "", end = ""] = wrapped.exec(word) ?? [];
  if (bare === "") return word === "" ? "" : asCode(word);
  // "Close()" and "tsdb(wal):" own the parentheses that they opened.
  const own = /^\)*/.exec(end)?.[0].slice(0, bare.split("(").length - bare.split(")").length) ?? "";
  const [core, after] = [bare + own, end.slice(own.length)];
  const isPlain = plainWord.test(core) && !looksLikeReference.test(core);
  return `${before}${isPlain ? core : asCode(core)}${after}`;
}

const invisible = /[\p{Cf}\p{Cc}\p{Cs}\p{Co}\p{Cn}]/gu;

function visibleLine(text: string): string {
  const line = text.replace(/\s+/gu, " ").replace(invisible, "").replaceAll("|", "¦");
  return clipped(line.trim(), longestPiece);
}

/** A Markdown table; cells are Markdown already. A column's heading that ends in `:` is aligned to the right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(headings.map((heading) => heading.replace(/:$/, ""))),
    line(headings.map((heading) => (heading.endsWith(":") ? "---:" : "---"))),
    ...rows.map(line),
  ].join("\n");
}

/** A part that stands folded until the reader opens it; `title` is plain text of ours. */
export function folded(title: string, markdown: string): string {
  return `<details>\n<summary>${title}</summary>\n\n${markdown}\n\n</details>`;
}
