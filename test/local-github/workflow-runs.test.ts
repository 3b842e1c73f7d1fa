import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { WorkflowRunScenario } from "../../local-github/scenario/workflow-run.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { type Client, clientWith, installationToken } from "./client.ts";

let github: LocalGitHub;
let shop: RepositoryScenario;
let ask: Client;

beforeEach(async () => {
  github = await startLocalGitHub();
  github.useWebhookUrl("http://127.0.0.1:9/"); // nothing is sent: all is held
  github.webhooks.hold();
  const acme = github.organisation("acme");
  acme.user("maria");
  acme.user("olga", { role: "admin" });
  shop = await acme.repository("shop");
  shop.environment("production").enableRule();
  ask = clientWith(github, await installationToken(github));
});

afterEach(async () => {
  const unhandled = [...github.unhandledRequests];
  await github.stop();
  expect(unhandled).toEqual([]);
});

const start = (jobs: Parameters<RepositoryScenario["startRun"]>[0]["jobs"]) =>
  shop.startRun({ by: "maria", jobs });
const runs = "/repos/acme/shop/actions/runs";
const answer = async (run: WorkflowRunScenario, body: object) =>
  (
    await ask(`POST ${runs}/${run.id}/deployment_protection_rule`, {
      environment_name: "production",
      ...body,
    })
  ).status;
const told = (event: string) =>
  github.webhooks.deliveries
    .filter((delivery) => delivery.event === event)
    .map(({ body }) => JSON.parse(body));

describe("a job waits for the rule of its environment", () => {
  test("and the rule is asked with what GitHub says, and no more", async () => {
    const run = await start([{ environment: "production" }]);

    const [asked, ...others] = told("deployment_protection_rule");
    expect(others).toEqual([]);
    expect(Object.keys(asked).toSorted()).toEqual([
      "action",
      "deployment",
      "deployment_callback_url",
      "environment",
      "event",
      "installation",
      "organization",
      "pull_requests",
      "ref",
      "repository",
      "sender",
      "sha",
    ]);
    expect(asked).toMatchObject({
      action: "requested",
      environment: "production",
      event: "push",
      sha: await shop.sha(),
      pull_requests: [],
      deployment_callback_url: `${github.apiUrl}${runs}/${run.id}/deployment_protection_rule`,
      deployment: {
        ref: "main",
        task: "deploy",
        original_environment: "production",
        production_environment: true,
        creator: { login: "github-actions[bot]" },
      },
    });
    expect(run.status).toBe("waiting");
    const read = await ask(`GET ${runs}/${run.id}`);
    expect(read.body).toMatchObject({
      status: "waiting",
      conclusion: null,
      run_attempt: 1,
      path: ".github/workflows/deploy.yml",
      actor: { login: "maria" },
    });
  });

  test("and is found among the waiting, with its environment", async () => {
    const run = await start([{ environment: "production" }]);
    const ended = await start([{ environment: "staging" }]);
    await ended.finish("staging");

    const waiting = await ask(`GET ${runs}?status=waiting`);
    expect(waiting.body).toMatchObject({ total_count: 1, workflow_runs: [{ id: run.id }] });
    const pending = await ask(`GET ${runs}/${run.id}/pending_deployments`);
    expect(pending.body).toMatchObject([{ environment: { name: "production" } }]);
    expect((await ask(`GET ${runs}?status=success`)).body).toMatchObject({ total_count: 1 });
  });

  test("unless it was misspelt: then it begins, in an environment of that name", async () => {
    const run = await start([{ environment: "prodution" }]);
    expect(run.job("prodution").state).toBe("in_progress");
    expect(told("deployment_protection_rule")).toEqual([]);
    const { body } = await ask(
      "GET /repos/acme/shop/environments/prodution/deployment_protection_rules",
    );
    expect(body).toEqual({ total_count: 0, custom_deployment_protection_rules: [] });
  });

  test("unless the rule was taken away", async () => {
    shop.environment("production").disableRule();
    const run = await start([{ environment: "production" }]);
    expect(run.job("production").state).toBe("in_progress");
  });
});

