import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { markdown } from "../../local-github/pages/markdown.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { WorkflowRunScenario } from "../../local-github/scenario/workflow-run.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { installationClient } from "./client.ts";

let github: LocalGitHub;
let pull: PullRequestScenario;
let run: WorkflowRunScenario;

beforeAll(async () => {
  github = await startLocalGitHub();
  const acme = github.organisation("acme");
  acme.user("maria");
  acme.user("paul");
  const shop = await acme.repository("shop", { files: { "docs/a b.txt": "<one>\n" } });
  pull = await shop.openPullRequest({
    author: "maria",
    title: "Add <b>bold</b>",
    body: "See the *plan*.",
    files: { "b.txt": "new\n" },
    labels: ["risk: high"],
  });
  await pull.requestReview(["paul"], "maria");
  pull.comment("paul", "Looks **fine** <script>alert(1)</script>");
  pull.review({ by: "paul", state: "approve", body: "Go." });
  shop.openIssue("maria", "Broken");
  shop.openIssue("maria", "Impossible").close("paul", "not_planned");
  await shop.release("maria", { tagName: "v1.0.0", body: "The **first** one" });
  await shop.release("maria", { tagName: "v2.0.0", draft: true });
  shop.environment("production").enableRule();
  run = await shop.startRun({ by: "paul", jobs: [{ environment: "production" }] });
  const ask = await installationClient(github);
  await ask(`POST /repos/acme/shop/actions/runs/${run.id}/deployment_protection_rule`, {
    environment_name: "production",
    comment: "Not **yet**",
  });
  await ask("POST /repos/acme/shop/check-runs", {
    name: "change control: main",
    head_sha: pull.headSha,
    conclusion: "failure",
    output: {
      title: "High risk: rejected",
      summary: "| Points | Factor |\n| -: | - |\n| +8 | size |",
    },
  });
});

afterAll(() => github.stop());

const read = async (path: string) => {
  const response = await fetch(`${github.url}${path}`);
  return { status: response.status, text: await response.text() };
};

test.each([
  ["who approved", "approved</span>"],
  ["labels", 'title="">risk: high</span>'],
  ["the check with its title", "High risk: rejected"],
  ["the check's table", "<td>size</td>"],
  ["comments as Markdown", "Looks <strong>fine</strong>"],
  ["the description", "<em>plan</em>"],
  ["a title that is no markup", "Add &lt;b&gt;bold&lt;/b&gt;"],
  ["a script that is no script", "&lt;script&gt;alert(1)&lt;/script&gt;"],
])("a pull request's page shows %s", async (_, shown) => {
  const { status, text } = await read("/acme/shop/pull/1");
  expect(status).toBe(200);
  expect(text).toContain(shown);
  expect(text).not.toContain("<script>");
});

test.each([
  ["the list of repositories", "/", "High risk: rejected"],
  ["a repository", "/acme/shop", "Broken"],
  ["an issue", "/acme/shop/issues/2", "Broken"],
  ["a closed issue", "/acme/shop/issues/3", "as not planned"],
  ["the list of workflow runs", "/acme/shop/actions", ">waiting</span>"],
  ["the list of releases", "/acme/shop/releases", ">draft</span>"],
  ["a release", "/acme/shop/releases/tag/v1.0.0", "<strong>first</strong>"],
  ["a pull request's files", "/acme/shop/pull/1/files", '<span class="added">+new</span>'],
  ["a file", "/acme/shop/blob/main/docs/a%20b.txt", "&lt;one&gt;"],
])("%s has a page", async (_, path, shown) => {
  const { status, text } = await read(path);
  expect(status).toBe(200);
  expect(text).toContain(shown);
});

test("a workflow run's page shows what waits, and what was said of it", async () => {
  const text = (await read(new URL(run.url).pathname)).text;
  expect(text).toContain("deploys to production");
  expect(text).toContain("Not <strong>yet</strong>");
});

test.each([
  "/acme/shop/actions/runs/1",
  "/acme/none",
  "/acme/shop/pull/99",
  "/acme/shop/releases/tag/v9",
  "/acme/shop/blob/main/none",
  "/acme/shop/blob/none/a",
])("%s is not found", async (path) => {
  expect((await read(path)).status).toBe(404);
});

describe("Markdown keeps of HTML only what folds text", () => {
  test.each([
    [
      "folding",
      "<details>\n<summary>More</summary>\n\n*here*\n\n</details>",
      "<summary>More</summary>",
    ],
    ["markers are not shown", "<!-- sluice:change -->\n\ntext", "<p>text</p>"],
    [
      "attributes make it text",
      '<details onclick="x">\n\ntext',
      "&lt;details onclick=&quot;x&quot;&gt;",
    ],
    ["other elements are text", "an <img src=x onerror=y> image", "&lt;img src=x onerror=y&gt;"],
    ["no link runs a script", "[x](javascript:alert)", "[x](javascript:alert)"],
    ["struck text", "~~gone~~", "<s>gone</s>"],
  ])("%s", (_, text, expected) => {
    expect(markdown(text).markup).toContain(expected);
  });
});
