import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Client, createClients } from "#github/client.ts";
import { compareCommits } from "#github/compare.ts";
import { createDiffs, type DiffQuestion } from "#github/diffs.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";

const repository = { owner: "acme", name: "shop" };

let local: LocalGitHub;
let client: Client;
let shop: RepositoryScenario;

beforeEach(async () => {
  local = await startLocalGitHub();
  const acme = local.organisation("acme");
  acme.user("maria");
  shop = await acme.repository("shop", { files: { "a.txt": "a\n" } });
  client = createClients({
    appId: local.app.id,
    privateKey: local.app.privateKey,
    baseUrl: local.apiUrl,
    now: Date.now,
  }).installation(acme.installationId);
});

afterEach(async () => {
  const { unhandledRequests } = local;
  await local.stop();
  expect(unhandledRequests).toEqual([]);
});

const lines = (files: number) => ({ files, additions: files, deletions: 0, commits: 1 });

async function question(
  number: number,
  headSha: string,
  totals: DiffQuestion["totals"],
): Promise<DiffQuestion> {
  return { repository, number, pair: { baseSha: await shop.sha("main"), headSha }, totals };
}

async function pathsOf(asked: DiffQuestion): Promise<readonly string[] | undefined> {
  const diffs = createDiffs();
  await diffs.read(client, asked);
  return diffs.find(asked)?.files.map(({ path }) => path);
}

describe("a diff", () => {
  test("is the comparison of the two commits when its totals agree", async () => {
    const pull = await shop.openPullRequest({ author: "maria", files: { "b.txt": "b\n" } });
    expect(await pathsOf(await question(1, pull.headSha, lines(1)))).toEqual(["b.txt"]);
    expect(local.calls.has("GET /repos/{owner}/{repo}/pulls/{pull_number}/files")).toBe(false);
  });

  test("is what the pull request still shows when a part has reached the base by another way", async () => {
    const lower = await shop.openPullRequest({ author: "maria", files: { "b.txt": "b\n" } });
    const upper = await shop.openPullRequest({
      author: "maria",
      commits: [{ merge: lower.headSha, files: { "b.txt": "b\n", "c.txt": "c\n" } }],
    });
    await lower.merge({ by: "maria" });

    expect(await pathsOf(await question(2, upper.headSha, null))).toEqual(["c.txt"]);
    expect(await pathsOf(await question(2, upper.headSha, lines(2)))).toEqual(["b.txt", "c.txt"]);
  });

  test("is the comparison, and short of the totals, when the pull request's list lacks a file of it", async () => {
    const pull = await shop.openPullRequest({ author: "maria", files: { "b.txt": "b\n" } });
    await shop.push("main", "maria", [{ files: { "z.txt": "z\n" } }]);
    await shop.push("other", "maria", [{ files: { "o.txt": "o\n" } }]);
    const asked = await question(pull.number, await shop.sha("other"), lines(5));

    expect(await pathsOf(asked)).toEqual(["o.txt"]);
  });

  test("is kept by its commits, and asked for anew for others", async () => {
    const pull = await shop.openPullRequest({ author: "maria", files: { "b.txt": "b\n" } });
    const diffs = createDiffs();
    const asked = await question(1, pull.headSha, lines(1));
    await diffs.warm(client, repository, asked.pair);

    expect(diffs.find(asked)?.files).toHaveLength(1);
    expect(diffs.find({ ...asked, repository: { owner: "Acme", name: "Shop" } })).not.toBeNull();
    expect(diffs.find({ ...asked, pair: { ...asked.pair, baseSha: pull.headSha } })).toBeNull();
    expect(diffs.find({ ...asked, totals: lines(2) })).toBeNull();
  });

  test("of a commit that GitHub doesn't know (yet) is asked for later", async () => {
    const asked = await question(1, `${"0".repeat(39)}1`, null);
    await expect(createDiffs().read(client, asked)).rejects.toMatchObject({ name: "RetryLater" });
    await expect(createDiffs().warm(client, repository, asked.pair)).resolves.toBeUndefined();
  });
});

describe("a comparison", () => {
  const page = (data: object) => ({ data, headers: {} });
  /** A client whose comparison has these pages. */
  function answering(...pages: object[]): Client {
    const request = async () => page(pages.shift() ?? {});
    return { ...client, request: Object.assign(request, client.request) };
  }
  const pair = { baseSha: "b".repeat(40), headSha: "a".repeat(40) };
  const commit = (sha: string) => ({ sha, author: null, committer: {} });

  test("goes on until it has all commits", async () => {
    const commits = Array.from({ length: 100 }, (_, at) => commit(`${at}`));
    const pages = [
      { files: [], total_commits: 101, commits },
      { total_commits: 101, commits: [commit("last")] },
    ];
    const comparison = await compareCommits(answering(...pages), repository, pair);
    expect(comparison.commits).toHaveLength(101);
    expect(comparison.commits.at(-1)).toEqual({ sha: "last", author: null, committer: null });
  });

  test.each([
    ["without files", [{ total_commits: 0, commits: [] }]],
    [
      "with fewer commits than it states",
      [
        { files: [], total_commits: 2, commits: [commit("one")] },
        { total_commits: 2, commits: [] },
      ],
    ],
  ])("%s is none", async (_name, pages) => {
    await expect(compareCommits(answering(...pages), repository, pair)).rejects.toMatchObject({
      name: "RetryLater",
    });
  });
});
