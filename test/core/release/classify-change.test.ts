import { describe, expect, test } from "@jest/globals";
import { classifyChange } from "#core/release/classify-change.ts";
import { dependabot } from "../../support/facts.ts";
import { mergedPullRequest, rangeCommit } from "../../support/range-commit.ts";

function classify(
  title: string,
  { labels = [], body = "" }: { labels?: string[]; body?: string } = {},
) {
  const message = `${title} (#1)\n\n${body}`;
  return classifyChange({
    kind: "pull-request",
    pullRequest: mergedPullRequest(1, "s", { title, labels }),
    commits: [rangeCommit("s", [], { message })],
  });
}

test.each<[string, string, string | null, string]>([
  ["feat: add paging", "Features", null, "add paging"],
  ["feat(api): add paging", "Features", "api", "add paging"],
  ["Fix: mend a race", "Fixes", null, "mend a race"],
  ["[release-1.2] fix(ui): mend a race", "Fixes", "ui", "mend a race"],
  ["perf: think less", "Performance", null, "think less"],
  ["feat!: drop Node 18", "Breaking changes", null, "drop Node 18"],
  ["chore(api)!: drop v1", "Breaking changes", "api", "drop v1"],
  ["fix(security): escape more", "Security", "security", "escape more"],
  ["chore(ui): security bump for left-pad", "Security", "ui", "security bump for left-pad"],
  ["fix: escape more (CVE-2026-53606)", "Security", null, "escape more (CVE-2026-53606)"],
  ["Update left-pad to v2 [SECURITY]", "Security", null, "Update left-pad to v2 [SECURITY]"],
  ["docs: explain CVE-2026-53606", "Documentation", null, "explain CVE-2026-53606"],
  [
    "build(deps): bump left-pad from 1.0.0 to 1.0.1",
    "Dependencies",
    null,
    "bump left-pad from 1.0.0 to 1.0.1",
  ],
  ["Bump left-pad from 1.0.0 to 1.0.1", "Dependencies", null, "Bump left-pad from 1.0.0 to 1.0.1"],
  ["Bumped left-pad to v2.0.0", "Dependencies", null, "Bumped left-pad to v2.0.0"],
  ["chore: upgrade left-pad to 2", "Dependencies", null, "upgrade left-pad to 2"],
  ["Update prices to 2 decimal places", "Other changes", null, "Update prices to 2 decimal places"],
  ["Bump the limit", "Other changes", null, "Bump the limit"],
  ["docs: explain carts", "Documentation", null, "explain carts"],
  ["refactor: move things", "Maintenance", null, "move things"],
  ["chore: tidy", "Maintenance", null, "tidy"],
  ["test(api): fix a flake", "Maintenance", "api", "fix a flake"],
  ["revert: feat: add paging", "Other changes", null, "feat: add paging"],
  ["Release 1.2.0", "Maintenance", null, "Release 1.2.0"],
  ["Bumped v1.2.0-rc.1", "Maintenance", null, "Bumped v1.2.0-rc.1"],
  ["Release notes for 1.2.0", "Other changes", null, "Release notes for 1.2.0"],
  ["Fix a race", "Fixes", null, "Fix a race"],
  ["server: fixes a race", "Fixes", null, "server: fixes a race"],
  ["server: fix flaky tests", "Other changes", null, "server: fix flaky tests"],
  ["Fixture for carts", "Other changes", null, "Fixture for carts"],
  ["server: mend a race", "Other changes", null, "server: mend a race"],
  ["constructor: keep it", "Other changes", null, "constructor: keep it"],
  ["Add paging", "Other changes", null, "Add paging"],
  ["feat:", "Other changes", null, "feat:"],
  ["[release-1.2]", "Other changes", null, "[release-1.2]"],
  ["", "Other changes", null, ""],
])("%j stands under %s", (title, section, scope, subject) => {
  expect(classify(title)).toEqual({ section, scope, subject, breakingNote: null });
});

test("what a dependency bot opens is a dependency", () => {
  const title = "Update module go.uber.org/zap to v2";
  const author = { ...dependabot, login: "renovate[bot]" };
  const pullRequest = mergedPullRequest(1, "s", { title, author });
  expect(classifyChange({ kind: "pull-request", pullRequest, commits: [] }).section).toBe(
    "Dependencies",
  );
});

test("what comes from the private fork of an advisory is about security", () => {
  const message = "Merge commit from fork\n\n* fix: escape more\n\n* say why";
  const commit = rangeCommit("s", [], { message });
  expect(classifyChange({ kind: "direct-push", commit })).toMatchObject({
    section: "Security",
    subject: "escape more",
  });
});

test("the merge of a branch is maintenance", () => {
  const commit = rangeCommit("s", ["a", "b"], { message: "Merge branch 'main' into next" });
  expect(classifyChange({ kind: "direct-push", commit }).section).toBe("Maintenance");
});

describe("labels help where the title does not say", () => {
  test.each<[string, string, string]>([
    ["Mend a race", "bug", "Fixes"],
    ["Mend a race", "kind/bug", "Fixes"],
    ["Add paging", "enhancement", "Features"],
    ["chore: new image", "dependencies", "Dependencies"],
    ["Drop v1", "breaking-change", "Breaking changes"],
    ["feat: drop v1", "breaking-change", "Breaking changes"],
    ["fix: mend a race", "enhancement", "Fixes"],
    ["Add paging", "bug-bash", "Other changes"],
  ])("%s, labelled %s: %s", (title, label, section) => {
    expect(classify(title, { labels: ["other", label] }).section).toBe(section);
  });
});

describe("a footer says what breaks", () => {
  test.each<[string, string, string | null]>([
    ["a sentence", "Text.\n\nBREAKING CHANGE: v1 is gone.", "v1 is gone."],
    [
      "on two lines",
      "BREAKING-CHANGE: v1 is gone,\nso is v2.\n\nSigned-off-by: a <a@b>",
      "v1 is gone,\nso is v2.",
    ],
    ["a template left as it was", "BREAKING CHANGE: none", null],
    ["a word in between", "This is no BREAKING CHANGE: really.", null],
  ])("%s", (_name, body, note) => {
    const { section, breakingNote } = classify("feat: versions", { body });
    expect(breakingNote).toBe(note);
    expect(section).toBe(note === null ? "Features" : "Breaking changes");
  });

  test("however long the message", () => {
    const body = "BREAKING CHANGE: x\n".repeat(20_000);
    expect(classify("feat: x", { body }).section).toBe("Breaking changes");
  });
});
