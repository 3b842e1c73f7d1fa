import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { routes } from "../../local-github/rest/routes.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { appToken, type Client, clientWith, installationToken } from "./client.ts";

const allPermissions = {
  actions: "read",
  checks: "write",
  deployments: "write",
  issues: "write",
  members: "read",
  pull_requests: "write",
  statuses: "write",
} as const;

let github: LocalGitHub;
let asApp: Client;
let asInstallation: Client;
const names: Record<string, string> = {};

beforeAll(async () => {
  github = await startLocalGitHub({ permissions: { ...allPermissions, contents: "write" } });
  const acme = github.organisation("acme");
  acme.user("maria");
  acme.user("paul");
  acme.user("olga", { role: "admin" });
  acme.team("sre", { members: ["maria"] });
  const shop = await acme.repository("shop", {
    files: { "docs/a.txt": "one\n" },
    permissions: { "@sre": "write" },
  });
  github.useWebhookUrl("http://127.0.0.1:9/"); // nobody listens: a failed delivery to ask about
  const pull = await shop.openPullRequest({
    author: "maria",
    labels: ["risk: low"],
    commits: [{ files: { "docs/a.txt": null, "docs/b.txt": "one\n", "c.bin": Buffer.from([0]) } }],
  });
  pull.review({ by: "paul", state: "approve" });
  await pull.requestReview(["@sre"], "maria");
  const comment = pull.comment("paul", "Well done");
  const run = await shop.check(pull.headSha, "tests", "success");
  await shop.tags.push("v1.0.0", "maria");
  const annotation = await shop.tags.push("v1.1.0", "maria", { message: "Second" });
  const release = await shop.release("maria", { tagName: "v1.0.0" });
  const draft = await shop.release("maria", { tagName: "v2.0.0", draft: true });
  shop.environment("production").enableRule();
  const waiting = await shop.startRun({ by: "maria", jobs: [{ environment: "production" }] });
  const answered = await shop.startRun({ by: "maria", jobs: [{ environment: "production" }] });
  await answered.bypass("production", "olga", "Urgent");
  await github.webhooks.settled();
  asApp = clientWith(github, await appToken(github));
  asInstallation = clientWith(github, await installationToken(github));
  const own = await asInstallation("POST /repos/acme/shop/check-runs", {
    name: "own",
    head_sha: pull.headSha,
  });
  Object.assign(names, {
    head: pull.headSha,
    comment: comment.id,
    run: run.id,
    annotation,
    waiting: waiting.id,
    answered: answered.id,
    deployment: answered.job("production").deployment?.id,
    release: release.state.id,
    draft: draft.state.id,
    own: own.body.id,
    delivery: github.webhooks.deliveries[0]?.id,
    installation: github.app.installationId,
  });
  github.traffic.forget();
});

afterAll(() => github.stop());

const check = {
  status: "completed",
  conclusion: "failure",
  output: {
    title: "No",
    summary: "It fails.",
    annotations: [
      { path: "a", start_line: 1, end_line: 1, annotation_level: "notice", message: "Here" },
    ],
  },
};

const approval = { environment_name: "production", state: "approved", comment: "Released" };

