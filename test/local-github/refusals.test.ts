import { createSign, generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { appToken, type Client, clientWith, installationToken } from "./client.ts";

let github: LocalGitHub;
let acme: OrganisationScenario;
let pull: PullRequestScenario;
let asApp: Client;
let ask: Client;

beforeAll(async () => {
  github = await startLocalGitHub();
  acme = github.organisation("acme");
  acme.user("maria");
  for (let i = 0; i < 16; i += 1) acme.user(`reviewer${i}`);
  github.user("stranger");
  acme.team("outsiders");
  const shop = await acme.repository("shop");
  pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
  const closed = github.organisation("closed", { appInstalled: false });
  await closed.repository("secret");
  asApp = clientWith(github, await appToken(github));
  ask = clientWith(github, await installationToken(github));
});

afterAll(() => github.stop());

const sixteen = Array.from({ length: 16 }, (_, index) => `reviewer${index}`);
const annotation = {
  path: "a.txt",
  start_line: 1,
  end_line: 1,
  annotation_level: "notice",
  message: "x",
};
const output = { title: "t", summary: "s" };

describe("requests that GitHub refuses are refused", () => {
  const reviewers = "POST /repos/acme/shop/pulls/1/requested_reviewers";
  const checks = "POST /repos/acme/shop/check-runs";
  const cases: readonly (readonly [what: string, route: string, status: number, body?: object])[] =
    [
      ["a body without a required field", checks, 422, { head_sha: "main" }],
      [
        "a status that is not on the list",
        checks,
        422,
        { name: "x", head_sha: "main", status: "done" },
      ],
      [
        "a completed check without conclusion",
        checks,
        422,
        { name: "x", head_sha: "main", status: "completed" },
      ],
      ["a commit that does not exist", checks, 422, { name: "x", head_sha: "0".repeat(40) }],
      [
        "a summary of 65,536 characters",
        checks,
        422,
        { name: "x", head_sha: "main", output: { title: "t", summary: "x".repeat(65_536) } },
      ],
      [
        "51 annotations",
        checks,
        422,
        {
          name: "x",
          head_sha: "main",
          output: { ...output, annotations: Array(51).fill(annotation) },
        },
      ],
      [
        "a fourth button",
        checks,
        422,
        {
          name: "x",
          head_sha: "main",
          actions: Array(4).fill({ label: "a", description: "b", identifier: "c" }),
        },
      ],
      [
        "a button label of 21 characters",
        checks,
        422,
        {
          name: "x",
          head_sha: "main",
          actions: [{ label: "x".repeat(21), description: "b", identifier: "c" }],
        },
      ],
      [
        "a comment of 65,537 characters",
        "POST /repos/acme/shop/issues/1/comments",
        422,
        { body: "x".repeat(65_537) },
      ],
      ["an empty comment", "POST /repos/acme/shop/issues/1/comments", 422, { body: " " }],
      ["a label that exists", "POST /repos/acme/shop/labels", 422, { name: "BUG" }],
      [
        "an unknown reaction",
        "POST /repos/acme/shop/issues/comments/1/reactions",
        422,
        { content: "clap" },
      ],
      ["a review of one's own", reviewers, 422, { reviewers: ["maria"] }],
      ["a review by an outsider", reviewers, 422, { reviewers: ["stranger"] }],
      ["a review by a team without access", reviewers, 422, { team_reviewers: ["outsiders"] }],
      ["sixteen reviewers", reviewers, 422, { reviewers: sixteen }],
      ["a pull request that does not exist", "GET /repos/acme/shop/pulls/99", 404],
      ["a pull request number that is none", "GET /repos/acme/shop/pulls/one", 422],
      ["a repository without the app", "GET /repos/closed/secret", 404],
      ["a file that does not exist", "GET /repos/acme/shop/contents/none", 404],
      ["a comparison with an unknown branch", "GET /repos/acme/shop/compare/main...none", 404],
      ["the team of a non-member", "GET /orgs/acme/teams/outsiders/memberships/maria", 404],
      ["the app's own matters without its key", "GET /app", 401],
    ];

  test.each(cases.map(([what, route, status, body]) => ({ what, route, status, body })))(
    "$what: $status",
    async ({ route, status, body }) => {
      await ask("POST /repos/acme/shop/labels", { name: "bug" });
      const answer = await ask(route, body);
      expect(answer).toMatchObject({ status, body: { status: String(status) } });
      expect(github.unhandledRequests).toEqual([]);
    },
  );

  test("a body that is no JSON: 400", async () => {
    const token = await installationToken(github);
    const response = await fetch(`${github.apiUrl}/repos/acme/shop/labels`, {
      method: "POST",
      headers: { authorization: `bearer ${token}` },
      body: "{",
    });
    expect(response.status).toBe(400);
  });

  test("an author can't approve, but may comment", () => {
    expect(() => pull.review({ by: "maria", state: "approve" })).toThrow("Unprocessable");
    expect(pull.review({ by: "maria", state: "comment" }).state).toBe("COMMENTED");
  });
});

describe("tokens", () => {
  const jwt = (claims: object, key: string) => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}`;
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key, "base64url")}`;
  };
  const now = Math.floor(Date.now() / 1000);
  const strange = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const strangeKey = strange.export({ type: "pkcs1", format: "pem" }).toString();

  test.each([
    ["of another key", () => jwt({ iss: github.app.id, iat: now, exp: now + 60 }, strangeKey)],
    [
      "that has expired",
      () => jwt({ iss: github.app.id, iat: now, exp: now - 1 }, github.app.privateKey),
    ],
    [
      "that lives for an hour",
      () => jwt({ iss: github.app.id, iat: now, exp: now + 3600 }, github.app.privateKey),
    ],
    ["of another app", () => jwt({ iss: 1, iat: now, exp: now + 60 }, github.app.privateKey)],
    ["from nowhere", () => "ghs_made_up"],
  ])("a token %s: 401", async (_, make) => {
    expect((await clientWith(github, make())("GET /app")).status).toBe(401);
  });

  test("a narrowed token does neither see the other repositories nor write beyond its permissions", async () => {
    await acme.repository("other");
    const id = github.app.installationId;
    const narrowed = { repositories: ["shop"], permissions: { issues: "write", contents: "read" } };
    const narrow = clientWith(github, await installationToken(github, id, narrowed));

    expect((await narrow("GET /repos/acme/shop/contents/README.md")).status).toBe(200);
    expect((await narrow("GET /repos/acme/other")).status).toBe(404);
    const check = { name: "x", head_sha: "main" };
    expect((await narrow("POST /repos/acme/shop/check-runs", check)).status).toBe(403);
    const { body } = await narrow("GET /installation/repositories");
    expect(body).toMatchObject({ total_count: 1, repositories: [{ name: "shop" }] });
  });

  test("a token for more than was granted is not issued", async () => {
    const path = `POST /app/installations/${github.app.installationId}/access_tokens`;
    const answer = await asApp(path, { permissions: { actions: "write" } });
    expect(answer.status).toBe(422);
  });

  test("a suspended app's tokens are worth nothing, and it gets no new ones", async () => {
    const idle = github.organisation("idle");
    const client = clientWith(github, await installationToken(github, idle.installationId));
    const path = `POST /app/installations/${idle.installationId}/access_tokens`;
    idle.suspendApp();
    expect((await client("GET /installation/repositories")).status).toBe(401);
    expect((await asApp(path)).status).toBe(403);
    idle.suspendApp(false);
    expect((await client("GET /installation/repositories")).status).toBe(200);
  });

  test("a token dies with the installation", async () => {
    const short = github.organisation("short");
    const client = clientWith(github, await installationToken(github, short.installationId));
    expect((await client("GET /installation/repositories")).status).toBe(200);
    short.uninstallApp();
    expect((await client("GET /installation/repositories")).status).toBe(401);
  });
});

describe("what can't be answered truthfully is said aloud", () => {
  test.each([
    ["GET /repos/acme/shop/stargazers", undefined, 404, "no such route here"],
    ["GET /repos/acme/shop/pulls?sate=open", undefined, 200, "GitHub ignores the parameter sate"],
    [
      "POST /repos/acme/shop/labels",
      { name: "new", colour: "red" },
      201,
      "GitHub ignores the parameter colour",
    ],
  ])("%s", async (route, body, status, remark) => {
    expect((await ask(route, body)).status).toBe(status);
    expect(github.traffic.unhandled.splice(0).join()).toContain(remark);
  });
});
