import { describe, expect, test } from "@jest/globals";
import { leadingText } from "#core/command/leading-text.ts";
import { parseCommands } from "#core/command/parse-commands.ts";
import { fc } from "../../support/fast-check.ts";

/** The commands, each as `word` or `word|argument`. */
function commandsIn(body: string, prefix = ""): readonly string[] {
  return parseCommands(body, prefix).map(({ word, argument }) =>
    argument === "" ? word : `${word}|${argument}`,
  );
}

describe("what is a command", () => {
  test.each<[string, string, readonly string[]]>([
    ["a word alone", "/approve", ["approve"]],
    ["a word with its argument", "/reject breaks the login", ["reject|breaks the login"]],
    ["an argument with markup", "/hold *because* `a` <b>", ["hold|*because* `a` <b>"]],
    ["an argument with entities and escapes", "/hold a &amp; \\*b", ["hold|a &amp; \\*b"]],
    ["several lines", "/risk low typo\n/approve\n/status", ["risk|low typo", "approve", "status"]],
    ["line ends of Windows", "/hold\r\n/approve\r\n", ["hold", "approve"]],
    ["line ends of old", "/hold\r/approve", ["hold", "approve"]],
    ["a tab before the argument", "/hold\twait\t", ["hold|wait"]],
    ["a non-breaking space before the argument", "/hold\u00a0wait\u00a0", ["hold|wait"]],
    ["blank lines above", "\n \t\n\n/approve", ["approve"]],
    ["blank lines between", "/hold\n\n \n/approve", ["hold", "approve"]],
    ["three spaces", "   /approve\n  /hold", ["approve", "hold"]],
    ["capitals", "/Approve", ["approve"]],
    ["a hyphen", "/back-out it leaks", ["back-out|it leaks"]],
    ["words below", "/approve\nLooks good.\n/hold", ["approve"]],
    ["a paragraph below", "/approve\n\nLooks good.\n\n/hold", ["approve"]],
    ["a quote above", "> shall we?\n\n/approve", ["approve"]],
    ["a fence above", "```\nlog\n```\n/approve", ["approve"]],
    ["indented code above", "    log\n\n/approve", ["approve"]],
    ["a comment above", "<!-- from the template -->\n/approve", ["approve"]],
    ["comments above", "<!-- a\n\nb --> <!-- c -->\n\n/approve", ["approve"]],
    ["another bot's command above", "/lgtm\n/approve", ["lgtm", "approve"]],
    ["a hard line break", "/hold wait  \n/approve", ["hold|wait", "approve"]],
    [
      "markup that the line closes",
      "/hold [a](b) `c` <!-- d --> <i>\n/status",
      ["hold|[a](b) `c` <!-- d --> <i>", "status"],
    ],
    ["a comparison", "/hold until a < b\n/status", ["hold|until a < b", "status"]],
  ])("%s", (_name, body, expected) => {
    expect(commandsIn(body)).toEqual(expected);
  });
});

