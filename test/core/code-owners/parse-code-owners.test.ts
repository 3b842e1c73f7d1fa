import { describe, expect, test } from "@jest/globals";
import { parseCodeOwners } from "#core/code-owners/parse-code-owners.ts";
import { formatPrincipal } from "#core/policy/principal.ts";

/** Each rule as "line pattern owners", each problem as "line! message"; in the order of the lines. */
function read(text: string): readonly string[] {
  const content = parseCodeOwners(text);
  if (content.kind === "unreadable") return [content.why];
  const rules = content.rules.map(({ line, pattern, owners, addresses }) => ({
    line,
    says: [line, pattern, ...owners.map(formatPrincipal), ...addresses].join(" "),
  }));
  const problems = content.problems.map(({ line, message }) => ({
    line,
    says: `${line}! ${message}`,
  }));
  return [...rules, ...problems].sort((a, b) => a.line - b.line).map(({ says }) => says);
}

describe("a CODEOWNERS file", () => {
  test.each<[string, string, readonly string[]]>([
    ["nothing", "", []],
    ["users and teams", "*.js @maria @acme/sre", ["1 *.js @maria @acme/sre"]],
    ["an email address", "*.go docs@example.com @maria", ["1 *.go @maria docs@example.com"]],
    [
      "nobody, which un-owns",
      "/apps/ @maria\n/apps/github\n",
      ["1 /apps/ @maria", "2 /apps/github"],
    ],
    ["comments and empty lines", "# all\n\n  \t\n* @maria\n", ["4 * @maria"]],
    ["an indented comment", "  # all\n* @maria", ["2 * @maria"]],
    ["a comment behind owners", "* @maria # and @tom", ["1 * @maria"]],
    ["a comment instead of owners", "/apps/github # nobody", ["1 /apps/github"]],
    ["a # within a word is none", "docs/c#.md @maria", ["1 docs/c#.md @maria"]],
    ["an escaped # within a pattern", "/apps/\\#1 @maria", ["1 /apps/\\#1 @maria"]],
    ["an escaped space", "docs/our\\ team.md @maria", ["1 docs/our\\ team.md @maria"]],
    ["tabs and ends of lines of Windows", "a\t@maria\r\nb\t@tom\r\n", ["1 a @maria", "2 b @tom"]],
    ["a byte order mark", "\uFEFF* @maria", ["1 * @maria"]],
    ["indentation", "  * @maria", ["1 * @maria"]],
    ["a bot, who never approves", "* @helper[bot]", ["1 * @helper[bot]"]],
    [
      "sections, which only GitLab has",
      "[Database]\n*.sql @maria",
      ["1! a pattern can't have a range in [ ]", "2 *.sql @maria"],
    ],
    ["a range", "a[0-9].ts @maria", ["1! a pattern can't have a range in [ ]"]],
    ["an escaped bracket", "app/\\[id\\].ts @maria", ["1 app/\\[id\\].ts @maria"]],
    ["a negation", "!docs/ @maria", ["1! a pattern can't be negated with !"]],
    ["an escaped # at the start", "\\#a @maria", ["1! a pattern can't start with an escaped #"]],
    ["three asterisks", "***/a @maria", ["1! a pattern can't have three asterisks in a row"]],
    ["a backslash at the end", "a\\", ["1! a pattern can't end with a backslash"]],
    [
      "what is no owner, and spoils its line only",
      "* @tom\n*.js @maria maria\n*.ts @",
      [
        "1 * @tom",
        '2! "maria" is no owner: write @user, @organisation/team or an address',
        '3! "@" is no owner: write @user, @organisation/team or an address',
      ],
    ],
    [
      "half an address",
      "* docs@",
      ['1! "docs@" is no owner: write @user, @organisation/team or an address'],
    ],
  ])("%s", (_name, text, says) => {
    expect(read(text)).toEqual(says);
  });

  test("with an endless line is not read, unless that is a comment", () => {
    const endless = ` @maria${"a".repeat(10_000)}`;
    expect(read(`*${endless}`)).toEqual(["has a line of more than 10,000 characters"]);
    expect(read(`#${endless}`)).toEqual([]);
    expect(read(`*${" @maria".repeat(1_400)}`)).toHaveLength(1);
  });

  test("of 3 MB is not read, one that is smaller is", () => {
    const bytes = 3 * 1024 * 1024;
    expect(read("#".repeat(bytes))).toEqual(["is too big: GitHub reads less than 3 MB"]);
    expect(read("é".repeat(bytes / 2))).toEqual(["is too big: GitHub reads less than 3 MB"]);
    expect(read("#".repeat(bytes - 1))).toEqual([]);
  });
});
