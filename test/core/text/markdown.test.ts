import { describe, expect, test } from "@jest/globals";
import { asCode, asProse, table } from "#core/text/markdown.ts";
import { fc } from "../../support/fast-check.ts";

describe("foreign prose", () => {
  test.each([
    ["plain words stay", "waits for 1 approval", "waits for 1 approval"],
    ["a mention", "ask @acme/sre now", "ask `@acme/sre` now"],
    [
      "a mention in parentheses",
      "a member of @acme/sre (@maria).",
      "a member of `@acme/sre` (`@maria`).",
    ],
    ["an address", "commits by (a@b.example):", "commits by (`a@b.example`):"],
    ["a path", "3 lines in src/app.ts", "3 lines in `src/app.ts`"],
    [
      "numbers and ranges",
      "3,000 of 4,211 files, 12.5% (30–44)",
      "3,000 of 4,211 files, 12.5% (30–44)",
    ],
    ["a heading", "# Free money", "`#` Free money"],
    ["an image", "![x](https://evil.example/x.png)", "`![x](https://evil.example/x.png)`"],
    [
      "a bare address",
      "see www.evil.example or https://evil.example",
      "see `www.evil.example` or `https://evil.example`",
    ],
    ["HTML", "<img src=x> </details>", "`<img` `src=x>` `</details>`"],
    ["a table break", "a | b\n| --- |", "a `¦` b `¦` `---` `¦`"],
    ["words of several parts", "IPv6-only, by jan--f", "IPv6-only, by jan--f"],
    ["parts that are a reference", "x-GH-12 a-1a2b3c4", "`x-GH-12` `a-1a2b3c4`"],
    ["a call", "handle Close() (and wal(x): too)", "handle `Close()` (and `wal(x)`: too)"],
    ["a reference", "fixes #12 and GH-12", "fixes `#12` and `GH-12`"],
    ["a commit", "as in 1a2b3c4", "as in `1a2b3c4`"],
    ["an emoji's name", ":shipit: now", "`:shipit`: now"],
    ["emphasis", "*very* _very_ ~~old~~", "`*very*` `_very_` `~~old~~`"],
    ["an entity", "&commat;maria", "`&commat;maria`"],
    [
      "words between backticks",
      "use `/sluice unhold`, or (`a`).",
      "use `/sluice unhold`, or (`` `a` ``).",
    ],
    ["a mention between backticks", "`ask @maria now` `@acme/sre`", "`ask @maria now` `@acme/sre`"],
    ["a backtick alone", "a `b c", "a `` `b `` c"],
    ["backticks within a word", "a`b c`[x](y)", "`` a`b `` `` c`[x](y) ``"],
    ["a list", "- one", "`-` one"],
    ["a numbered list", "1. one", "`1.` one"],
    ["a text that changes direction", "\u202Egnp.exe", "`gnp.exe`"],
    ["nothing", "", ""],
  ])("%s", (_name, text, markdown) => {
    expect(asProse(text)).toBe(markdown);
  });
});

describe("foreign text as code", () => {
  test.each([
    ["a path", "src/a b.ts", "`src/a b.ts`"],
    ["backticks", "a``b", "``` a``b ```"],
    ["a backtick at the end", "a`", "`` a` ``"],
    ["a pipe", "a|b", "`a¦b`"],
    ["a line break", "a\r\n\r\n# b", "`a # b`"],
    ["nothing", " \n", "(empty)"],
    ["a very long name", "x".repeat(400), `\`${"x".repeat(299)}…\``],
  ])("%s", (_name, text, markdown) => {
    expect(asCode(text)).toBe(markdown);
  });
});

/** What CommonMark leaves of a line when its code spans are taken out. */
function outsideCode(markdown: string): string {
  return markdown.replace(/(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)/gs, "");
}

const markup = /[@<>[\]|*_~#&\\`\n\r]|:\/\/|www\.\S|GH-\d|:\w+:/i;
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "@",
        "maria",
        "<",
        "![",
        "](",
        "|",
        "`",
        "``",
        "\\",
        "\n",
        " ",
        "#1",
        "http://",
      ),
      fc.constantFrom("www.", "x.y", "&lt;", "<!--", "*", "_", "1.", "-", "GH-1", ":x:", "\u202E"),
    ),
  )
  .map((parts) => parts.join(""));

test("no markup comes out of any text", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(outsideCode(asProse(text))).not.toMatch(markup);
      expect(outsideCode(asCode(text))).not.toMatch(markup);
    }),
    { numRuns: 2000 },
  );
});

test("a row has as many cells as the table has headings, whatever stands in them", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const [, alignment, row] = table(["Points:", "Factor"], [["1", asProse(text)]]).split("\n");
      expect(alignment).toBe("| ---: | --- |");
      expect(row?.match(/\|/g)).toHaveLength(3);
    }),
  );
});
