import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { policyPath } from "#core/policy/policy-source.ts";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type Connection, connect } from "../support/github.ts";

const acmeShop = { owner: "acme", name: "shop" };
const policy = "version: 1\n";

let connection: Connection;
let acme: OrganisationScenario;
let shop: RepositoryScenario;
let installationId: number;

beforeEach(async () => {
  connection = await connect({ isToRemember: async () => true });
  acme = connection.local.organisation("acme");
  for (const login of ["maria", "omar"]) acme.user(login);
  shop = await acme.repository("shop", { files: { "a.ts": "one\n", "b.ts": "one\ntwo\n" } });
  installationId = connection.local.app.installationId;
});

afterEach(async () => {
  const { unhandledRequests } = connection.local;
  await connection.stop();
  expect(unhandledRequests).toEqual([]);
});

async function merged(
  files: Readonly<Record<string, string | null>>,
  sketch: Partial<Parameters<RepositoryScenario["openPullRequest"]>[0]> = {},
): Promise<PullRequestScenario> {
  const pull = await shop.openPullRequest({ author: "maria", files, ...sketch });
  await pull.merge({ by: "omar", method: "squash" });
  return pull;
}

const page = (cursor: string | null = null, size = 25) =>
  connection.github.readMergedPage(installationId, acmeShop, { branch: "main", cursor, size });

describe("a look at a repository's past", () => {
  const look = () => connection.github.lookAtPast(installationId, acmeShop);

  test("names the default branch, and says that nothing controls it", async () => {
    expect(await look()).toEqual({ branch: "main", controlled: false });
  });

  test("sees a policy on the default branch", async () => {
    await shop.push("main", "maria", [{ files: { [policyPath]: policy } }]);
    expect(await look()).toEqual({ branch: "main", controlled: true });
  });

  test("sees the organisation's policy", async () => {
    const files = { [policyPath]: policy };
    await acme.repository(".github", { files });
    expect(await look()).toEqual({ branch: "main", controlled: true });
  });

  test("finds nothing where there is no repository", async () => {
    const nowhere = { owner: "acme", name: "gone" };
    expect(await connection.github.lookAtPast(installationId, nowhere)).toBeNull();
  });
});

describe("the past, page by page", () => {
  test("is what was merged into the default branch, the latest moves first", async () => {
    await merged({ "a.ts": "two\n" }, { title: "fix: the first", labels: ["urgent"] });
    await shop.push("next", "maria", [{ files: { "n.ts": "n\n" } }]);
    await merged({ "m.ts": "m\n" }, { base: "next" });
    await shop.openPullRequest({ author: "maria", files: { "open.ts": "o\n" } });
    const last = await merged({ "b.ts": null, "c.ts": "three\n" }, { author: "omar" });

    const { changes, nextCursor, reachesBackToMs } = await page();

    expect(nextCursor).toBeNull();
    // Both may have moved within one second: then either comes first.
    expect(new Set(changes.map(({ number }) => number))).toEqual(new Set([4, 1]));
    expect(changes.find(({ number }) => number === 4)).toMatchObject({
      sha: await shop.sha("main"),
      mergedAtMs: Date.parse(last.state.merged?.at ?? ""),
      whole: true,
      observed: false,
      facts: {
        author: { login: "omar", kind: "user" },
        baseBranch: "main",
        fork: false,
        files: [
          { path: "b.ts", status: "removed", additions: 0, deletions: 2 },
          { path: "c.ts", status: "added", additions: 1, deletions: 0 },
        ],
        commits: [{ sha: last.headSha, author: { account: { login: "omar" } } }],
        totals: { files: 2, additions: 1, deletions: 2, commits: 1 },
      },
    });
    expect(changes.find(({ number }) => number === 1)?.facts).toMatchObject({
      title: "fix: the first",
      labels: ["urgent"],
    });
    expect(reachesBackToMs).toBeLessThanOrEqual(
      changes.find(({ number }) => number === 1)?.mergedAtMs ?? 0,
    );
    expect(connection.routes()).toEqual(["GraphQL ReadPast"]);
  });

  test("goes on where the page before ended", async () => {
    for (const count of [1, 2, 3]) await merged({ "a.ts": `${count}\n` });
    const first = await page(null, 2);
    const second = await page(first.nextCursor, 2);
    const numbers = [first, second].map(({ changes }) => changes.map(({ number }) => number));
    expect(numbers.map(({ length }) => length)).toEqual([2, 1]);
    expect(numbers.flat().sort()).toEqual([1, 2, 3]);
    expect(second.nextCursor).toBeNull();
  });

  test("tells a bot by the address of its commits", async () => {
    const bot = connection.local.user("renovate[bot]");
    const address = `${bot.id}+renovate[bot]@users.noreply.${new URL(connection.local.apiUrl).hostname}`;
    const author = { name: "renovate[bot]", email: address };
    await merged({}, { author: bot, commits: [{ author, files: { "a.ts": "bot\n" } }] });
    const [change] = (await page()).changes;
    expect(change?.facts.author).toMatchObject({ login: "renovate[bot]", kind: "bot" });
    expect(change?.facts.commits[0]?.author.account).toEqual({
      id: bot.id,
      login: "renovate[bot]",
      kind: "bot",
    });
  });

  test.each([
    ["a manifest, whose diff is not told", { "package.json": "{}\n" }],
    ["a moved file, whose former name is not told", { "b.ts": null, "moved.ts": "one\ntwo\n" }],
    [
      "more files than are told",
      Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`${at}.ts`, "x\n"])),
    ],
  ])("can't be decided anew where a change has %s", async (_name, files) => {
    await merged(files);
    const [change] = (await page()).changes;
    expect(change).toMatchObject({ whole: false });
    expect(change?.facts.files.length).toBeGreaterThan(0);
  });
});