describe("what is none", () => {
  test.each<[string, string]>([
    ["nothing", ""],
    ["words", "Please /approve"],
    ["a command after words", "Looks good.\n/approve"],
    ["a command after a paragraph", "Looks good.\n\n/approve"],
    ["a slash alone", "/"],
    ["a path", "/usr/bin/env"],
    ["a full stop after the word", "/approve."],
    ["a digit first", "/2approve"],
    ["a space after the slash", "/ approve"],
    ["two slashes", "//approve"],
    ["the slash of another script", "\uff0fapprove"],
    ["a letter of another script", "/\u0430pprove"],
    ["the Kelvin sign", "/bac\u212a-out because"],
    ["a zero-width space in the word", "/app\u200brove"],
    ["a zero-width space before it", "\u200b/approve"],
    ["a non-breaking space before it", "\u00a0/approve"],
    ["a byte order mark before it", "\ufeff/approve"],
    ["a mark that turns the text round", "\u202e/approve"],
    ["a soft hyphen in the word", "/app\u00adrove"],
    ["a line separator before it", "\u2028/approve"],
    ["an escaped slash", "\\/approve"],
    ["a slash as an entity", "&#47;approve"],
    ["a slash as a named entity", "&sol;approve"],
    ["bold", "**/approve**"],
    ["code in the line", "`/approve`"],
    ["a link", "[/approve](https://example.com)"],
    ["an autolink", "</approve>"],
    ["a quote", "> /approve"],
    ["a quote that goes on", "> Alice wrote:\n/approve"],
    ["a quote in a quote that goes on", "> > a\n/approve"],
    ["a fence", "```\n/approve\n```"],
    ["a fence without an end", "~~~\n/approve\n\n/approve"],
    ["a fence in a quote", "> ```\n> /approve\n> ```"],
    ["indented code", "    /approve"],
    ["code indented by a tab", "\t/approve"],
    ["a list", "- /approve"],
    ["a list that goes on", "- a\n/approve"],
    ["a numbered list", "1. /approve"],
    ["a task", "- [ ] /approve"],
    ["a heading", "# /approve"],
    ["a heading underlined", "/approve\n==="],
    ["a heading of two lines underlined", "/approve\n/hold\n---"],
    ["below a heading", "# Review\n/approve"],
    ["below a line", "---\n/approve"],
    ["below a list", "- a\n\n/approve"],
    ["a table without outer bars", "/approve | x\n--- | ---"],
    ["a table of one column", "/approve\n|---|\n/hold"],
    ["below a table", "| a |\n|---|\n/approve"],
    ["an HTML comment", "<!-- /approve -->"],
    ["an HTML comment of several lines", "<!--\n\n/approve\n\n-->"],
    ["an HTML comment without an end", "<!--\n/approve"],
    ["a comment that opens where another ends", "<!-- a --> <!--\n/approve\n-->"],
    ["on the line on which a comment ends", "<!-- a --> /approve"],
    ["an HTML block", "<div>\n/approve\n</div>"],
    ["below an HTML block", "<details>\n\n/approve"],
    ["a definition", "[approve]: /approve"],
    ["below a definition", "[a]: b\n/approve"],
    ["a footnote", "[^1]: /approve"],
    ["a footnote that goes on", "[^1]: see\n/approve"],
    ["below an image", "![a](b)\n/approve"],
    ["below a mention", "@alice\n/approve"],
  ])("%s", (_name, body) => {
    expect(commandsIn(body)).toEqual([]);
  });
});

describe("where the commands end", () => {
  test.each<[string, string]>([
    ["code that goes on", "/hold `a\n/approve`"],
    ["code of two backticks that goes on", "/hold ``a ` b\n/approve ``"],
    ["code in which other backticks stand", "/hold ` `` ` ``\n/approve ``"],
    ["an HTML comment in the line that goes on", "/hold <!-- a\n/approve b -->"],
    ["a tag that goes on", "/hold <a title='\n/approve b'>"],
    ["a link's text that goes on", "/hold [a\n/approve b](c)"],
    ["a link's title that goes on", "/hold [a](b '\n/approve c')"],
    ["a continued line indented like code", "/hold\n    /approve"],
    ["a line that a tab indents", "/hold\n\t/approve"],
    ["a quote", "/hold\n> a\n\n/approve"],
    ["a fence", "/hold\n```\na\n```\n/approve"],
    ["a list", "/hold\n- /approve"],
    ["HTML", "/hold\n<!-- a -->\n/approve"],
    ["a line", "/hold\n***\n/approve"],
    ["a heading", "/hold\n\n/approve\n==="],
    ["a table's head", "/hold\n/approve | b\n--|--"],
    ["a path", "/hold\n/usr/bin\n/approve"],
  ])("%s", (_name, body) => {
    expect(commandsIn(body).map((command) => command.split("|")[0])).toEqual(["hold"]);
  });
});

