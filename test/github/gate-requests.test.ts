import { describe, expect, test } from "@jest/globals";
import examples from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import { encodeKey } from "#core/key-encoding.ts";
import { keysOf } from "#github/event-to-keys.ts";

const repository = { id: 42, name: "shop", owner: { login: "acme" } };
const envelope = { installation: { id: 5 }, repository, sender: { id: 7, login: "maria" } };
const callback = (path: string, origin = "https://api.github.com") => `${origin}${path}`;
const runPath = "/repos/acme/shop/actions/runs/12/deployment_protection_rule";

/** As it was observed: no run, attempt or job is named but in the path. */
const requested = (url: string, more: object = {}) => ({
  ...envelope,
  action: "requested",
  environment: "production",
  event: "push",
  deployment_callback_url: url,
  deployment: { id: 34, sha: "1a2b3c4".padEnd(40, "0"), task: "deploy" },
  pull_requests: [],
  ...more,
});

const found = (name: string, payload: object) => {
  const { keys, gates, ignored } = keysOf({ name, payload }, "sluice");
  return { keys: keys.map(({ key }) => encodeKey(key)), gates, ignored };
};

describe("a job that waits by its environment's protection rule", () => {
  test.each([
    ["of github.com", callback(runPath)],
    ["of an Enterprise Server", callback(`/api/v3${runPath}`, "https://github.example.com")],
    ["with another spelling of the name", callback(runPath.replace("shop", "Shop"))],
    [
      "with an address of somebody else: only its path is read",
      callback(runPath, "https://evil.example"),
    ],
  ])("asks for a gate, by the callback's path: %s", (_name, url) => {
    expect(found("deployment_protection_rule", requested(url))).toEqual({
      keys: ["environment/acme/shop/production"],
      gates: [
        {
          repository: { owner: "acme", name: "shop" },
          environment: "production",
          name: { kind: "protection-rule", runId: 12, deploymentId: 34 },
        },
      ],
      ignored: null,
    });
  });

  test.each<[string, object]>([
    ["another repository in the path", requested(callback(runPath.replace("acme", "evil")))],
    ["another path", requested(callback("/repos/acme/shop/actions/runs/12/approvals"))],
    ["a path that goes on", requested(callback(`${runPath}/../../../..`))],
    ["a run that is no number", requested(callback(runPath.replace("12", "1e9")))],
    ["no address", requested("nowhere")],
    ["another action", { ...requested(callback(runPath)), action: "approved" }],
    ["no deployment", requested(callback(runPath), { deployment: null })],
  ])("asks for nothing with %s", (_name, payload) => {
    const { keys, gates, ignored } = found("deployment_protection_rule", payload);
    expect({ keys, gates }).toEqual({ keys: [], gates: [] });
    expect(ignored).not.toBeNull();
  });
});

describe("a deployment", () => {
  const deployment = { id: 34, environment: "prod-eu", original_environment: "production" };
  const gate = {
    repository: { owner: "acme", name: "shop" },
    environment: "production",
    name: { kind: "api-deployment", deploymentId: 34 },
  };

  test("made through the API is a gate of its own", () => {
    const payload = { ...envelope, action: "created", deployment, workflow_run: null };
    expect(found("deployment", payload)).toMatchObject({
      keys: ["environment/acme/shop/production"],
      gates: [gate],
    });
  });

  test("made by a workflow's job has the job's gate, by the protection rule", () => {
    const payload = { ...envelope, action: "created", deployment, workflow_run: { id: 12 } };
    expect(found("deployment", payload)).toMatchObject({
      keys: ["environment/acme/shop/production"],
      gates: [],
    });
  });

  test("that moves on moves its environment, by the environment's first name", () => {
    const payload = { ...envelope, action: "created", deployment, deployment_status: {} };
    expect(found("deployment_status", payload)).toMatchObject({
      keys: ["environment/acme/shop/production"],
      gates: [],
    });
  });

  test.each(["deployment", "deployment_status"])(
    "%s: GitHub's own examples are understood",
    (name) => {
      const own = examples.find((example) => example.name === name)?.examples ?? [];
      expect(own.length).toBeGreaterThan(0);
      for (const example of own) {
        const { keys } = found(name, { ...example, installation: { id: 5 } });
        expect(keys).toEqual([expect.stringMatching(/^environment\/Codertocat\/Hello-World\//)]);
      }
    },
  );
});
