import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GitStore } from "../../local-github/git/git-store.ts";
import type { NewCommit } from "../../local-github/git/write-commits.ts";
import { type LoadedHistory, loadHistory } from "../../local-github/history/load-history.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { totalsOf } from "../../local-github/world/lookup.ts";
import { type Client, installationClient } from "./client.ts";

let directory: string;
let github: LocalGitHub;
let past: GitStore;
let tip: string;
let loaded: LoadedHistory;
let ask: Client;

const maria = { name: "Maria Ek", email: "maria@acme.example" };
const mariaAtHome = { name: "Maria Ek", email: "maria@home.example" };
const bot = { name: "renovate[bot]", email: "29139614+renovate[bot]@users.noreply.github.com" };
const zoe = { name: "Zoë", email: "77+zoe-k@users.noreply.github.com" };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "history-"));
  past = await GitStore.create(directory);
  tip = await writePast();
  github = await startLocalGitHub();
  const acme = github.organisation("acme");
  loaded = await loadHistory(github.world, acme, {
    gitDir: past.directory,
    name: "past",
    tip,
    count: 4,
    files: { ".github/sluice.yml": "version: 1\n" },
  });
  ask = await installationClient(github);
});

afterAll(async () => {
  await github.stop();
  past.close();
  await rm(directory, { recursive: true });
});

/** Begin, a squash, a merge of two commits, a bot's squash, another squash. */
async function writePast(): Promise<string> {
  let seconds = 1_700_000_000;
  const commit = (
    author: { name: string; email: string },
    message: string,
    parents: readonly string[],
    files: Readonly<Record<string, string>>,
  ): NewCommit => {
    seconds += 60;
    const signature = { ...author, date: new Date(seconds * 1000) };
    return { message, author: signature, committer: signature, parents, files };
  };
  const shas = await past.write([
    commit(maria, "Begin", [], { a: "1\n" }),
    commit(maria, "Add b (#1)\n\nBecause.", [":1"], { b: "1\n" }),
    commit(zoe, "first half", [":1"], { c: "1\n" }),
    commit(mariaAtHome, "second half", [":3"], { d: "1\n" }),
    commit(maria, "Merge pull request #2 from zoe/cd\n\nAdd c and d", [":2", ":4"], {
      c: "1\n",
      d: "1\n",
    }),
    commit(bot, "chore(deps): update e (#3)", [":5"], { e: "1\n" }),
    commit(zoe, "Change a", [":6"], { a: "2\n" }),
  ]);
  return shas.at(-1) ?? "";
}

test("the last changes are open pull requests, oldest first, with their authors", () => {
  expect(loaded.left).toBe(0);
  expect(loaded.pulls.map(({ state }) => [state.title, state.author.login, state.state])).toEqual([
    ["Add b", "maria-ek", "open"],
    ["Add c and d", "maria-ek", "open"],
    ["chore(deps): update e", "renovate[bot]", "open"],
    ["Change a", "zoe-k", "open"],
  ]);
});

describe("each compares as it did when it was new", () => {
  test.each([
    ["a squash", 0, ["b"], 1],
    ["a merge", 1, ["c", "d"], 2],
    ["a bot's", 2, ["e"], 1],
    ["the last", 3, ["a"], 1],
  ])("%s", async (_, index, paths, commits) => {
    const pull = loaded.pulls[index];
    const totals = pull && (await totalsOf(pull.state));
    expect(totals?.files.map(({ path }) => path)).toEqual(paths);
    const { body } = await ask(`GET /repos/acme/past/compare/main...${pull?.headSha}`);
    expect(body).toMatchObject({
      ahead_by: commits,
      files: paths.map((filename) => ({ filename })),
    });
  });
});

test("one person with two addresses is one account, and commits map to it", async () => {
  const { body } = await ask("GET /repos/acme/past/pulls/2/commits");
  expect(body).toMatchObject([{ author: { login: "zoe-k" } }, { author: { login: "maria-ek" } }]);
  expect(github.world.account("maria-ek")?.emails).toContain(maria.email);
});

test("the branch holds the history and the files that were asked for", async () => {
  expect((await ask("GET /repos/acme/past/contents/.github/sluice.yml")).status).toBe(200);
  expect((await ask("GET /repos/acme/past/contents/e")).status).toBe(200);
});

test("the clone that was read is as it was", async () => {
  expect(await past.revisions(["--all"])).toHaveLength(7);
});
