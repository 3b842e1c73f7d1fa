import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { policyPath } from "#core/policy/policy-source.ts";
import type { ObservationOfChange } from "#github/observe-change.ts";
import { type Connection, connect } from "../support/github.ts";

const acmeShop = { owner: "acme", name: "shop" };
const policy = "version: 1\napprovals:\n  medium: [{ from: [write] }]\n";

let connection: Connection;

beforeEach(async () => {
  connection = await connect();
});

afterEach(async () => {
  const { unhandledRequests } = connection.local;
  await connection.stop();
  expect(unhandledRequests).toEqual([]);
});

/** An organisation whose repository has a policy and three people. */
async function acme(files: Readonly<Record<string, string>> = { [policyPath]: policy }) {
  const organisation = connection.local.organisation("acme");
  for (const login of ["maria", "omar", "sven"]) organisation.user(login);
  const shop = await organisation.repository("shop", {
    files: { "a.txt": "one\n", "b.txt": "one\ntwo\n", ...files },
    permissions: { maria: "write", omar: "maintain" },
  });
  return { organisation, shop };
}

async function observe(number = 1): Promise<Extract<ObservationOfChange, { kind: "observed" }>> {
  const { github, local } = connection;
  const observation = await github.observeChange(local.app.installationId, acmeShop, number);
  if (observation.kind === "gone") throw new Error("the pull request is gone");
  return observation;
}

const account = (login: string) => expect.objectContaining({ login });

describe("a pull request", () => {
  test("is mapped with its files, commits and people", async () => {
    const { shop } = await acme();
    await shop.openPullRequest({
      author: "maria",
      title: "Rename b",
      labels: ["breaking-change"],
      commits: [
        {
          committer: "web-flow",
          message:
            "Rename b\n\nCo-authored-by: Omar <omar@example.com>\nCo-authored-by: X <x@nowhere.example>",
          files: { "b.txt": null, "c.txt": "one\ntwo\n", "a.txt": "two\n" },
        },
      ],
    });

    const { observed } = await observe();

    const { facts, ...change } = observed;
    expect(change).toMatchObject({
      repository: acmeShop,
      number: 1,
      state: "open",
      draft: false,
      baseSha: await shop.sha("main"),
      defaultBranch: "main",
      reviews: [],
      lastPusher: { login: "maria", kind: "user" },
      eligibility: { permissions: {}, teams: {} },
      policies: [{ origin: "repository", repository: acmeShop, content: { kind: "valid" } }],
    });
    expect(facts).toMatchObject({
      title: "Rename b",
      author: { login: "maria", kind: "user" },
      baseBranch: "main",
      labels: ["breaking-change"],
      fork: false,
      totals: { files: 2, additions: 1, deletions: 1, commits: 1 },
      history: null,
    });
    expect(facts.files).toEqual([
      {
        path: "a.txt",
        status: "modified",
        additions: 1,
        deletions: 1,
        blobSha: expect.any(String),
        patch: expect.any(String),
      },
      {
        path: "c.txt",
        previousPath: "b.txt",
        status: "renamed",
        additions: 0,
        deletions: 0,
        blobSha: expect.any(String),
      },
    ]);
    expect(facts.commits).toEqual([
      {
        sha: observed.headSha,
        parents: [observed.baseSha],
        message: expect.stringMatching(/^Rename b/),
        author: expect.objectContaining({ account: account("maria") }),
        committer: expect.objectContaining({ account: account("web-flow") }),
        coAuthors: [
          expect.objectContaining({ account: account("omar") }),
          { name: "X", email: "x@nowhere.example", account: null },
        ],
      },
    ]);
  });

  test("by a bot has a bot for author, committer and pusher, spelt as REST does", async () => {
    const { shop } = await acme();
    connection.local.user("renovate[bot]");
    await shop.openPullRequest({ author: "renovate[bot]", files: { "a.txt": "two\n" } });

    const { observed } = await observe();

    const bot = { login: "renovate[bot]", kind: "bot" };
    expect(observed.facts.author).toMatchObject(bot);
    expect(observed.facts.commits[0]?.author.account).toMatchObject(bot);
    expect(observed.facts.commits[0]?.committer.account).toMatchObject(bot);
    expect(observed.lastPusher).toMatchObject(bot);
  });

  test("from a fork says so, and its pusher is unknown where the fork can't be read", async () => {
    const { shop } = await acme();
    const from = shop.fork(connection.local.user("outsider"));
    await shop.openPullRequest({ author: "outsider", from, files: { "a.txt": "two\n" } });

    const { observed, written } = await observe();

    expect(observed.facts.fork).toBe(true);
    expect(observed.lastPusher).toBeNull();
    expect(written.checkRun).toBeNull();
  });

  test("that is merged names the commit and who merged it; its diff is not read", async () => {
    const { shop } = await acme();
    const pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "two\n" } });
    await pull.merge({ by: "omar" });

    const { observed, merge } = await observe();

    expect(observed.state).toBe("merged");
    expect(observed.facts).toMatchObject({ files: [], totals: { files: 1 } });
    expect(merge).toEqual({
      sha: await shop.sha("main"),
      parentSha: pull.state.base.sha,
      baseSha: pull.state.base.sha,
      by: account("omar"),
      atMs: Date.parse(pull.state.merged?.at ?? ""),
    });
    expect(connection.routes()).toEqual(["GraphQL ObserveChange"]);
  });

  test("that is closed, with its base branch gone, is still observed", async () => {
    const { shop } = await acme();
    await shop.push("next", "maria", [{ files: { "n.txt": "n\n" } }]);
    const pull = await shop.openPullRequest({
      author: "maria",
      base: "next",
      files: { "a.txt": "two\n" },
    });
    await pull.close("maria");
    await shop.deleteBranch("next", "maria");

    const { observed, merge } = await observe();

    expect(observed).toMatchObject({ state: "closed", policies: [] });
    expect(merge).toBeNull();
  });

  test("that is a draft says so", async () => {
    const { shop } = await acme();
    await shop.openPullRequest({ author: "maria", draft: true, files: { "a.txt": "two\n" } });

    expect((await observe()).observed.draft).toBe(true);
  });

  test.each([
    ["the pull request", acmeShop, 99],
    ["the repository", { owner: "acme", name: "nothing" }, 1],
  ])("is gone when there is no such thing: %s", async (_name, repository, number) => {
    await acme();
    const { github, local } = connection;
    expect(await github.observeChange(local.app.installationId, repository, number)).toEqual({
      kind: "gone",
    });
  });
});

