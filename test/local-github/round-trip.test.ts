import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";

let github: LocalGitHub;

beforeAll(async () => {
  github = await startLocalGitHub();
});

afterAll(() => github.stop());

test("an Octokit with the app's own key reads a pull request and posts a check on it", async () => {
  const acme = github.organisation("acme");
  acme.user("maria");
  const shop = await acme.repository("shop", { files: { "a.txt": "one\n" } });
  const pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "two\n" } });
  const octokit = new Octokit({
    authStrategy: createAppAuth,
    auth: {
      appId: github.app.id,
      privateKey: github.app.privateKey,
      installationId: acme.installationId,
    },
    baseUrl: github.apiUrl,
  });

  const read = await octokit.rest.pulls.get({ owner: "acme", repo: "shop", pull_number: 1 });
  await octokit.rest.checks.create({
    owner: "acme",
    repo: "shop",
    name: "change control: main",
    head_sha: read.data.head.sha,
    status: "in_progress",
    output: { title: "High risk", summary: "Somebody must approve." },
  });
  const { repository } = await octokit.graphql<{ repository: unknown }>(
    `query { repository(owner: "acme", name: "shop") {
      pullRequest(number: 1) {
        commits(first: 1) { nodes { commit { checkSuites(first: 5) { nodes {
          checkRuns(first: 5) { nodes { name status title } }
        } } } } }
      }
    } }`,
  );

  expect(read.data.changed_files).toBe(1);
  expect(read.data.additions).toBe(1);
  expect(github.checkRunOn(pull)).toMatchObject({
    name: "change control: main",
    status: "in_progress",
  });
  const run = { name: "change control: main", status: "IN_PROGRESS", title: "High risk" };
  const suites = { nodes: [{ checkRuns: { nodes: [run] } }] };
  expect(repository).toEqual({
    pullRequest: { commits: { nodes: [{ commit: { checkSuites: suites } }] } },
  });
  expect(github.unhandledRequests).toEqual([]);
});