describe("an answer", () => {
  test("of approval begins the job, whose end is told", async () => {
    const run = await start([{ environment: "production" }]);
    expect(await answer(run, { state: "approved", comment: "All approved" })).toBe(204);
    expect(run.job("production").state).toBe("in_progress");
    await run.finish("production");

    expect(told("deployment_status").map((each) => each.deployment_status.state)).toEqual([
      "in_progress",
      "success",
    ]);
    expect(told("workflow_run").map(({ action }) => action)).toEqual([
      "requested",
      "in_progress",
      "completed",
    ]);
    const { body } = await ask(`GET ${runs}/${run.id}/approvals`);
    expect(body).toMatchObject([
      {
        state: "approved",
        comment: "All approved",
        user: { login: "sluice[bot]" },
        environments: [{ name: "production" }],
      },
    ]);
  });

  test("of rejection fails the job and skips what needs it", async () => {
    const run = await start([
      { environment: "production" },
      { name: "tell", after: ["production"] },
    ]);
    expect(await answer(run, { state: "rejected" })).toBe(204);
    expect(run.status).toBe("failure");
    expect(run.job("tell").conclusion).toBe("skipped");
  });

  test("releases every job that waits there now; later ones wait again", async () => {
    const run = await start([
      { name: "one", environment: "production" },
      { name: "two", environment: "production" },
      { name: "three", environment: "production", after: ["one"] },
    ]);
    expect(told("deployment_protection_rule")).toHaveLength(2);
    await answer(run, { state: "approved" });
    expect([run.job("one").state, run.job("two").state]).toEqual(["in_progress", "in_progress"]);

    await run.finish("one");
    expect(run.job("three").state).toBe("waiting");
    expect(told("deployment_protection_rule")).toHaveLength(3);
    expect(await answer(run, { state: "approved" })).toBe(204);
  });

  test("is refused once it was given, and before anything waits", async () => {
    const run = await start([{ name: "build" }, { environment: "production", after: ["build"] }]);
    expect(await answer(run, { state: "approved" })).toBe(422);
    await run.finish("build");
    expect(await answer(run, { state: "approved" })).toBe(204);
    expect(await answer(run, { state: "approved" })).toBe(422);
    expect(await answer(run, { state: "rejected" })).toBe(422);
    expect(run.job("production").state).toBe("in_progress");
  });

  test("is refused in an environment without the app's rule", async () => {
    shop.environment("staging").enableRule("other");
    const run = await start([{ environment: "staging" }]);
    expect(await answer(run, { environment_name: "staging", state: "approved" })).toBe(422);
    await run.answerAs("other", "staging", "approved");
    expect(run.job("staging").state).toBe("in_progress");
  });

  test("is one of several that are needed", async () => {
    shop.environment("production").enableRule("other");
    const run = await start([{ environment: "production" }]);
    await answer(run, { state: "approved" });
    expect(run.job("production").state).toBe("waiting");
    await run.answerAs("other", "production", "approved");
    expect(run.job("production").state).toBe("in_progress");
  });

  test("without a state reports, ten times a deployment and 1,024 characters at most", async () => {
    const run = await start([{ environment: "production" }]);
    expect(await answer(run, { comment: "x".repeat(1025) })).toBe(422);
    expect(await answer(run, {})).toBe(422);
    for (let sent = 0; sent < 10; sent += 1) {
      expect(await answer(run, { comment: `Report ${sent}` })).toBe(204);
    }
    expect(await answer(run, { comment: "One more" })).toBe(422);

    expect(run.status).toBe("waiting");
    expect(run.answers("production")).toHaveLength(10);
    expect((await ask(`GET ${runs}/${run.id}/approvals`)).body[0]).toMatchObject({
      state: "pending",
      comment: "Report 0",
    });
  });

  test("needs the right to deployments, and a run that exists", async () => {
    const run = await start([{ environment: "production" }]);
    const body = { environment_name: "production", state: "approved" };
    const permissions = { deployments: "read", actions: "read" };
    const poor = clientWith(github, await installationToken(github, undefined, { permissions }));
    const path = `${runs}/${run.id}/deployment_protection_rule`;
    expect((await poor(`POST ${path}`, body)).status).toBe(403);
    expect((await ask(`POST ${runs}/1/deployment_protection_rule`, body)).status).toBe(404);
  });
});

describe("a run", () => {
  test("that is run again has the same id and another attempt, and is asked anew", async () => {
    const run = await start([{ environment: "production" }]);
    await expect(run.rerun("olga")).rejects.toThrow("already running");
    await answer(run, { state: "rejected" });
    await run.rerun("olga");

    const { body } = await ask(`GET ${runs}/${run.id}`);
    expect(body).toMatchObject({
      run_attempt: 2,
      status: "waiting",
      actor: { login: "maria" },
      triggering_actor: { login: "olga" },
    });
    const [first, second] = told("deployment_protection_rule");
    expect(second.deployment_callback_url).toBe(first.deployment_callback_url);
    expect(second.deployment.id).not.toBe(first.deployment.id);
    expect(await answer(run, { state: "approved" })).toBe(204);
  });

  test("of a tag says so", async () => {
    await shop.tags.push("v1.0.0", "maria", { message: "First" });
    const jobs = [{ environment: "production" }];
    await shop.startRun({ by: "maria", ref: "v1.0.0", jobs });
    const [asked] = told("deployment_protection_rule");
    expect(asked).toMatchObject({ ref: "refs/tags/v1.0.0", sha: await shop.sha() });
    expect(asked.deployment.ref).toBe("v1.0.0");
  });

  test("that was cancelled or waited too long has nothing more to answer", async () => {
    const cancelled = await start([{ environment: "production" }]);
    await cancelled.cancel();
    const expired = await start([{ environment: "production" }]);
    await expired.expire();
    expect([cancelled.status, expired.status]).toEqual(["cancelled", "failure"]);
    expect(await answer(cancelled, { state: "approved" })).toBe(422);
    expect(await answer(expired, { state: "approved" })).toBe(422);
  });

  test("is started by an administrator past its rules, unless the environment forbids it", async () => {
    const run = await start([{ environment: "production" }]);
    await expect(run.bypass("production", "maria")).rejects.toThrow("may not bypass");
    shop.environment("production").adminsMayBypass = false;
    await expect(run.bypass("production", "olga")).rejects.toThrow("may not bypass");
    shop.environment("production").adminsMayBypass = true;
    await run.bypass("production", "olga", "Urgent");

    expect(run.job("production").state).toBe("in_progress");
    expect(run.answers("production")).toMatchObject([{ by: { login: "olga" } }]);
  });
});