describe("reviews", () => {
  test("stand in the order of their submission, each with its commit", async () => {
    const { shop } = await acme();
    const pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "two\n" } });
    const first = pull.headSha;
    pull.review({ by: "omar", state: "approve" });
    const second = await pull.push({ files: { "a.txt": "three\n" } });
    pull.dismiss(pull.review({ by: "sven", state: "approve" }), "omar");
    pull.review({ by: "omar", state: "request changes" });
    pull.review({ by: "sven", state: "comment" });

    const { observed } = await observe();

    const reviews = observed.reviews.map(({ reviewer, state, commitSha }) => [
      reviewer?.login,
      state,
      commitSha,
    ]);
    expect(reviews).toEqual([
      ["omar", "approved", first],
      ["sven", "dismissed", second],
      ["omar", "changes-requested", second],
    ]);
  });

  test("beyond the newest hundred are read as well", async () => {
    const { shop } = await acme();
    const pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "two\n" } });
    pull.review({ by: "sven", state: "request changes" });
    for (let count = 0; count < 230; count++) pull.review({ by: "omar", state: "approve" });

    const { observed } = await observe();

    expect(observed.reviews).toHaveLength(231);
    expect(observed.reviews[0]).toMatchObject({ state: "changes-requested" });
    expect(connection.routes().at(-1)).toBe("GraphQL ObserveChange");
  });

  test("beyond a thousand are too many to decide upon", async () => {
    const { shop } = await acme();
    const pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "two\n" } });
    for (let count = 0; count < 1_001; count++) pull.review({ by: "omar", state: "approve" });

    await expect(observe()).rejects.toMatchObject({
      name: "TerminalError",
      message: expect.stringContaining("more than 1,000 reviews"),
    });
  });
});

describe("long lists", () => {
  test("of commits are read to their end", async () => {
    const { shop } = await acme();
    const commits = Array.from({ length: 130 }, (_, count) => ({
      files: { "a.txt": `${count}\n` },
    }));
    const pull = await shop.openPullRequest({ author: "maria", commits });

    const { observed } = await observe();

    expect(observed.facts.commits).toHaveLength(130);
    expect(observed.facts.commits.at(-1)?.sha).toBe(pull.headSha);
    expect(observed.facts.totals?.commits).toBe(130);
  });

  test("of files are read from the pull request, since a comparison stops at 300", async () => {
    const { shop } = await acme();
    const files = Object.fromEntries(
      Array.from({ length: 412 }, (_, count) => [`f/${count}.txt`, `${count}\n`]),
    );
    await shop.openPullRequest({ author: "maria", files });

    const { observed } = await observe();

    expect(observed.facts.files).toHaveLength(412);
    expect(new Set(observed.facts.files.map(({ path }) => path)).size).toBe(412);
  });
});

describe("policies", () => {
  test("are the organisation's, then the repository's at the tip of the base branch", async () => {
    const { organisation, shop } = await acme();
    const github = await organisation.repository(".github", { files: { [policyPath]: policy } });
    await shop.openPullRequest({ author: "maria", files: { [policyPath]: "version: 2\n" } });
    await shop.push("main", "omar", [{ files: { [policyPath]: "version: 1\n" } }]);

    const { observed } = await observe();

    expect(observed.policies).toMatchObject([
      { origin: "organisation", repository: { owner: "acme", name: ".github" } },
      { origin: "repository", repository: acmeShop, content: { kind: "valid" } },
    ]);
    const [organisations, repositorys] = observed.policies;
    expect(organisations?.blobSha).not.toBe(repositorys?.blobSha);
    expect(github.fullName).toBe("acme/.github");
  });

  test("are none when there is neither a file nor an organisation's repository", async () => {
    const { shop } = await acme({});
    await shop.openPullRequest({ author: "maria", files: { "a.txt": "two\n" } });

    expect((await observe()).observed.policies).toEqual([]);
  });

  test.each([
    ["no YAML", "version: [", null],
    ["binary", "version: 1\n\0", "is a binary file"],
    ["too big for GitHub to show", `# ${"x".repeat(1_200_000)}\n`, "is too big"],
  ])("that can't be read are invalid, not absent: %s", async (_name, content, why) => {
    const { shop } = await acme({ [policyPath]: content });
    await shop.openPullRequest({ author: "maria", files: { "a.txt": "two\n" } });

    const [source] = (await observe()).observed.policies;

    if (source?.content.kind !== "invalid") throw new Error("the policy is not invalid");
    expect(source.content.problems.length).toBeGreaterThan(0);
    if (why !== null) expect(source.content.problems[0]?.message).toContain(why);
  });

  test("that are a directory are invalid, too", async () => {
    const { shop } = await acme({ [`${policyPath}/x.yml`]: policy });
    await shop.openPullRequest({ author: "maria", files: { "a.txt": "two\n" } });

    expect((await observe()).observed.policies[0]?.content).toMatchObject({
      kind: "invalid",
      problems: [{ message: `${policyPath} is not a file.` }],
    });
  });
});
