import { afterAll, describe, expect, test } from "@jest/globals";
import type { PastChange } from "#core/history/past-change.ts";
import { openHistory } from "#history/read-past-changes.ts";
import {
  createGitHistory,
  dayMs,
  mainlineShas,
  removeGitHistories,
  type TestCommit,
} from "../support/git-history.ts";

afterAll(removeGitHistories);

async function read(commits: readonly TestCommit[]): Promise<readonly PastChange[]> {
  const dir = createGitHistory(commits);
  const head = mainlineShas(dir).at(-1) as string;
  const history = await openHistory({ dir, env: process.env }, head, "main");
  const changes: PastChange[] = [];
  for await (const change of history.changes) changes.push(change);
  expect(changes.map(({ sha }) => sha)).toEqual(mainlineShas(dir));
  expect(history.mergedAtMs).toEqual(changes.map(({ mergedAtMs }) => mergedAtMs));
  return changes;
}

/** What the last of the commits changed. */
async function lastFiles(commits: readonly TestCommit[]) {
  return (await read(commits)).at(-1)?.facts.files;
}

describe("files of a change", () => {
  test("added, modified and removed, with the hunks' positions", async () => {
    const changes = await read([
      { files: { "a.ts": "1\n2\n3\n", "b.ts": "1\n" } },
      { files: { "a.ts": "1\ntwo\nand a half\n3\n4\n", "b.ts": null } },
    ]);
    expect(changes[0]?.facts.files).toMatchObject([
      { path: "a.ts", status: "added", additions: 3, deletions: 0 },
      { path: "b.ts", status: "added", additions: 1, deletions: 0 },
    ]);
    expect(changes[1]?.facts.files).toEqual([
      {
        path: "a.ts",
        status: "modified",
        kind: "text",
        additions: 3,
        deletions: 1,
        hunks: [2, 1, 2, 2, 3, 0, 5, 1],
      },
      {
        path: "b.ts",
        status: "removed",
        kind: "text",
        additions: 0,
        deletions: 1,
        hunks: [1, 1, 0, 0],
      },
    ]);
  });

  test("lines that look like a diff or lack a newline are counted, not read", async () => {
    const tricky = "@@ -1 +1 @@\ndiff --git a/x b/x\n\\ No newline\n--- a/x\nlast";
    expect(
      await lastFiles([{ files: { "a.ts": "old" } }, { files: { "a.ts": tricky, "b.ts": "1\n" } }]),
    ).toMatchObject([
      { path: "a.ts", additions: 5, deletions: 1, hunks: [1, 1, 1, 5] },
      { path: "b.ts", additions: 1, deletions: 0 },
    ]);
  });

  const content = "a\nb\nc\nd\ne\nf\n";
  test.each([
    ["into another folder", "src/a.ts", "lib/a.ts"],
    ["into docs", "src/a.ts", "docs/a.ts"],
    ["with blanks and a confusing name", "x b/x.ts", "a b/x b/x.ts"],
    ["with quotes, backslashes and line breaks", 'a"\\b.ts', "c\n\td.ts"],
    ["beyond ASCII", "grün.ts", "größer/зелёный.ts"],
  ])("a rename %s has both names", async (_name, from, to) => {
    expect(
      await lastFiles([
        { files: { [from]: content } },
        { files: { [from]: null, [to]: `${content}g\n` } },
      ]),
    ).toMatchObject([
      { path: to, previousPath: from, status: "renamed", additions: 1, hunks: [6, 0, 7, 1] },
    ]);
  });

  test("an empty file and one with a blank in its name", async () => {
    expect(await lastFiles([{ files: { "a b/a b.ts": "", "empty b/empty": "" } }])).toMatchObject([
      { path: "a b/a b.ts", status: "added", additions: 0 },
      { path: "empty b/empty", status: "added", additions: 0 },
    ]);
  });

  test("a binary file has no lines", async () => {
    const binary = (byte: number) => ({
      otherFiles: [{ kind: "text", path: "a.bin", content: Buffer.from([0, byte, 0]) } as const],
    });
    expect(await lastFiles([binary(1), binary(2)])).toEqual([
      {
        path: "a.bin",
        status: "modified",
        kind: "binary",
        additions: 0,
        deletions: 0,
        hunks: [],
      },
    ]);
  });

  test("a submodule counts one line, as at GitHub", async () => {
    const submodule = (digit: string) => ({
      otherFiles: [{ kind: "submodule", path: "lib", sha: digit.repeat(40) } as const],
    });
    expect(await lastFiles([submodule("1"), submodule("2")])).toMatchObject([
      { path: "lib", kind: "submodule", additions: 1, deletions: 1 },
    ]);
  });

  test("names that are no UTF-8 stay apart", async () => {
    const file = (path: Buffer) => ({ kind: "text", path, content: "1\n" }) as const;
    expect(
      await lastFiles([
        { otherFiles: [file(Buffer.from("caf\xe9.ts", "latin1")), file(Buffer.from("café.ts"))] },
      ]),
    ).toMatchObject([{ path: "café.ts" }, { path: "caf\\351.ts" }]);
  });

  test("the patch is kept for the files that the model reads", async () => {
    expect(
      await lastFiles([
        { files: { "package.json": '{\n"a": "1.0"\n}\n', "b.json": "1" } },
        { files: { "package.json": '{\n"a": "2.0"\n}\n', "b.json": "2" } },
      ]),
    ).toMatchObject([
      { path: "b.json" },
      { path: "package.json", patch: '@@ -2 +2 @@\n-"a": "1.0"\n+"a": "2.0"\n' },
    ]);
  });
});

