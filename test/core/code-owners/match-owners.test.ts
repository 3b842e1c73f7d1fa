import { expect, test } from "@jest/globals";
import type { FileChange } from "#core/change/facts.ts";
import { matchOwners } from "#core/code-owners/match-owners.ts";
import { parseCodeOwners } from "#core/code-owners/parse-code-owners.ts";
import { formatPrincipal } from "#core/policy/principal.ts";
import { fileChange } from "../../support/facts.ts";

/** The example of GitHub's documentation, in short. */
const documented = `# These owners will be the default owners for everything.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/*  docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
`;

function ownersOf(text: string, files: readonly FileChange[]): Record<string, string> {
  const content = parseCodeOwners(text);
  if (content.kind === "unreadable") throw new Error(content.why);
  return Object.fromEntries(
    matchOwners(content.rules, files).map(({ path, owners, addresses }) => [
      path,
      [...owners.map(formatPrincipal), ...addresses].join(" "),
    ]),
  );
}

test.each<[path: string, owners: string | undefined]>([
  ["a.rb", "@global-owner1 @global-owner2"],
  ["src/a.js", "@js-owner"],
  ["src/a.go", "docs@example.com"],
  ["src/a.txt", "@octo-org/octocats"],
  ["build/logs/a.txt", "@octocat"],
  ["docs/a.md", "@doctocat"],
  ["docs/b/a.md", "@doctocat"],
  ["src/apps/a.js", "@octocat"],
  ["scripts/a.sh", "@doctocat @octocat"],
  ["deeply/nested/logs/a", "@octocat"],
  ["apps/a.js", "@octocat"],
  ["apps/github", undefined],
  ["apps/github/a.js", undefined],
])("by the documented example, %s", (path, owners) => {
  expect(ownersOf(documented, [fileChange(path)])[path]).toBe(owners);
});

test("a repeated pattern replaces the owners, it adds none", () => {
  expect(ownersOf("a @tom\na @maria", [fileChange("a")])).toEqual({ a: "@maria" });
});

test("a line with a mistake leaves the file to the line before", () => {
  expect(ownersOf("* @tom\n*.js maria", [fileChange("a.js")])).toEqual({ "a.js": "@tom" });
});

test("both names of a rename have their owners, the source of a copy is left alone", () => {
  const file = "old/ @tom\nnew/ @maria";
  const previous = { previousPath: "old/a" } as const;
  expect(ownersOf(file, [fileChange("new/a", { status: "renamed", ...previous })])).toEqual({
    "new/a": "@maria",
    "old/a": "@tom",
  });
  expect(ownersOf(file, [fileChange("new/a", { status: "copied", ...previous })])).toEqual({
    "new/a": "@maria",
  });
});

test("no rule, no owner", () => {
  expect(ownersOf("docs/ @tom", [fileChange("a"), fileChange("b")])).toEqual({});
});
