import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
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
  github.user("spinnaker[bot]");
  shop = await acme.repository("shop");
  ask = clientWith(github, await installationToken(github));
});

afterEach(async () => {
  const unhandled = [...github.unhandledRequests];
  await github.stop();
  expect(unhandled).toEqual([]);
});

const deployments = "/repos/acme/shop/deployments";
const told = (event: string) =>
  github.webhooks.deliveries
    .filter((delivery) => delivery.event === event)
    .map(({ body }) => JSON.parse(body));
const statesOf = async (id: unknown) =>
  Object.values((await ask(`GET ${deployments}/${id}/statuses`)).body).map(
    (each) => Object(each).state,
  );
const deploy = (environment: string, ref = "main") =>
  ask(`POST ${deployments}`, { ref, environment, required_contexts: [] });

describe("a deployment of some tool", () => {
  test("is told, with whom it is by and without a workflow run", async () => {
    const made = await shop.deploy("spinnaker[bot]", { ref: "main", environment: "production" });
    made?.say("in_progress", "spinnaker[bot]", { logUrl: "https://ci.example/1" });

    expect(told("deployment")).toMatchObject([
      {
        action: "created",
        sender: { login: "spinnaker[bot]" },
        workflow_run: null,
        deployment: { environment: "production", production_environment: true, ref: "main" },
      },
    ]);
    expect(told("deployment_status")).toMatchObject([
      { deployment_status: { state: "in_progress", log_url: "https://ci.example/1" } },
    ]);
    expect(shop.state.deployments.environments.has("production")).toBe(true);
  });

  test.each([
    ["environment=staging", 1],
    ["environment=none", 3],
    ["ref=v1.0.0", 1],
    ["sha={sha}", 3],
    ["sha={sha}&environment=production&per_page=1", 1],
    ["task=migrate", 0],
  ])("is found by %s", async (search, count) => {
    await shop.tags.push("v1.0.0", "maria");
    await deploy("staging");
    await deploy("production");
    await deploy("production", "v1.0.0");
    const { body } = await ask(`GET ${deployments}?${search.replace("{sha}", await shop.sha())}`);
    expect(Object.values(body)).toHaveLength(count);
  });

  test.each([
    ["staging", ["inactive", "success"]],
    ["production", ["success"]],
  ])("that succeeded makes the one before inactive in %s: %j", async (environment, states) => {
    const before = await deploy(environment);
    await ask(`POST ${deployments}/${before.body.id}/statuses`, { state: "success" });
    const after = await deploy(environment);
    await ask(`POST ${deployments}/${after.body.id}/statuses`, { state: "success" });
    expect(await statesOf(before.body.id)).toEqual(states);
  });

  test("keeps its original environment when a status names another", async () => {
    const { body } = await deploy("staging");
    const status = { state: "success", environment: "staging-2" };
    await ask(`POST ${deployments}/${body.id}/statuses`, status);
    const now = { environment: "staging-2", original_environment: "staging" };
    expect((await ask(`GET ${deployments}/${body.id}`)).body).toMatchObject(now);
  });
});

describe("the commit's statuses", () => {
  const gate = "sluice/deploy: production";

  beforeEach(async () => {
    await shop.check(await shop.sha(), "ci", "success");
    await ask(`POST /repos/acme/shop/statuses/${await shop.sha()}`, {
      state: "pending",
      context: gate,
    });
  });

  test.each([
    ["all when none are named", {}, 409],
    ["those that are named", { required_contexts: [gate] }, 409],
    ["one that nobody reported", { required_contexts: ["unknown"] }, 409],
    ["a check that succeeded", { required_contexts: ["ci"] }, 201],
    ["none when the list is empty", { required_contexts: [] }, 201],
  ])("are asked for: %s", async (_, contexts, status) => {
    const answer = await ask(`POST ${deployments}`, { ref: "main", ...contexts });
    expect(answer.status).toBe(status);
    expect(shop.state.deployments.all).toHaveLength(status === 201 ? 1 : 0);
  });

  test("that fail are named", async () => {
    const { body } = await ask(`POST ${deployments}`, { ref: "main" });
    expect(body.errors).toMatchObject([
      { field: "required_contexts", contexts: [{ context: gate, state: "pending" }] },
    ]);
  });
});

describe("a branch that is behind the default branch", () => {
  beforeEach(async () => {
    await shop.push("side", "maria", [{ files: { "a.txt": "side\n" } }]);
    await shop.push("main", "maria", [{ files: { "b.txt": "main\n" } }]);
  });

  test("gets it merged in place of a deployment, and can then be deployed", async () => {
    const first = await ask(`POST ${deployments}`, { ref: "side" });
    expect(first).toMatchObject({
      status: 202,
      body: { message: expect.stringContaining("main") },
    });
    expect((await ask(`POST ${deployments}`, { ref: "side" })).status).toBe(201);
  });

  test("is left as it is when that is asked for, and when it conflicts", async () => {
    const tip = await shop.sha("side");
    const asIs = { ref: "side", auto_merge: false };
    expect((await ask(`POST ${deployments}`, asIs)).body).toMatchObject({ sha: tip });
    await shop.push("main", "maria", [{ files: { "a.txt": "main\n" } }]);
    expect((await ask(`POST ${deployments}`, { ref: "side" })).status).toBe(409);
    expect(await shop.sha("side")).toBe(tip);
  });
});

describe("refused", () => {
  test("an unknown ref, a long description, an unknown state", async () => {
    expect((await deploy("staging", "none")).status).toBe(422);
    const { body } = await deploy("staging");
    const path = `POST ${deployments}/${body.id}/statuses`;
    const long = { state: "success", description: "x".repeat(141) };
    expect((await ask(path, long)).status).toBe(422);
    expect((await ask(path, { state: "waiting" })).status).toBe(422);
    expect((await ask(`GET ${deployments}/1`)).status).toBe(404);
  });

  test("writing without the right to deployments", async () => {
    const permissions = { deployments: "read" };
    const poor = clientWith(github, await installationToken(github, undefined, { permissions }));
    expect((await poor(`GET ${deployments}`)).status).toBe(200);
    expect((await poor(`POST ${deployments}`, { ref: "main" })).status).toBe(403);
    expect((await poor("GET /repos/acme/shop/actions/runs")).status).toBe(403);
    expect((await poor("GET /repos/acme/shop/environments")).status).toBe(403);
  });
});
