import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { WebhookDefinition } from "@octokit/webhooks-examples";
import examples from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";

let github: LocalGitHub;

beforeAll(async () => {
  github = await startLocalGitHub();
  github.useWebhookUrl("http://127.0.0.1:9/"); // nothing is sent: all is held
  github.webhooks.hold();
  await doEverything();
});

afterAll(() => github.stop());

test.each([
  ["pull_request", "opened"],
  ["pull_request", "synchronize"],
  ["pull_request", "labeled"],
  ["pull_request", "closed"],
  ["pull_request", "review_requested"],
  ["pull_request_review", "submitted"],
  ["pull_request_review", "dismissed"],
  ["issue_comment", "created"],
  ["check_run", "created"],
  ["check_run", "completed"],
  ["check_run", "rerequested"],
  ["check_suite", "requested"],
  ["merge_group", "checks_requested"],
  ["push", undefined],
  ["member", "added"],
  ["membership", "added"],
  ["team", "created"],
  ["organization", "member_added"],
  ["installation", "created"],
  ["installation_repositories", "removed"],
  ["deployment", "created"],
  ["deployment_status", "created"],
  ["workflow_run", "requested"],
  ["workflow_run", "completed"],
  ["create", undefined],
  ["delete", undefined],
  ["release", "created"],
  ["release", "edited"],
  ["release", "published"],
  ["release", "prereleased"],
  ["release", "released"],
  ["release", "deleted"],
  ["issues", "opened"],
  ["issues", "edited"],
  ["issues", "labeled"],
  ["issues", "reopened"],
])("%s %s has the fields of GitHub's own example", (event, action) => {
  const ours = github.webhooks.deliveries
    .filter((delivery) => delivery.event === event)
    .map(({ body }) => JSON.parse(body))
    .find((payload) => payload.action === action);
  const missing = examplesOf(event, action)
    .map((example) => missingFields(example, ours, event))
    .toSorted((a, b) => a.length - b.length);
  expect(ours).toBeDefined();
  expect(missing[0]).toEqual([]);
});

/** One of everything that the payload table asks for. */
async function doEverything(): Promise<void> {
  const acme = github.organisation("acme");
  acme.user("maria", { role: "admin" });
  acme.user("paul");
  const shop = await acme.repository("shop");
  const sre = acme.team("sre", { members: ["paul"] });
  acme.user("zoe");
  shop.grant("zoe", "write");
  const pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
  await pull.push({ files: { "b.txt": "b\n" } });
  await pull.edit({ title: "Better" }, "maria");
  await pull.label(["risk: low"], "paul");
  await pull.requestReview(["paul"], "maria");
  const review = pull.review({ by: "paul", state: "approve" });
  pull.dismiss(review, "maria");
  pull.comment("paul", "hello");
  await shop.check(pull.headSha, "tests", "success");
  const [run] = await shop.checkRuns(pull.headSha);
  if (run) shop.rerequestCheck(run, "paul");
  const issue = shop.openIssue("paul", "Something");
  issue.edit({ title: "Something else" }, "paul");
  await issue.label(["bug"], "paul");
  issue.close("paul", "not_planned");
  issue.reopen("maria");
  const deploy = await shop.startRun({ by: "maria", jobs: [{ environment: "staging" }] });
  await deploy.finish("staging");
  await shop.tags.push("v1.0.0", "maria");
  await shop.tags.delete("v1.0.0", "maria");
  const release = await shop.release("maria", { tagName: "v1.0.0", prerelease: true });
  await release.edit({ name: "First", body: "Notes", prerelease: false }, "maria");
  release.delete("maria");
  await pull.enqueue("paul");
  await shop.formMergeGroup();
  await pull.close("maria");
  sre.remove("paul");
  acme.selectRepositories([]);
}

/** GitHub has several examples of most events, and their fields vary: matching one of them is enough. */
function examplesOf(event: string, action: string | undefined): readonly unknown[] {
  const all: readonly WebhookDefinition[] = JSON.parse(JSON.stringify(examples));
  const ofEvent = all.find(({ name }) => name === event)?.examples ?? [];
  return ofEvent.filter(
    (example) => action === undefined || Reflect.get(example, "action") === action,
  );
}

/** Paths of fields that the example has and our payload has not. */
function missingFields(example: unknown, ours: unknown, path: string): readonly string[] {
  if (Array.isArray(example)) {
    return Array.isArray(ours) && example.length > 0 && ours.length > 0
      ? missingFields(example[0], ours[0], `${path}[]`)
      : [];
  }
  if (typeof example !== "object" || example === null) return [];
  if (typeof ours !== "object" || ours === null) return [];
  const fields = Object.entries(example).filter(([key]) => key !== "permissions"); // a map, not fields
  return fields.flatMap(([key, value]) =>
    Reflect.has(ours, key)
      ? missingFields(value, Reflect.get(ours, key), `${path}.${key}`)
      : [`${path}.${key}`],
  );
}
