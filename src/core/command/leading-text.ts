/** How much of a comment is read. At worst the parser's time grows with the square of what it is given. */
const mostCharacters = 8_192;
const mostLines = 1_000;

/**
 * The part of a comment (Markdown) in which commands are looked for: its first whole lines, up to 1,000 with 8,192 characters. Quotes
 * above that end with a blank line are left out before it is counted: a reply may quote a long comment.
 */
export function leadingText(body: string): string {
  const text = withoutLeadingQuotes(body);
  let end = 0;
  for (let lines = 0; lines < mostLines && end < text.length; lines++) {
    const next = endOfLine(text, end);
    if (next > mostCharacters) break;
    end = next;
  }
  return text.slice(0, end);
}

/** Every line of a quote begins with `>`, or continues one that does; none after a blank line. */
function withoutLeadingQuotes(body: string): string {
  let begin = 0;
  for (let at = 0; at < body.length; ) {
    const end = endOfLine(body, at);
    const line = body.slice(at, end);
    if (/^[ \t\r\n]*$/.test(line)) begin = end;
    else if (!/^ {0,3}>/.test(line)) break;
    at = end;
  }
  return body.slice(begin);
}

/** Where the next line begins. */
function endOfLine(text: string, from: number): number {
  const lineEnding = /\r\n?|\n/g;
  lineEnding.lastIndex = from;
  const found = lineEnding.exec(text);
  return found === null ? text.length : found.index + found[0].length;
}
