import type { Paragraph, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { leadingText } from "./leading-text.ts";
import { leavesOpen } from "./leaves-open.ts";

/** A command as a comment has it: its word in small letters, and the rest of its line. */
export type ParsedCommand = {
  /** Of one of Sluice's commands, or of another bot's. Empty where the prefix stands without a word. */
  readonly word: string;
  /** As its giver wrote it, trimmed; empty when there is none. */
  readonly argument: string;
};

/** Nobody gives more at a time; what follows is not read. */
const mostCommands = 20;

/**
 * The commands of a comment (Markdown), in their order: its first lines, as long as they begin with `/word`. Blank lines count for
 * nothing, nor do code, quotes and HTML comments above the first command. With a prefix only `/prefix word` is a command.
 *
 * Lists, tables, headings, definitions and HTML hold none, and a word with any letter but a to z is none. What is read of a long comment
 * says {@link leadingText}.
 */
export function parseCommands(body: string, prefix: string): readonly ParsedCommand[] {
  if (!mayHoldCommand.test(body)) return [];
  const text = leadingText(body);
  if (nestsTooDeep.test(text)) return [];
  const { children } = fromMarkdown(text, { extensions: [{ disable: { null: inlineMarkup } }] });
  return findCommandLines(children, text)
    .flatMap((line) => readCommand(line, prefix) ?? [])
    .slice(0, mostCommands);
}

/** Spares most comments the parser. */
const mayHoldCommand = /^ {0,3}\/[A-Za-z]/m;

/** A comment is no place for fifty quotes or lists within one another, and the parser takes very long for them. */
const nestsTooDeep = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){50}/m;

/** What the parser need not look for: see {@link leavesOpen}. */
const inlineMarkup = [
  "attention",
  "autolink",
  "codeText",
  "htmlText",
  "labelStartLink",
  "labelStartImage",
  "labelEnd",
];

function findCommandLines(blocks: readonly RootContent[], text: string): readonly string[] {
  const found: string[] = [];
  for (const block of blocks) {
    if (block.type === "paragraph") {
      const lines = linesOf(block, text);
      const end = lines.findIndex((_line, index) => !isCommandLine(lines, index));
      found.push(...lines.slice(0, end === -1 ? lines.length : end));
      if (end !== -1) break;
    } else if (found.length > 0 || !isPassedOver(block)) {
      break;
    }
  }
  return found;
}

function isPassedOver(block: RootContent): boolean {
  if (block.type === "html") return isComment(block.value);
  return block.type === "code" || block.type === "blockquote";
}

/** Whether HTML is comments and nothing else. One that does not end hides all that follows, and so no command does. */
function isComment(html: string): boolean {
  let rest = html.trimStart();
  while (rest.startsWith("<!--")) {
    const end = rest.indexOf("-->", "<!".length);
    if (end === -1) return false;
    rest = rest.slice(end + "-->".length).trimStart();
  }
  return rest === "";
}

/** As they were written: the parser's own text has lost escapes and entities. */
function linesOf({ position }: Paragraph, text: string): readonly string[] {
  return text.slice(position?.start.offset, position?.end.offset).split(/\r\n?|\n/);
}

const commandLine = /^ {0,3}\/([A-Za-z][A-Za-z0-9-]*)(?:[ \t\u00a0]+(.*))?$/s;

function isCommandLine(lines: readonly string[], index: number): boolean {
  const [above = "", line = "", below = ""] = [lines[index - 1], lines[index], lines[index + 1]];
  return commandLine.test(line) && !leavesOpen(above) && !isTableRule(below);
}

/** GitHub's tables, which CommonMark does not know: a row of dashes makes the line above a table's head. */
function isTableRule(line: string): boolean {
  return /^[-:| \t]+$/.test(line) && line.includes("-") && /[|:]/.test(line);
}

/** Null where the line is another bot's command: it lacks the prefix. */
function readCommand(line: string, prefix: string): ParsedCommand | null {
  const { word, argument } = splitLine(line);
  if (prefix === "") return { word, argument };
  if (word !== prefix) return null;
  return commandLine.test(`/${argument}`) ? splitLine(`/${argument}`) : { word: "", argument };
}

function splitLine(line: string): ParsedCommand {
  const [, word = "", argument = ""] = commandLine.exec(line) ?? [];
  return { word: word.toLowerCase(), argument: argument.trim() };
}