const asked: readonly (readonly [route: string, status: number, body?: object])[] = [
  ["GET /app", 200],
  ["GET /app/installations", 200],
  ["GET /app/installations/{installation}", 200],
  ["POST /app/installations/{installation}/access_tokens", 201, { repositories: ["shop"] }],
  ["GET /app/hook/deliveries?per_page=1", 200],
  ["GET /app/hook/deliveries/{delivery}", 200],
  ["POST /app/hook/deliveries/{delivery}/attempts", 202],
  ["GET /installation/repositories", 200],
  ["GET /rate_limit", 200],
  ["GET /repos/acme/shop", 200],
  ["GET /repos/acme/shop/installation", 200],
  ["GET /orgs/acme/installation", 200],
  ["GET /repos/acme/shop/activity?ref=main", 200],
  ["GET /repos/acme/shop/collaborators", 200],
  ["GET /repos/acme/shop/collaborators/maria/permission", 200],
  ["GET /users/maria", 200],
  ["GET /orgs/acme", 200],
  ["GET /orgs/acme/members/maria", 204],
  ["GET /orgs/acme/teams", 200],
  ["GET /orgs/acme/teams/sre", 200],
  ["GET /orgs/acme/teams/sre/members", 200],
  ["GET /orgs/acme/teams/sre/memberships/maria", 200],
  ["GET /repos/acme/shop/pulls?state=all", 200],
  ["GET /repos/acme/shop/pulls/1", 200],
  ["GET /repos/acme/shop/pulls/1/files", 200],
  ["GET /repos/acme/shop/pulls/1/commits", 200],
  ["GET /repos/acme/shop/pulls/1/reviews", 200],
  ["GET /repos/acme/shop/pulls/1/requested_reviewers", 200],
  ["POST /repos/acme/shop/pulls/1/requested_reviewers", 201, { reviewers: ["paul"] }],
  ["DELETE /repos/acme/shop/pulls/1/requested_reviewers", 200, { reviewers: ["paul"] }],
  ["GET /repos/acme/shop/compare/main...{head}", 200],
  ["GET /repos/acme/shop/commits?sha={head}", 200],
  ["GET /repos/acme/shop/commits/{head}", 200],
  ["GET /repos/acme/shop/commits/{head}/pulls", 200],
  ["GET /repos/acme/shop/contents/docs/a.txt", 200],
  ["GET /repos/acme/shop/git/ref/heads/main", 200],
  ["GET /repos/acme/shop/git/matching-refs/tags/v", 200],
  ["GET /repos/acme/shop/git/tags/{annotation}", 200],
  ["GET /repos/acme/shop/tags", 200],
  ["GET /repos/acme/shop/releases", 200],
  ["GET /repos/acme/shop/releases/latest", 200],
  ["GET /repos/acme/shop/releases/tags/v1.0.0", 200],
  ["GET /repos/acme/shop/releases/{release}", 200],
  ["POST /repos/acme/shop/releases", 201, { tag_name: "v1.1.0", body: "Notes", draft: true }],
  ["PATCH /repos/acme/shop/releases/{draft}", 200, { body: "Better notes" }],
  ["DELETE /repos/acme/shop/releases/{draft}", 204],
  ["GET /repos/acme/shop/branches", 200],
  ["GET /repos/acme/shop/branches/main", 200],
  ["GET /repos/acme/shop/issues", 200],
  ["POST /repos/acme/shop/issues", 201, { title: "Broken", labels: ["bug"] }],
  ["GET /repos/acme/shop/issues/2", 200],
  ["PATCH /repos/acme/shop/issues/2", 200, { state: "closed", state_reason: "not_planned" }],
  ["GET /repos/acme/shop/issues/1/comments", 200],
  ["POST /repos/acme/shop/issues/1/comments", 201, { body: "Hello" }],
  ["GET /repos/acme/shop/issues/comments/{comment}", 200],
  ["PATCH /repos/acme/shop/issues/comments/{comment}", 200, { body: "Better" }],
  ["POST /repos/acme/shop/issues/comments/{comment}/reactions", 201, { content: "eyes" }],
  ["GET /repos/acme/shop/issues/comments/{comment}/reactions", 200],
  ["DELETE /repos/acme/shop/issues/comments/{comment}", 204],
  ["GET /repos/acme/shop/labels", 200],
  ["POST /repos/acme/shop/labels", 201, { name: "risk: high", color: "ff0000" }],
  ["GET /repos/acme/shop/labels/risk%3A%20high", 200],
  ["PATCH /repos/acme/shop/labels/risk%3A%20high", 200, { new_name: "danger" }],
  ["GET /repos/acme/shop/issues/1/labels", 200],
  ["POST /repos/acme/shop/issues/1/labels", 200, { labels: ["danger"] }],
  ["DELETE /repos/acme/shop/issues/1/labels/danger", 200],
  ["DELETE /repos/acme/shop/labels/danger", 204],
  ["POST /repos/acme/shop/check-runs", 201, { name: "gate", head_sha: "{head}", ...check }],
  ["PATCH /repos/acme/shop/check-runs/{own}", 200, check],
  ["GET /repos/acme/shop/check-runs/{own}", 200],
  ["GET /repos/acme/shop/check-runs/{own}/annotations", 200],
  ["GET /repos/acme/shop/commits/{head}/check-runs", 200],
  ["GET /repos/acme/shop/commits/{head}/check-suites", 200],
  ["POST /repos/acme/shop/statuses/{head}", 201, { state: "pending", context: "deploy" }],
  ["GET /repos/acme/shop/commits/{head}/statuses", 200],
  ["GET /repos/acme/shop/environments", 200],
  ["GET /repos/acme/shop/environments/production", 200],
  ["GET /repos/acme/shop/environments/production/deployment_protection_rules", 200],
  ["GET /repos/acme/shop/actions/runs?status=waiting", 200],
  ["GET /repos/acme/shop/actions/runs/{waiting}", 200],
  ["GET /repos/acme/shop/actions/runs/{answered}/approvals", 200],
  ["GET /repos/acme/shop/actions/runs/{waiting}/pending_deployments", 200],
  ["POST /repos/acme/shop/actions/runs/{waiting}/deployment_protection_rule", 204, approval],
  ["GET /repos/acme/shop/deployments?environment=production", 200],
  ["GET /repos/acme/shop/deployments/{deployment}", 200],
  ["GET /repos/acme/shop/deployments/{deployment}/statuses", 200],
  ["POST /repos/acme/shop/deployments/{deployment}/statuses", 201, { state: "success" }],
  ["POST /repos/acme/shop/deployments", 201, { ref: "main", required_contexts: [] }],
];

test.each(asked.map(([route, status, body]) => ({ route, status, body })))(
  "$route is answered with $status, in the form that GitHub describes",
  async ({ route, status, body }) => {
    const named = (text: string) =>
      text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(names[name]));
    const byJwt = /\/(app|installation)(\/|\?|$)/.test(route) && !route.includes("/installation/");
    const ask = byJwt ? asApp : asInstallation;
    const answer = await ask(named(route), body && JSON.parse(named(JSON.stringify(body))));

    expect([answer.status, ...github.traffic.unhandled.splice(0)]).toEqual([status]);
  },
);

test("every route is in the table above", () => {
  const called = new Set(github.calls.keys());
  expect(routes.map(({ template }) => template).filter((each) => !called.has(each))).toEqual([]);
});
