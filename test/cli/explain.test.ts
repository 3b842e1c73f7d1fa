import { afterAll, describe, expect, test } from "@jest/globals";
import { type ExplainOptions, runExplain } from "../../src/cli/explain.ts";
import { RecordedIo } from "../support/command.ts";
import {
  createGitHistory,
  git,
  removeGitHistories,
  temporaryFolder,
} from "../support/git-history.ts";
import { expectGolden } from "../support/golden.ts";
import { createShopHistory } from "../support/shop-history.ts";

afterAll(removeGitHistories);

const shop = createShopHistory();

async function explain(args: readonly string[], options: ExplainOptions = {}) {
  const io = new RecordedIo({ cwd: shop });
  const code = await runExplain(args, options, io);
  return { code, ...io.written };
}

/** The commit of the mainline whose message begins so. */
const commit = (message: string) => git(shop, ["rev-parse", `main^{/^${message}}`]);

describe("a commit", () => {
  test("is explained factor by factor", async () => {
    const { code, stdout } = await explain([commit("Pay in instalments")]);
    expect(code).toBe(0);
    expectGolden("cli/explain.txt", stdout);
  });

  test("is explained to a program too", async () => {
    const { stdout } = await explain([commit("Bump left-pad")], { json: true });
    expect(JSON.parse(stdout)).toMatchObject({
      number: 24,
      title: "Bump left-pad from 1.0.0 to 1.0.1",
      author: "dependabot[bot]",
      type: "normal",
      level: "low",
      score: 0,
      factors: expect.arrayContaining([
        expect.objectContaining({ name: "trustedBot", points: -20 }),
      ]),
      floors: [],
      requirements: [],
    });
  });

  test("may be the first of all", async () => {
    const { stdout } = await explain([commit("Begin")]);
    expect(stdout).toContain("no merged change of alice here before");
  });

  test("that is standard says which rule makes it so", async () => {
    const { stdout } = await explain([shop, commit("Explain carts")]);
    expect(stdout).toContain("It is a standard change: documentation only. It needs no approval.");
  });
});

test("a range is explained as the pull request that it would be", async () => {
  const dir = createGitHistory([
    { files: { "src/a.ts": "1\n2\n3\n" } },
    { parents: [0], message: "Add b", files: { "src/b.ts": "1\n2\n" } },
    { parents: [1], message: "Polish b", files: { "src/b.ts": "1\n2\n3\n" }, tag: "polished" },
    { parents: [0], message: "Meanwhile", files: { "src/a.ts": "one\n2\n3\n" } },
  ]);
  const { code, stdout } = await explain([dir, "main..polished"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Add b\n/);
  expect(stdout).toContain("3 source lines changed in 1 file");
  expect(stdout).toContain("2 commits");
  expect(stdout).toContain("2 merged changes of Alice here before");
});

describe("refused with exit code 2, and how to right it", () => {
  test.each<[string, () => readonly string[], RegExp]>([
    ["no revision", () => [], /Name a commit or a range/],
    ["too many words", () => ["a", "b", "c"], /Name a commit or a range/],
    ["an unknown revision", () => ["nope"], /nope names no commit of .*\n.*HEAD~1/],
    ["a revision that looks like an option", () => ["--all"], /--all names no commit/],
    ["a range the wrong way round", () => ["main..main~3"], /holds no commit/],
    ["no repository", () => [temporaryFolder(), "HEAD"], /is no git repository/],
  ])("%s", async (_name, args, expected) => {
    const { code, stdout, stderr } = await explain(args());
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(expected);
  });
});
