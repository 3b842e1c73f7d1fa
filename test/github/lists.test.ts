import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parsePrincipal } from "#core/policy/principal.ts";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type Connection, connect } from "../support/github.ts";

const repository = { owner: "acme", name: "shop" };

let connection: Connection;
let acme: OrganisationScenario;
let shop: RepositoryScenario;

beforeEach(async () => {
  connection = await connect();
  acme = connection.local.organisation("acme");
  for (const login of ["maria", "omar", "sven", "ada"]) acme.user(login);
  shop = await acme.repository("shop", {
    permissions: { maria: "write", omar: "maintain", ada: "admin" },
  });
});

afterEach(async () => {
  const { unhandledRequests } = connection.local;
  await connection.stop();
  expect(unhandledRequests).toEqual([]);
});

describe("open pull requests", () => {
  test("are listed with what tells whether they moved, of one branch on request", async () => {
    await shop.push("next", "maria", [{ files: { "n.txt": "n\n" } }]);
    const first = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
    const second = await shop.openPullRequest({
      author: "maria",
      base: "next",
      files: { "b.txt": "b\n" },
    });
    const closed = await shop.openPullRequest({ author: "maria", files: { "c.txt": "c\n" } });
    await closed.close("maria");
    const { github, local } = connection;
    const { installationId } = local.app;

    const all = await github.listOpenPullRequests(installationId, repository);
    const next = await github.listOpenPullRequests(installationId, repository, "next");

    expect(all).toHaveLength(2);
    expect(all).toContainEqual({
      number: 1,
      headSha: first.headSha,
      baseBranch: "main",
      updatedAt: first.state.updatedAt,
    });
    expect(next.map(({ number, headSha }) => [number, headSha])).toEqual([[2, second.headSha]]);
  });

  test("beyond a hundred are listed, too", async () => {
    await shop.push("topic", "maria", [{ files: { "a.txt": "a\n" } }]);
    for (let count = 0; count < 101; count++) {
      await shop.openPullRequest({ author: "maria", branch: "topic" });
    }
    const { github, local } = connection;
    const listed = await github.listOpenPullRequests(local.app.installationId, repository);
    expect(listed).toHaveLength(101);
  });
});

describe("installations", () => {
  test("are listed with their repositories", async () => {
    connection.local.organisation("globex");
    const { github, local } = connection;

    expect(await github.listInstallations()).toEqual([
      { id: acme.installationId, account: "acme", state: "active" },
      { id: expect.any(Number), account: "globex", state: "active" },
    ]);
    expect(await github.listRepositories(local.app.installationId)).toEqual([
      { id: shop.state.id, repository, defaultBranch: "main" },
    ]);
  });

  test("name the app that they belong to", async () => {
    expect(await connection.github.appSlug()).toBe("sluice");
  });
});

describe("failed deliveries", () => {
  test("are found by time, and delivered again on request", async () => {
    const { local, github } = connection;
    local.useWebhookUrl("http://127.0.0.1:9/");
    local.webhooks.dropNext("pull_request");
    await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
    await local.webhooks.settled();
    const known = local.webhooks.deliveries.map(({ guid }) => guid);

    const failed = await github.failedDeliveries(0);
    expect(failed.map(({ guid }) => guid).sort()).toEqual([...known].sort());
    expect(await github.failedDeliveries(Date.now() + 60_000)).toEqual([]);

    await github.requestRedelivery(failed[0]?.id ?? "");
    await local.webhooks.settled();
    expect(local.webhooks.deliveries).toHaveLength(known.length + 1);
    expect(local.webhooks.deliveries.at(-1)).toMatchObject({ redelivery: true });
  });
});

describe("the accounts of a principal", () => {
  test.each([
    ["@maria", ["maria"]],
    ["@nobody", []],
    ["@acme/sre", ["omar", "sven"]],
    ["@acme/none", []],
    ["write", ["ada", "maria", "omar"]],
    ["maintain", ["ada", "omar"]],
    ["admin", ["ada"]],
    ["code-owners", []],
    ["change-manager", []],
  ])("%s", async (text, logins) => {
    acme.team("sre", { members: ["sven"] });
    acme.team("night", { members: ["omar"], parent: "sre" });
    const principal = parsePrincipal(text);
    if (principal === undefined) throw new Error("no principal");

    const { github, local } = connection;
    const accounts = await github.accountsOf(local.app.installationId, repository, principal);
    expect(accounts.map(({ login }) => login).sort()).toEqual(logins);
  });
});
