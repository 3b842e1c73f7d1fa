import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { type Client, installationClient } from "./client.ts";

let github: LocalGitHub;
let acme: OrganisationScenario;
let shop: RepositoryScenario;
let ask: Client;

beforeAll(async () => {
  github = await startLocalGitHub();
  acme = github.organisation("acme");
  acme.user("maria", { name: "Maria", emails: ["maria@acme.example"] });
  acme.user("paul");
  shop = await acme.repository("shop", { files: { "a.txt": lines(40), "gone.txt": "x\n" } });
  ask = await installationClient(github);
});

afterAll(() => github.stop());

const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}\n`).join("");

async function branch(name: string, files: Readonly<Record<string, string | null>>) {
  return shop.push(name, "maria", [{ files }]);
}

describe("comparisons", () => {
  test("start at the merge base, not at the other branch's tip", async () => {
    await branch("side", { "side.txt": "s\n" });
    const base = await shop.sha();
    await shop.push("main", "paul", [{ files: { "later.txt": "l\n" } }]);

    const { body } = await ask("GET /repos/acme/shop/compare/main...side");
    expect(body).toMatchObject({
      status: "diverged",
      ahead_by: 1,
      behind_by: 1,
      total_commits: 1,
      merge_base_commit: { sha: base },
      files: [{ filename: "side.txt", status: "added", additions: 1, deletions: 0 }],
    });
  });

  test("find renames and removals, with patches that have hunks only", async () => {
    await branch("moved", { "a.txt": null, "b.txt": `${lines(40)}new\n`, "gone.txt": null });

    const { body } = await ask("GET /repos/acme/shop/compare/main...moved");
    expect(body.files).toMatchObject([
      {
        filename: "b.txt",
        previous_filename: "a.txt",
        status: "renamed",
        additions: 1,
        patch: expect.stringMatching(/^@@ .*\+new$/s),
      },
      { filename: "gone.txt", status: "removed", deletions: 1 },
    ]);
  });

  test("name the accounts of the addresses in commits, and nobody for unknown ones", async () => {
    await shop.push("people", "maria", [
      { author: "maria", files: { "p.txt": "1\n" } },
      { author: { name: "Nobody", email: "nobody@nowhere.example" }, files: { "p.txt": "2\n" } },
    ]);

    const { body } = await ask("GET /repos/acme/shop/compare/main...people");
    expect(body.commits).toMatchObject([
      {
        author: { login: "maria", type: "User" },
        commit: { author: { email: "maria@acme.example" } },
      },
      { author: null, commit: { author: { name: "Nobody" } } },
    ]);
  });

  test("list 300 files at most, on the first page only, and commits in pages", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 310 }, (_, i) => [`many/${i}.txt`, "m\n"]),
    );
    const commits = Array.from({ length: 5 }, (_, i) => ({
      message: `${i}`,
      files: { c: `${i}` },
    }));
    await shop.push("many", "maria", [{ message: "many", files: many }, ...commits]);

    const first = await ask("GET /repos/acme/shop/compare/main...many?per_page=4");
    const second = await ask("GET /repos/acme/shop/compare/main...many?per_page=4&page=2");
    const messages = (body: object) =>
      Object(body).commits.map((each: { commit: { message: string } }) => each.commit.message);
    expect(first.body.files).toHaveLength(300);
    expect(first.body.total_commits).toBe(6);
    expect(first.headers.get("link")).toContain('page=2>; rel="next"');
    expect(second.body).not.toHaveProperty("files");
    expect([messages(first.body), messages(second.body)]).toEqual([
      ["many", "0", "1", "2"],
      ["3", "4"],
    ]);
  });

  test("unpaged, they list the newest 250 commits", async () => {
    const commits = Array.from({ length: 260 }, (_, i) => ({
      message: `${i}`,
      files: { c: `${i}` },
    }));
    await shop.push("long", "maria", commits);

    const { body } = await ask("GET /repos/acme/shop/compare/main...long");
    expect(body).toMatchObject({ ahead_by: 260, total_commits: 260 });
    expect(body.commits).toHaveLength(250);
    expect(Object(body.commits)[249].commit.message).toBe("259");
  });

  test("reach into a fork", async () => {
    const fork = shop.fork(github.user("forker"));
    await fork.push("idea", "forker", [{ files: { "f.txt": "f\n" } }]);
    const pull = await shop.openPullRequest({ author: "forker", from: fork, branch: "idea" });

    const { body } = await ask("GET /repos/acme/shop/compare/main...forker:idea");
    expect(body).toMatchObject({ ahead_by: 1, files: [{ filename: "f.txt" }] });
    const read = await ask(`GET /repos/acme/shop/pulls/${pull.number}`);
    expect(read.body).toMatchObject({ head: { label: "forker:idea", repo: { fork: true } } });
  });
});

describe("conditional requests", () => {
  test("an unchanged answer is 304, and free", async () => {
    const before = await ask("GET /repos/acme/shop/contents/README.md?ref=main");
    const path = "GET /repos/acme/shop/contents/a.txt";
    const first = await ask(path);
    const etag = String(first.headers.get("etag"));
    const second = await ask(path, undefined, { "if-none-match": etag });
    await shop.push("main", "maria", [{ files: { "a.txt": "changed\n" } }]);
    const third = await ask(path, undefined, { "if-none-match": etag });

    expect(before.status).toBe(404);
    expect([first.status, second.status, third.status]).toEqual([200, 304, 200]);
    expect(second.headers.get("x-ratelimit-used")).toBe(first.headers.get("x-ratelimit-used"));
  });
});

describe("permissions", () => {
  const roleOf = async (login: string, repository: string) => {
    const path = `GET /repos/acme/${repository}/collaborators/${login}/permission`;
    const { body } = await ask(path);
    return [body.permission, body.role_name];
  };

  test("are the strongest of organisation, team, direct and public access", async () => {
    acme.customRole("release captain", { base: "maintain" });
    for (const login of ["owner", "lead", "dev", "captain", "nobody"]) acme.user(login);
    acme.user("boss", { role: "admin" });
    github.user("outside");
    acme.team("leads", { members: ["lead"] });
    acme.basePermission = "none";
    const permissions = { "@leads": "maintain", dev: "write", captain: "release captain" };
    await acme.repository("closed", { permissions });
    await acme.repository("open", { private: false });

    expect(await roleOf("boss", "closed")).toEqual(["admin", "admin"]);
    expect(await roleOf("lead", "closed")).toEqual(["write", "maintain"]);
    expect(await roleOf("dev", "closed")).toEqual(["write", "write"]);
    expect(await roleOf("captain", "closed")).toEqual(["write", "release captain"]);
    expect(await roleOf("nobody", "closed")).toEqual(["none", "none"]);
    expect(await roleOf("outside", "open")).toEqual(["read", "read"]);
    acme.basePermission = "read";
  });

  test("members of a child team belong to its parents, and have their access", async () => {
    acme.user("nested");
    const platform = acme.team("platform");
    const sre = acme.team("sre", { parent: platform });
    acme.team("oncall", { parent: sre, members: ["nested"] });
    await acme.repository("infra", { permissions: { "@platform": "write" } });
    const membership = "GET /orgs/acme/teams/platform/memberships/nested";

    expect((await ask(membership)).body).toMatchObject({ role: "member", state: "active" });
    expect(await roleOf("nested", "infra")).toEqual(["write", "write"]);
    const { body } = await ask("GET /orgs/acme/teams/platform/members");
    expect(body).toMatchObject([{ login: "nested" }]);
    const elsewhere = await ask("GET /orgs/acme/teams/platform/memberships/paul");
    expect(elsewhere.status).toBe(404);
  });
});

describe("a pull request's lists end where GitHub's do", () => {
  test("at 3,000 files, though its count tells the truth", async () => {
    const files = Object.fromEntries(Array.from({ length: 3010 }, (_, i) => [`wide/${i}`, "w\n"]));
    const { number } = await shop.openPullRequest({ author: "maria", files });
    const path = `/repos/acme/shop/pulls/${number}`;

    expect((await ask(`GET ${path}/files?per_page=100&page=30`)).body).toHaveLength(100);
    expect((await ask(`GET ${path}/files?per_page=100&page=31`)).body).toEqual([]);
    expect((await ask(`GET ${path}`)).body.changed_files).toBe(3010);
  });

  test("at 250 commits", async () => {
    const commits = Array.from({ length: 260 }, (_, i) => ({ files: { deep: `${i}\n` } }));
    const { number } = await shop.openPullRequest({ author: "maria", commits });
    const path = `/repos/acme/shop/pulls/${number}`;

    expect((await ask(`GET ${path}/commits?per_page=100&page=3`)).body).toHaveLength(50);
    expect((await ask(`GET ${path}`)).body.commits).toBe(260);
  });
});

test("the activity log says who moved a branch, newest first", async () => {
  const pull = await shop.openPullRequest({ author: "maria", branch: "log", files: { l: "1" } });
  await pull.push({ by: "paul", files: { l: "2" } });
  await pull.push({ by: "maria", files: { l: "3" }, force: true });

  const { body } = await ask("GET /repos/acme/shop/activity?ref=refs/heads/log");
  expect(body).toMatchObject([
    { activity_type: "force_push", actor: { login: "maria" } },
    { activity_type: "push", actor: { login: "paul" } },
    { activity_type: "branch_creation", actor: { login: "maria" } },
  ]);
});

test("a review answers the request that named its author's team", async () => {
  acme.team("reviewers", { members: ["paul"] });
  shop.grant("@reviewers", "write");
  const pull = await shop.openPullRequest({ author: "maria", files: { r: "r" } });
  await pull.requestReview(["@reviewers"], "maria");
  expect(pull.requestedReviewers).toEqual(["@reviewers"]);

  pull.review({ by: "paul", state: "approve" });
  expect(pull.requestedReviewers).toEqual([]);
});

test.each(["merge", "squash", "rebase"] as const)("a %s lands the content", async (method) => {
  const files = { [`landed/${method}.txt`]: method };
  const pull = await shop.openPullRequest({ author: "maria", files });
  await pull.merge({ by: "paul", method });

  const { status } = await ask(`GET /repos/acme/shop/contents/landed/${method}.txt`);
  const { body } = await ask(`GET /repos/acme/shop/commits/${pull.state.merged?.commitSha}`);
  expect(status).toBe(200);
  expect(body.parents).toHaveLength(method === "merge" ? 2 : 1);
  const committer = method === "rebase" ? "paul" : "web-flow";
  expect(body.committer).toMatchObject({ login: committer });
});