describe("with a prefix", () => {
  test.each<[string, string, readonly string[]]>([
    ["a command", "/sluice approve well done", ["approve|well done"]],
    ["capitals", "/Sluice Approve", ["approve"]],
    ["a command without it is another bot's", "/approve\n/sluice hold", ["hold"]],
    ["a longer word is another bot's", "/sluices approve", []],
    ["an unknown word", "/sluice aprove now", ["aprove|now"]],
    ["no word", "/sluice", [""]],
    ["what is no word", "/sluice Approve!", ["|Approve!"]],
    ["a letter of another script", "/sluice \u0430pprove", ["|\u0430pprove"]],
    ["a slash before the word", "/sluice /approve", ["|/approve"]],
    ["other white space", "/sluice\t \u00a0approve", ["approve"]],
  ])("%s", (_name, body, expected) => {
    expect(commandsIn(body, "sluice")).toEqual(expected);
  });
});

describe("long and hostile comments", () => {
  test.each<[string, string, readonly string[]]>([
    ["the first twenty commands are read", "/hold\n".repeat(500), Array(20).fill("hold")],
    ["a long quote above", `${"> a long quote\n".repeat(4_000)}\n/approve`, ["approve"]],
    ["words far below", `/approve\n${"and so on\n".repeat(6_000)}`, ["approve"]],
    ["code longer than what is read", `\`\`\`\n${"log\n".repeat(4_000)}\`\`\`\n/approve`, []],
    ["a line longer than what is read", `/hold ${"a".repeat(9_000)}`, []],
    ["quotes in quotes", `/approve\n\n${">".repeat(60_000)}`, ["approve"]],
    ["quotes in quotes above", `${"> ".repeat(60)}a\n/approve`, []],
    ["lists in lists", `${"1. ".repeat(2_000)}\n\n/approve`, []],
    ["a line of dashes", `/approve\n\n${"-".repeat(200)}`, ["approve"]],
  ])("%s", (_name, body, expected) => {
    expect(commandsIn(body)).toEqual(expected);
  });

  test("what is parsed is bounded, whatever the comment", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(3_000), (pieces, times) => {
        const text = leadingText(pieces.join("").repeat(times));
        expect(text.length).toBeLessThanOrEqual(8_192);
        expect(text.split(/\r\n?|\n/).length).toBeLessThanOrEqual(1_001);
      }),
    );
  });
});

/** What bodies are made of: all that has a meaning somewhere. */
const piece = fc.constantFrom(
  ..."/approve /hold\n \t \n\r\n > ``` ` ~~~ - 1. # | --- === <!-- --> <div> [ ] ( ) [^1]: \\ * &#47; \u00a0 \ufeff a".split(
    /( )/,
  ),
  "\n",
  "\n\n",
  "/approve\n",
  "/hold `a\n",
);
const body = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
);

describe("whatever the body", () => {
  test("it never throws, and every word is one of small letters, digits and hyphens", () => {
    fc.assert(
      fc.property(body, fc.constantFrom("", "approve"), (text, prefix) => {
        for (const { word, argument } of parseCommands(text, prefix)) {
          expect(word).toMatch(/^([a-z][a-z0-9-]*)?$/);
          expect(argument).not.toMatch(/[\r\n]/);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, (lines: readonly string[]) => string]>([
    ["quoted", (lines) => lines.map((line) => `> ${line}`).join("\n")],
    ["quoted without a space", (lines) => lines.map((line) => `>${line}`).join("\n")],
    ["indented", (lines) => lines.map((line) => `    ${line}`).join("\n")],
    ["in a list", (lines) => `- ${lines.join("\n  ")}`],
    ["in a fence", (lines) => ["````````````", ...lines, "````````````"].join("\n")],
    ["in an HTML comment", (lines) => `<!--\n${lines.join("\n").replaceAll("-->", "")}\n-->`],
  ])("%s it holds no command", (_name, wrap) => {
    fc.assert(
      fc.property(body, (text) => {
        const lines = text.replaceAll("````````````", "").split(/\r\n?|\n/);
        expect(parseCommands(wrap(lines), "")).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