describe("a push without a pull request", () => {
  async function readLast(beforeSha: string, headSha?: string) {
    const push = { kind: "push", repository: acmeShop, branch: "main", beforeSha } as const;
    return connection.github.readPush(installationId, {
      ...push,
      headSha: headSha ?? (await shop.sha()),
    });
  }

  test("is one change, named after its last commit", async () => {
    const before = await shop.sha();
    await shop.push("main", "omar", [
      { message: "Prepare", author: "maria", files: { "a.ts": "two\n" } },
      { message: "fix: the price\n\nIt was wrong.", files: { "price.ts": "3\n" } },
    ]);
    const change = await readLast(before);
    expect(change).toMatchObject({
      sha: await shop.sha(),
      number: null,
      whole: true,
      observed: false,
      facts: { title: "fix: the price", author: { login: "omar" }, baseBranch: "main" },
    });
    expect(change?.facts.files.map(({ path }) => path)).toEqual(["a.ts", "price.ts"]);
    expect(change?.facts.commits.map(({ author }) => author.account?.login)).toEqual([
      "maria",
      "omar",
    ]);
    expect(connection.routes()).toEqual(["GET /repos/{owner}/{repo}/compare/{basehead}"]);
  });

  test("by an address of nobody's is still somebody's", async () => {
    const before = await shop.sha();
    const author = { name: "X", email: "x@nowhere.example" };
    await shop.push("main", "omar", [{ author, files: { "a.ts": "x\n" } }]);
    const change = await readLast(before);
    expect(change?.facts.author).toMatchObject({ login: "X" });
    expect(change?.facts.author.id).toBeLessThan(0);
  });

  test.each([
    ["that GitHub knows no more", 0, "1".repeat(40)],
    ["of too many commits to be one change", 101, undefined],
  ])("%s is none", async (_name, count, headSha) => {
    const before = await shop.sha();
    const commits = Array.from({ length: count }, (_, at) => ({ files: { "a.ts": `${at}\n` } }));
    if (count > 0) await shop.push("main", "omar", commits);
    expect(await readLast(before, headSha)).toBeNull();
  });
});

describe("a merged pull request that is to be remembered", () => {
  test("is observed with its diff, at the cost of an open one", async () => {
    const pull = await shop.openPullRequest({ author: "maria", files: { "a.ts": "two\n" } });
    await shop.push("main", "omar", [{ files: { "other.ts": "x\n" } }]);
    await pull.merge({ by: "omar" });
    const { github } = connection;
    const observation = await github.observeChange(installationId, acmeShop, pull.number);
    if (observation.kind === "gone") throw new Error("gone");
    expect(observation.observed.facts.files).toMatchObject([{ path: "a.ts", status: "modified" }]);
    expect(connection.routes().length).toBeLessThanOrEqual(3);
  });

  test("was merged into another branch: its diff is not read", async () => {
    await shop.push("next", "maria", [{ files: { "n.ts": "n\n" } }]);
    const pull = await merged({ "m.ts": "m\n" }, { base: "next" });
    await connection.github.observeChange(installationId, acmeShop, pull.number);
    expect(connection.routes()).toEqual(["GraphQL ObserveChange"]);
  });
});

describe("the policy at a head", () => {
  const read = (sha: string) => connection.github.readPolicyAt(installationId, acmeShop, sha);

  test("is read once for a commit", async () => {
    const pull = await shop.openPullRequest({ author: "maria", files: { [policyPath]: policy } });
    expect(await read(pull.headSha)).toMatchObject({ content: { kind: "valid" } });
    expect(await read(pull.headSha)).toMatchObject({ content: { kind: "valid" } });
    expect(connection.routes()).toEqual(["GraphQL ReadPolicy"]);
  });

  test("of a fork is read through the repository", async () => {
    const outsider = connection.local.user("outsider");
    const from = shop.fork(outsider);
    const files = { [policyPath]: "version: 2\n" };
    const pull = await shop.openPullRequest({ author: outsider, from, files });
    expect(await read(pull.headSha)).toMatchObject({ content: { kind: "invalid" } });
  });

  test("is null where there is none, and asked again where GitHub does not know the commit yet", async () => {
    expect(await read(await shop.sha())).toBeNull();
    await expect(read("1".repeat(40))).rejects.toMatchObject({ name: "RetryLater" });
  });

  test("that could not be read is asked again", async () => {
    const pull = await shop.openPullRequest({ author: "maria", files: { [policyPath]: policy } });
    connection.local.failNext({ path: "ReadPolicy", status: 502 });
    await expect(read(pull.headSha)).rejects.toMatchObject({ name: "RetryLater" });
    expect(await read(pull.headSha)).toMatchObject({ content: { kind: "valid" } });
  });
});
