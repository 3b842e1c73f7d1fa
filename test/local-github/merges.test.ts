import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { type Client, graphqlClient, installationClient } from "./client.ts";

let github: LocalGitHub;
let shop: RepositoryScenario;
let pull: PullRequestScenario;
let ask: Client;

beforeEach(async () => {
  github = await startLocalGitHub();
  github.useWebhookUrl("http://127.0.0.1:9/"); // nothing is sent: all is held
  github.webhooks.hold();
  const acme = github.organisation("acme");
  acme.user("maria");
  acme.user("paul");
  acme.user("olga", { role: "admin" });
  shop = await acme.repository("shop");
  ask = await installationClient(github);
  pull = await shop.openPullRequest({
    author: "maria",
    commits: [{ files: { "a.txt": "1\n" } }, { files: { "b.txt": "1\n" } }],
  });
  await shop.push("main", "olga", [{ files: { "later.txt": "l\n" } }]);
});

afterEach(async () => {
  const unhandled = [...github.unhandledRequests];
  await github.stop();
  expect(unhandled).toEqual([]);
});

const told = (event: string) =>
  github.webhooks.deliveries
    .filter((delivery) => delivery.event === event)
    .map(({ body }) => JSON.parse(body));
const numbersWith = async (sha: string) => {
  const { body } = await ask(`GET /repos/acme/shop/commits/${sha}/pulls`);
  return Object.values(body).map((each) => Object(each).number);
};

describe("a merge on the web", () => {
  test.each([
    ["merge", { parents: 2, author: "paul", committer: "web-flow", verified: true, commits: 3 }],
    ["squash", { parents: 1, author: "maria", committer: "web-flow", verified: true, commits: 1 }],
    ["rebase", { parents: 1, author: "maria", committer: "paul", verified: false, commits: 2 }],
  ] as const)("by %s writes the commits that GitHub writes", async (method, expected) => {
    const before = await shop.sha();
    const head = pull.headSha;
    await pull.merge({ by: "paul", method });

    const merged = await ask(`GET /repos/acme/shop/pulls/${pull.number}`);
    const sha = String(merged.body.merge_commit_sha);
    expect(merged.body).toMatchObject({ merged: true, merged_by: { login: "paul" } });
    expect(sha).toBe(await shop.sha());
    const { body } = await ask(`GET /repos/acme/shop/commits/${sha}`);
    const { author, committer } = expected;
    expect(body).toMatchObject({ author: { login: author }, committer: { login: committer } });
    expect(body).toMatchObject({ commit: { verification: { verified: expected.verified } } });
    const parents = [...Object(body).parents].map((parent) => Object(parent).sha);
    expect(parents).toHaveLength(expected.parents);
    expect(parents.includes(head)).toBe(method === "merge");
    const push = told("push").at(-1);
    expect(push).toMatchObject({ ref: "refs/heads/main", before, after: sha, forced: false });
    expect(push.commits).toHaveLength(expected.commits);
    expect(told("pull_request").at(-1)).toMatchObject({
      action: "closed",
      pull_request: { merged: true, merge_commit_sha: sha },
    });
    for (const { id } of push.commits) expect(await numbersWith(id)).toEqual([pull.number]);
  });

  test("of a draft is refused", async () => {
    await pull.convertToDraft("maria");
    await expect(pull.merge({ by: "paul" })).rejects.toThrow("still a draft");
  });

  test("by the queue puts each pull request on top of the one before", async () => {
    const second = await shop.openPullRequest({ author: "maria", files: { "c.txt": "c\n" } });
    await pull.enqueue("paul");
    await second.enqueue("paul");
    const base = await shop.sha();
    await shop.mergeGroup(await shop.formMergeGroup({ size: 2, method: "squash" }));

    const [first, last] = [pull, second].map(({ state }) => state.merged?.commitSha);
    const { git } = shop.state;
    expect((await git.commitOf(String(first))).parents).toEqual([base]);
    expect((await git.commitOf(String(last))).parents).toEqual([first]);
    expect(await shop.sha()).toBe(last);
    const push = told("push").find(({ after }) => after === last && after);
    expect(push.sender.login).toBe("github-merge-queue[bot]");
    expect(await numbersWith(String(first))).toEqual([pull.number]);
  });
});

