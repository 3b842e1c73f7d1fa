import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { eventually } from "../support/eventually.ts";
import { type Client, graphqlClient, installationClient } from "./client.ts";

let github: LocalGitHub;
let pull: PullRequestScenario;
let ask: Client;

beforeEach(async () => {
  github = await startLocalGitHub();
  const acme = github.organisation("acme");
  acme.user("maria");
  const shop = await acme.repository("shop");
  pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
  ask = await installationClient(github);
});

afterEach(() => github.stop());

test("a request fails as often as it was told to, then no more", async () => {
  github.failNext({ path: "/repos/acme/shop", status: 502, times: 2 });
  const statuses = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await ask("GET /repos/acme/shop")).status);
  expect(statuses).toEqual([502, 502, 200]);
});

test("other requests are not struck", async () => {
  github.failNext({ method: "POST", path: /comments$/, status: 500 });
  expect((await ask("GET /repos/acme/shop/issues/1/comments")).status).toBe(200);
  expect((await ask("POST /repos/acme/shop/issues/1/comments", { body: "x" })).status).toBe(500);
  expect(pull.comments).toHaveLength(0);
});

test("a secondary rate limit says when to come back", async () => {
  const message = "You have exceeded a secondary rate limit.";
  github.failNext({ status: 403, message, headers: { "retry-after": "7" } });
  const answer = await ask("GET /repos/acme/shop");
  expect(answer).toMatchObject({ status: 403, body: { message } });
  expect(answer.headers.get("retry-after")).toBe("7");
});

test("the primary rate limit runs out", async () => {
  github.rateLimit.limit = 2;
  await ask("GET /repos/acme/shop");
  await ask("GET /repos/acme/shop");
  const answer = await ask("GET /repos/acme/shop");
  expect(answer.status).toBe(403);
  expect(answer.headers.get("x-ratelimit-remaining")).toBe("0");
});

test("a request that is broken off was not carried out; one that is answered by 502 may have been", async () => {
  const post = () => ask("POST /repos/acme/shop/issues/1/comments", { body: "x" });
  github.failNext({ breakOff: true });
  await expect(post()).rejects.toThrow();
  expect(pull.comments).toHaveLength(0);
  github.failNext({ loseAnswer: true, instead: 502 });
  expect((await post()).status).toBe(502);
  expect(pull.comments).toHaveLength(1);
});

test("a disturbance sees every request, and strikes those that it wants to", async () => {
  const seen: (readonly string[])[] = [];
  github.disturbance = ({ names }) => {
    seen.push(names);
    return seen.length === 1 ? { status: 502 } : null;
  };
  expect((await ask("GET /repos/acme/shop")).status).toBe(502);
  expect((await ask("GET /repos/acme/shop")).status).toBe(200);
  expect(seen).toEqual([1, 2].map(() => ["/repos/acme/shop", "GET /repos/{owner}/{repo}"]));
});

test.each([
  ["before", 0],
  ["after", 1],
] as const)(
  "a request that hangs from %s it is carried out is never answered",
  async (hang, comments) => {
    github.failNext({ method: "POST", path: /comments$/, hang });
    const hanging = ask("POST /repos/acme/shop/issues/1/comments", { body: "x" });
    hanging.catch(() => {});
    const answered = await Promise.race([
      hanging.then(() => true),
      ask("GET /repos/acme/shop").then(() => false),
    ]);
    expect(answered).toBe(false);
    expect(await eventually(() => pull.comments.length === comments)).toBe(true);
  },
);

test("a lost answer's write has happened", async () => {
  github.failNext({ path: "addComment", loseAnswer: true });
  const graphql = await graphqlClient(github);
  const lost = graphql(
    `mutation($id: ID!) { addComment(input: { subjectId: $id, body: "x" }) { clientMutationId } }`,
    { id: pull.state.nodeId },
  );
  await expect(lost).rejects.toThrow();
  expect(pull.comments).toHaveLength(1);
});

test("calls are counted by route, and GraphQL by operation", async () => {
  github.traffic.forget();
  await ask("GET /repos/acme/shop/issues/1");
  await ask("GET /repos/acme/shop/issues/1");
  const graphql = await graphqlClient(github);
  await graphql("query observe { rateLimit { remaining } }");
  expect([...github.calls]).toEqual([
    ["GET /repos/{owner}/{repo}/issues/{issue_number}", 2],
    ["POST /app/installations/{installation_id}/access_tokens", 1],
    ["graphql observe", 1],
  ]);
});

test("time spent in the stand-in is measured without the latency that it plays", async () => {
  github.traffic.forget();
  github.latencyMs = 200;
  await ask("GET /repos/acme/shop");
  github.latencyMs = 0;
  expect(github.traffic.requests).toHaveLength(1);
  expect(github.traffic.busyMs).toBeLessThan(200);
});
