import { expect, test } from "@jest/globals";
import { compilePattern, matchesPattern } from "#core/code-owners/match-pattern.ts";
import { fc } from "../../support/fast-check.ts";

function matches(pattern: string, path: string): boolean {
  return matchesPattern(compilePattern(pattern), path);
}

test.each<[pattern: string, matching: readonly string[], others: readonly string[]]>([
  ["*", ["a", "a/b", "a/.b/c"], []],
  ["**", ["a", "a/b/c"], []],
  ["*.js", ["a.js", "src/a.js", ".js", "vendor.js/a.ts"], ["a.jsx", "a.JS"]],
  ["/build/logs/", ["build/logs/a", "build/logs/a/b"], ["build/logs", "src/build/logs/a"]],
  [
    "docs/*",
    ["docs/getting-started.md"],
    ["docs/build-app/troubleshooting.md", "src/docs/a.md", "docs"],
  ],
  ["/*", ["a"], ["a/b"]],
  ["apps/", ["apps/a", "src/apps/a/b"], ["apps", "src/apps"]],
  ["/docs/", ["docs/a", "docs/a/b"], ["src/docs/a", "docs"]],
  ["/apps/github", ["apps/github", "apps/github/a"], ["apps/githubs", "apps/a"]],
  ["/scripts/", ["scripts/a"], ["a/scripts/a"]],
  ["**/logs", ["logs", "logs/a", "build/logs/a", "deeply/nested/logs"], ["logsa", "build/alogs"]],
  ["apps", ["apps", "apps/a", "src/apps/a"], ["apps2/a"]],
  ["src/apps", ["src/apps", "src/apps/a"], ["a/src/apps"]],
  ["docs/**", ["docs/a", "docs/a/b"], ["docs", "a/docs/b"]],
  ["docs/**/*.md", ["docs/a.md", "docs/a/b/c.md"], ["a.md", "docs/a.txt"]],
  ["a/**/b", ["a/b", "a/x/b", "a/x/y/b/c"], ["a/xb", "ab"]],
  ["/a/*/c", ["a/b/c", "a/b/c/d"], ["a/c", "a/b/b/c"]],
  ["a?c", ["abc", "x/abc/y", "a€c", "a😀c"], ["ac", "abbc"]],
  ["a*b*c", ["abc", "axxbxxc", "abbcc"], ["acb", "a/b/c"]],
  ["a**c", ["ac", "abc"], ["a/c"]],
  ["our\\ team.md", ["docs/our team.md"], ["our\\ team.md"]],
  ["\\*.md", ["*.md"], ["a.md"]],
  ["a\\?", ["a?"], ["ab"]],
  ["app/\\[id\\].ts", ["app/[id].ts"], ["app/i.ts"]],
  ["(a|b).+{c,d}", ["(a|b).+{c,d}"], ["ac"]],
  ["/", [], ["a", "a/b"]],
  ["a//b", [], ["a/b"]],
  ["Docs/", ["Docs/a"], ["docs/a"]],
])("%s", (pattern, matching, others) => {
  expect(matching.filter((path) => !matches(pattern, path))).toEqual([]);
  expect(others.filter((path) => matches(pattern, path))).toEqual([]);
});

/** Whether a name matches a pattern's segment, by trying every length for every asterisk. */
function naiveName(pattern: string, name: string): boolean {
  if (pattern === "") return name === "";
  if (pattern[0] === "*") {
    return naiveName(pattern.slice(1), name) || (name !== "" && naiveName(pattern, name.slice(1)));
  }
  return (
    name !== "" &&
    (pattern[0] === "?" || pattern[0] === name[0]) &&
    naiveName(pattern.slice(1), name.slice(1))
  );
}

/** The same for the segments of an anchored pattern that ends in a name. */
function naivePath(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  // What matches a folder matches all that is in it.
  if (first === undefined) return true;
  if (first === "**")
    return naivePath(rest, path) || (path.length > 0 && naivePath(pattern, path.slice(1)));
  return path[0] !== undefined && naiveName(first, path[0]) && naivePath(rest, path.slice(1));
}

const name = fc.stringMatching(/^[ab]{1,3}$/);
const namePattern = fc.stringMatching(/^[ab*?]{0,4}[ab]$/).filter((text) => !text.includes("***"));

test("the same paths match as by trying everything", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(namePattern, fc.constant("**")), { maxLength: 4 }),
      namePattern,
      fc.array(name, { minLength: 1, maxLength: 6 }),
      (folders, last, path) => {
        const pattern = [...folders, last];
        expect(matches(`/${pattern.join("/")}`, path.join("/"))).toBe(naivePath(pattern, path));
      },
    ),
    { numRuns: 5_000 },
  );
});

test("a pattern full of wildcards ends in time", () => {
  const pattern = `${"**/*a*a*a*a*a*a*a*a*b*/".repeat(40)}z`;
  expect(matches(pattern, `${`${"a".repeat(200)}b/`.repeat(40)}y`)).toBe(false);
});
