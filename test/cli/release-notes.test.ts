import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { type ReleaseNotesOptions, runReleaseNotes } from "../../src/cli/release-notes.ts";
import { RecordedIo } from "../support/command.ts";
import {
  createGitHistory,
  git,
  removeGitHistories,
  type TestCommit,
  temporaryFolder,
} from "../support/git-history.ts";
import { expectGolden } from "../support/golden.ts";

afterAll(removeGitHistories);

const alice = ["Alice", "1+alice@users.noreply.github.com"] as const;
const bob = ["Bob", "bob@example.com"] as const;
const bot = ["dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"] as const;

const lines = (word: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${word} ${i}\n`).join("");

/** Two lines of releases: 1.1 goes on with a fix while the mainline goes to 1.2 by a candidate. */
const shop: readonly TestCommit[] = [
  { author: alice, message: "Begin", files: { "src/a.ts": lines("a", 20) }, tag: "v1.0.0" },
  {
    author: alice,
    message: "feat: sell (#1)",
    files: { "src/b.ts": lines("b", 20) },
    tag: "v1.1.0",
  },
  // 2, 3: the old line
  {
    author: bob,
    parents: [1],
    message: "fix: round prices once (#5)",
    files: { "src/b.ts": lines("b", 19) },
    tag: "v1.1.1",
  },
  {
    author: bob,
    parents: [2],
    message: "fix: old line only (#6)",
    files: { "src/a.ts": lines("a", 19) },
    tag: "v1.1.2",
  },
  // 4 to 6: the mainline
  {
    author: bob,
    parents: [1],
    message: "fix: round prices once (#4)",
    files: { "src/b.ts": lines("b", 19) },
  },
  {
    author: bot,
    message: "Bump left-pad from 1.0.0 to 1.0.1 (#7)",
    files: { "package.json": '{\n  "dependencies": {\n    "left-pad": "1.0.1"\n  }\n}\n' },
  },
  {
    author: alice,
    message: "feat(pay): pay in instalments (#8)",
    files: { "src/pay.ts": lines("pay", 300), "db/migrations/1.sql": "alter table x;\n" },
    tag: "v1.2.0-rc.1",
  },
  // 7 to 9: a branch, and its merge
  { author: bob, parents: [6], message: "One", files: { "services/web/one.ts": lines("one", 5) } },
  { author: bob, message: "Two", files: { "services/web/two.ts": lines("two", 5) } },
  {
    author: alice,
    parents: [6, 8],
    message: "Merge pull request #9 from bob/cart\n\nfeat!: carts of two",
    files: { "services/web/one.ts": lines("one", 5), "services/web/two.ts": lines("two", 5) },
  },
  { author: alice, message: "feat: late idea (#10)", files: { "src/late.ts": lines("late", 3) } },
  {
    author: alice,
    message: 'Revert "feat: late idea (#10)" (#11)',
    files: { "src/late.ts": null },
  },
  {
    author: ["Zoë @ops", "zoe@example.com"],
    message: "Quick fix @everyone",
    files: { "src/a.ts": lines("A", 2) },
    tag: "v1.2.0",
  },
  {
    author: alice,
    message: "docs: tell more (#12)",
    files: { "docs/a.md": "more\n" },
    tag: "v1.2.1+build",
  },
];

const dir = createGitHistory(shop);

async function notes(args: readonly string[], options: ReleaseNotesOptions = {}) {
  const io = new RecordedIo({ cwd: dir });
  const code = await runReleaseNotes(args, options, io);
  return { code, ...io.written };
}

async function json(...args: readonly string[]) {
  const { code, stdout, stderr } = await notes(args, { json: true });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

function annotate(folder: string, tag: string, commit: string, message: string): void {
  const identity = ["-c", "user.name=Alice", "-c", "user.email=alice@example.com"];
  git(folder, [...identity, "tag", "--annotate", "--message", message, tag, commit]);
}

describe("the notes of a tag", () => {
  test("are ready to be published", async () => {
    const { code, stdout, stderr } = await notes(["v1.2.0"]);
    expect(code).toBe(0);
    expectGolden("cli/release-notes.md", stdout);
    expect(stderr).toMatch(/^From this history alone: .*Policy: built-in/);
  });

  test.each<[string, string, string | null, readonly (number | null)[]]>([
    ["the first release", "v1.0.0", null, [null]],
    ["the next", "v1.1.0", "v1.0.0", [1]],
    ["a patch on the old line", "v1.1.2", "v1.1.1", [6]],
    ["a candidate", "v1.2.0-rc.1", "v1.1.2", [8, 7]],
    ["nothing but build metadata behind the version", "v1.2.1+build", "v1.2.0", [12]],
  ])("%s", async (_name, tag, baseline, numbers) => {
    const told = await json(tag);
    expect(told.baseline?.tag ?? null).toBe(baseline);
    expect(told.changes.map(({ number }: { number: number | null }) => number)).toEqual(numbers);
  });

  test("say what another line shipped before, by an equal patch", async () => {
    const { shipped, baseline } = await json("v1.2.0-rc.1");
    expect(baseline).toMatchObject({ rule: "last-stable", isAncestor: false });
    expect(shipped).toMatchObject([{ number: 4, version: "v1.1.1", because: "the same patch" }]);
  });

  test("are told to a program too", async () => {
    const told = await json(".", "refs/tags/v1.2.0");
    expect(told).toMatchObject({
      tag: "v1.2.0",
      prerelease: false,
      baseline: { tag: "v1.1.2", rule: "version" },
      reverted: [{ changes: [{ number: 10 }], by: { number: 11 } }],
    });
    const [first] = told.changes;
    expect(first).toMatchObject({
      number: 9,
      section: "Breaking changes",
      author: "Bob",
      level: expect.any(String),
    });
  });

  test("are the same from a working copy", async () => {
    const clone = temporaryFolder();
    git(clone, ["clone", "--quiet", dir, "."]);
    const [bare, copy] = [await notes(["v1.2.0"]), await notes([clone, "v1.2.0"])];
    expect(copy.stdout).toBe(bare.stdout);
  });

  test("link where the clone came from GitHub", async () => {
    const clone = temporaryFolder();
    git(clone, ["clone", "--quiet", dir, "."]);
    git(clone, ["config", "remote.origin.url", "git@github.com:acme/shop.git"]);
    const { stdout } = await notes([clone, "v1.2.0"]);
    expect(stdout).toContain("https://github.com/acme/shop/compare/v1.1.2...v1.2.0");
    expect(stdout).not.toContain("https://github.com/Bob");
  });

  test("stop at Ctrl-C", async () => {
    const io = new RecordedIo({ cwd: dir });
    io.interrupt();
    expect(await runReleaseNotes(["v1.2.0"], {}, io)).toBe(130);
    expect(io.written.stdout).toBe("");
  });
});

describe("the baseline", () => {
  test("is what the annotation says", async () => {
    const folder = createGitHistory(shop);
    annotate(folder, "v1.3.0", "main", "Spring\n\nSluice-baseline: v1.0.0");
    annotate(folder, "v1.4.0", "main", "Summer\n\nSluice-baseline: v9.9.9");
    const spring = await json(folder, "v1.3.0");
    expect(spring.baseline).toMatchObject({ tag: "v1.0.0", rule: "annotation" });
    // What its own line shipped after that baseline is new by the annotation's wish.
    expect(spring.shipped.map(({ number }: { number: number }) => number)).toEqual([4]);
    const summer = await json(folder, "v1.4.0");
    expect(summer.baseline).toMatchObject({ tag: "v1.3.0", rule: "version" });
    expect(summer.warning).toContain("v9.9.9");
    expect(summer.notes).toMatch(/^Nothing changed since `v1\.3\.0`/);
  });

  test("of a name without a version is the nearest tag before it", async () => {
    const folder = createGitHistory([
      { tag: "spring" },
      { message: "feat: on a branch (#1)", parents: [0], files: { a: "a" } },
      { message: "Merge branch 'x'", parents: [0, 1], files: { a: "a" } },
      { message: "feat: after (#2)", files: { b: "b" }, tag: "autumn" },
    ]);
    git(folder, ["tag", "branch-day", "main~2"]);
    git(folder, ["tag", "latest", "main"]);
    const { baseline, changes } = await json(folder, "autumn");
    expect(baseline).toMatchObject({ rule: "nearest-ancestor" });
    expect(["spring", "branch-day"]).toContain(baseline.tag);
    expect(changes.length).toBeGreaterThan(0);
  });
});

describe("a policy", () => {
  const withPolicy = (text: string) => {
    const file = join(temporaryFolder(), "policy.yml");
    writeFileSync(file, text);
    return { policy: file };
  };

  test("says which paths a component has", async () => {
    const folder = createGitHistory(shop);
    git(folder, ["tag", "web-v1.1.0", "v1.2.0-rc.1"]);
    git(folder, ["tag", "web-v1.2.0", "main"]);
    const options = withPolicy(
      "version: 1\nreleases:\n  - tags: 'web-*'\n    component: { paths: ['services/web/**'] }\n",
    );
    const { stdout } = await notes([folder, "web-v1.2.0"], options);
    expect(stdout).toMatch(/^1 change since `web-v1\.1\.0`: 1 pull request\./);
    expect(stdout).toContain("Only changes that touch the component `web` (`services/web/**`)");
  });

  test("with problems ends with exit code 1", async () => {
    const { code, stdout, stderr } = await notes(["v1.2.0"], withPolicy("version: 2\n"));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/policy\.yml:1:1: version: /);
  });
});

describe("refused with exit code 2, and how to right it", () => {
  const shallow = () => {
    const folder = temporaryFolder();
    git(folder, ["clone", "--quiet", "--depth=1", `file://${dir}`, "."]);
    return folder;
  };
  test.each<[string, () => readonly string[], RegExp]>([
    ["no tag", () => [], /not clear which release.*\n.*release-notes \[DIR\] v1\.2\.0/],
    ["too many words", () => ["a", "b", "c"], /not clear which release/],
    ["an unknown tag", () => ["v1.2.00"], /v1\.2\.00 is no tag of .*\nDid you mean v1\.2\.0\?/],
    ["a tag like no other", () => ["winter-sale"], /winter-sale is no tag of .*\n.*git tag/],
    ["a branch", () => ["main"], /main is no tag/],
    ["a tag that looks like an option", () => ["--all"], /--all is no tag/],
    ["no tags", () => [createGitHistory([{}]), "v1.0.0"], /has no tags.*\n.*git fetch --tags/],
    ["a shallow clone", () => [shallow(), "v1.2.0"], /shallow clone.*\n.*--unshallow/],
    ["no repository", () => [temporaryFolder(), "v1.0.0"], /is no git repository/],
    [
      "a tag of a file",
      () => {
        const folder = createGitHistory([{ files: { a: "a" }, tag: "v1.0.0" }]);
        git(folder, ["tag", "v1.1.0", "main:a"]);
        return [folder, "v1.1.0"];
      },
      /v1\.1\.0 is no tag/,
    ],
  ])("%s", async (_name, args, expected) => {
    const { code, stdout, stderr } = await notes(args());
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(expected);
  });
});

test("who had a commit in a release of another line is no first-timer", async () => {
  const file = (text: string) => ({ "src/a.ts": text });
  const folder = createGitHistory([
    { author: alice, message: "Begin", files: file("1"), tag: "v1.0.0" },
    { author: bob, message: "feat: more", files: file("2"), tag: "v2.0.0" },
    { author: bob, parents: [0], message: "fix: less", files: file("3") },
    {
      author: ["Carol", "carol@example.com"],
      message: "fix: least",
      files: file("4"),
      tag: "v1.0.1",
    },
  ]);
  const { contributors } = await json(folder, "v1.0.1");
  expect(contributors).toEqual([
    { name: "Bob", isNew: false },
    { name: "Carol", isNew: true },
  ]);
});
