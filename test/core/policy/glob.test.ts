import { describe, expect, test } from "@jest/globals";
import picomatch from "picomatch";
import { compileGlobs, globProblem } from "#core/policy/glob.ts";
import { fc } from "../../support/fast-check.ts";

describe("a glob matches as in picomatch with dot files:", () => {
  test.each<[glob: string, path: string, matches: boolean]>([
    ["*.md", "README.md", true],
    ["*.md", "docs/README.md", false],
    ["**/*.md", "README.md", true],
    ["**/*.md", "docs/a/README.md", true],
    ["docs/**", "docs/a/b.txt", true],
    ["docs/**", "docs", true],
    ["docs/**", "mydocs/a", false],
    ["**", ".github/workflows/ci.yml", true],
    ["**/migrations/**", "db/migrations/001.sql", true],
    ["**/migrations/**", "migrations/001.sql", true],
    ["**/migrations/**", "db/migrations.sql", false],
    ["release/*", "release/1.2", true],
    ["release/*", "release/1/2", false],
    ["*.{yml,yaml}", "a.yaml", true],
    ["v?", "v1", true],
    ["v[0-9]", "vx", false],
    ["src/**/test/*.ts", "src/test/a.ts", true],
    ["README.md", "readme.md", false],
    ["app/[id].ts", "app/[id].ts", true],
    ["app/(group)/page.tsx", "app/(group)/page.tsx", true],
    ["caf\u00e9/*", "caf\u00e9/\u{1F600}.md", true],
    ["a\\*", "a*", true],
    ["a\\*", "ab", false],
  ])("%s on %s", (glob, path, matches) => {
    expect(globProblem(glob)).toBeUndefined();
    expect(compileGlobs([glob])(path)).toBe(matches ? glob : undefined);
    expect(picomatch.isMatch(path, glob, { dot: true })).toBe(matches);
  });
});

test("a line break in a path hides it from no glob", () => {
  expect(compileGlobs(["**/*.sql"])("db\n/drop.sql")).toBe("**/*.sql");
});

test("the first glob that matches is named, and no glob matches nothing", () => {
  const match = compileGlobs(["docs/**", "**/*.md", "**"]);
  expect([match("docs/a.md"), match("a.md"), match("a")]).toEqual(["docs/**", "**/*.md", "**"]);
  expect(compileGlobs([])("a")).toBeUndefined();
});

const segment = fc.stringMatching(/^[ab.\u00e4]{0,2}[ab]$/);
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const globPart = fc.constantFrom(
  "*",
  "**",
  "a",
  "b",
  ".",
  "a*",
  "*b",
  "?",
  "[ab]",
  "{a,b/a}",
  "**.a",
);
const glob = fc
  .array(globPart, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/"))
  .filter((text) => globProblem(text) === undefined);

test("for any glob and any path of git, the answer is picomatch's", () => {
  fc.assert(
    fc.property(glob, path, (text, file) => {
      expect(compileGlobs([text])(file) !== undefined).toBe(
        picomatch.isMatch(file, text, { dot: true }),
      );
    }),
    { numRuns: 3_000 },
  );
});

test("for any globs together, the answer is the first one's that matches by itself", () => {
  fc.assert(
    fc.property(fc.array(glob, { maxLength: 5 }), path, (globs, file) => {
      const alone = globs.find((text) => compileGlobs([text])(file) !== undefined);
      const literal = globs.includes(file) ? file : undefined;
      expect(compileGlobs(globs)(file)).toBe(literal ?? alone);
    }),
  );
});

test("any text is a glob that compiles, or has a problem", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 30 }), fc.string(), (text, file) => {
      if (globProblem(text) === undefined) compileGlobs([text])(file);
    }),
    { numRuns: 2_000 },
  );
});