describe("a merge", () => {
  test("is told by the commits that it merged", async () => {
    const bob = ["Bob", "7+bob@users.noreply.github.com"] as const;
    const changes = await read([
      { files: { "a.ts": "1\n" } },
      { author: bob, message: "one", files: { "b.ts": "1\n" } },
      { author: bob, message: "two", files: { "b.ts": "2\n" } },
      {
        parents: [0, 2],
        author: ["Merger", "merger@example.com"],
        message: "Merge pull request #12 from bob/b\n\nAdd b",
        files: { "b.ts": "2\n" },
      },
    ]);
    expect(changes).toHaveLength(2);
    expect(changes[1]).toMatchObject({
      number: 12,
      mergedAtMs: dayMs(3),
      facts: {
        title: "Add b",
        author: { login: "bob", kind: "user" },
        files: [{ path: "b.ts", status: "added", additions: 1 }],
        commits: [{ message: "one" }, { message: "two" }],
      },
    });
  });

  test("of three branches at once is one change by whoever wrote most of it", async () => {
    const bob = ["Bob", "bob@example.com"] as const;
    const changes = await read([
      { files: { "a.ts": "1\n" } },
      { parents: [0], author: bob, files: { "b.ts": "1\n" } },
      { parents: [0], author: ["Carol", "carol@example.com"], files: { "c.ts": "1\n" } },
      { parents: [0], author: bob, files: { "d.ts": "1\n" } },
      { parents: [0, 1, 2, 3], files: { "b.ts": "1\n", "c.ts": "1\n", "d.ts": "1\n" } },
    ]);
    expect(changes).toHaveLength(2);
    expect(changes[1]?.facts.author.login).toBe("Bob");
    expect(changes[1]?.facts.commits).toHaveLength(3);
    expect(changes[1]?.facts.files.map(({ path }) => path)).toEqual(["b.ts", "c.ts", "d.ts"]);
  });
});

describe("people", () => {
  test("an author's name in another encoding is read", async () => {
    const [change] = await read([
      {
        author: [Buffer.from("J\xf6rg", "latin1"), "joerg@example.com"],
        message: Buffer.from("Gr\xf6\xdfer", "latin1"),
      },
    ]);
    expect(change?.facts).toMatchObject({ title: "Größer", author: { login: "Jörg" } });
  });

  test("who merged a squashed change has no part in it, co-authors have", async () => {
    const [change] = await read([
      {
        author: ["dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"],
        committer: ["GitHub", "noreply@github.com"],
        message: "Bump a (#3)\n\nCo-authored-by: Carol <carol@example.com>",
      },
    ]);
    const bot = { login: "dependabot[bot]", kind: "bot" };
    expect(change).toMatchObject({
      number: 3,
      facts: {
        author: bot,
        commits: [
          {
            author: { account: bot },
            committer: { account: bot },
            coAuthors: [{ account: { login: "Carol" } }],
          },
        ],
      },
    });
  });
});