describe("a push", () => {
  test("to a branch belongs to no pull request", async () => {
    const before = await shop.sha();
    const after = await shop.push("main", "maria", [{ message: "Hurry", files: { x: "x" } }]);

    expect(told("push").at(-1)).toMatchObject({
      before,
      after,
      created: false,
      deleted: false,
      forced: false,
      head_commit: { id: after, message: "Hurry", added: [], author: { username: "maria" } },
      commits: [{ id: after, added: ["x"] }],
      pusher: { name: "maria" },
    });
    expect(await numbersWith(after)).toEqual([]);
  });

  test("that takes commits away is forced and lists none", async () => {
    const before = await shop.sha();
    const { parents } = await shop.state.git.commitOf(before);
    await shop.pushCommit("main", String(parents[0]), "olga");
    expect(told("push").at(-1)).toMatchObject({ before, forced: true, commits: [] });
  });

  test("makes and deletes branches", async () => {
    await shop.push("side", "maria", [{ files: { x: "x" } }]);
    expect(told("push").at(-1)).toMatchObject({ created: true, before: "0".repeat(40) });
    await shop.deleteBranch("side", "maria");
    expect(told("push").at(-1)).toMatchObject({
      deleted: true,
      after: "0".repeat(40),
      head_commit: null,
    });
  });

  test("of a head to its base branch merges the pull request", async () => {
    const stacked = await shop.openPullRequest({ author: "maria", files: { "c.txt": "c\n" } });
    await shop.pushCommit("main", stacked.headSha, "olga");

    expect(stacked.state.merged).toMatchObject({
      by: { login: "olga" },
      commitSha: stacked.headSha,
    });
    expect(pull.state.state).toBe("open");
    expect(told("pull_request").at(-1)).toMatchObject({
      action: "closed",
      number: stacked.number,
      sender: { login: "olga" },
    });
  });

  test("of a merge made elsewhere names that merge commit", async () => {
    const merge = await shop.push("main", "olga", [{ merge: pull.headSha, files: { x: "x" } }]);
    await shop.push("main", "olga", [{ files: { y: "y" } }]);

    expect(pull.state.merged?.commitSha).toBe(merge);
    expect(await numbersWith(merge)).toEqual([pull.number]);
  });
});

describe("a protected branch", () => {
  const check = (conclusion: "success" | "failure") => shop.check(pull.headSha, "gate", conclusion);

  beforeEach(() => shop.requireChecks(["gate"]));

  test("takes no pull request without its required check, but by an administrator", async () => {
    await expect(pull.merge({ by: "paul" })).rejects.toThrow('"gate" is expected');
    await check("failure");
    await expect(pull.merge({ by: "olga" })).rejects.toThrow('"gate" is expected');
    await expect(pull.merge({ by: "paul", bypass: true })).rejects.toThrow("may not bypass");

    await pull.merge({ by: "olga", bypass: true });
    expect(pull.state.merged?.by.login).toBe("olga");
  });

  test("takes one whose check and status of that name both succeed", async () => {
    const status = (state: string) =>
      ask(`POST /repos/acme/shop/statuses/${pull.headSha}`, { state, context: "gate" });
    await check("success");
    await status("pending");
    await expect(pull.merge({ by: "paul" })).rejects.toThrow('"gate" is expected');
    await status("success");
    await pull.merge({ by: "paul" });
    expect(pull.state.merged).not.toBeNull();
  });

  test("takes pushes of administrators only, and says that it is protected", async () => {
    const push = (by: string) => shop.push("main", by, [{ files: { x: by } }]);
    await expect(push("maria")).rejects.toThrow('"gate" is expected');
    expect(told("push").at(-1)?.head_commit.id).toBe(await shop.sha());
    const tip = await push("olga");

    const { body } = await ask("GET /repos/acme/shop/branches/main");
    expect(body).toMatchObject({
      commit: { sha: tip },
      protected: true,
      protection: { required_status_checks: { contexts: ["gate"] } },
    });
  });
});

describe("which pull requests a commit belongs to", () => {
  test("an open one that holds it, in both interfaces", async () => {
    expect(await numbersWith(pull.headSha)).toEqual([pull.number]);
    const query = await graphqlClient(github);
    const { data } = await query(`query { repository(owner: "acme", name: "shop") {
      object(oid: "${pull.headSha}") { ... on Commit {
        associatedPullRequests(first: 2) { nodes { number merged } }
      } } } }`);
    const associatedPullRequests = { nodes: [{ number: pull.number, merged: false }] };
    expect(data).toEqual({ repository: { object: { associatedPullRequests } } });
  });

  test("none that was closed unmerged", async () => {
    await pull.close("maria");
    expect(await numbersWith(pull.headSha)).toEqual([]);
  });

  test("an unknown commit: 422", async () => {
    const sha = "1".repeat(40);
    expect((await ask(`GET /repos/acme/shop/commits/${sha}/pulls`)).status).toBe(422);
    expect((await ask(`GET /repos/acme/shop/commits/${sha}`)).status).toBe(422);
  });
});
