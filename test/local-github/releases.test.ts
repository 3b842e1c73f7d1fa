import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { type Client, clientWith, graphqlClient, installationToken } from "./client.ts";

let github: LocalGitHub;
let shop: RepositoryScenario;
let ask: Client;

beforeEach(async () => {
  github = await startLocalGitHub({ permissions: { contents: "write" } });
  github.useWebhookUrl("http://127.0.0.1:9/"); // nothing is sent: all is held
  github.webhooks.hold();
  const acme = github.organisation("acme");
  acme.user("maria");
  shop = await acme.repository("shop");
  ask = clientWith(github, await installationToken(github));
});

afterEach(async () => {
  const unhandled = [...github.unhandledRequests];
  await github.stop();
  expect(unhandled).toEqual([]);
});

const releases = "/repos/acme/shop/releases";
const readOnly = async () =>
  clientWith(
    github,
    await installationToken(github, undefined, { permissions: { contents: "read" } }),
  );
const listed = async (by: Client = ask) =>
  Object.values((await by(`GET ${releases}`)).body).map((each) => Object(each).tag_name);
const told = () =>
  github.webhooks.deliveries
    .map(({ event, body }) => ({ event, ...JSON.parse(body) }))
    .filter(({ event, ref_type: kind }) => event === "release" || kind === "tag")
    .map(({ event, action }) => action ?? event);

describe("a draft", () => {
  test("makes no tag, and is found in the list by those only who may push", async () => {
    const { status, body } = await ask(`POST ${releases}`, {
      tag_name: "v1.0.0",
      name: "v1.0.0",
      body: "Notes",
      draft: true,
    });

    expect(status).toBe(201);
    expect(body).toMatchObject({ draft: true, published_at: null, author: { type: "Bot" } });
    expect(body.html_url).toContain("/releases/tag/untagged-");
    expect(shop.state.tags.size).toBe(0);
    expect(await listed()).toEqual(["v1.0.0"]);
    expect((await ask(`GET ${releases}/tags/v1.0.0`)).status).toBe(404);
    const reader = await readOnly();
    expect(await listed(reader)).toEqual([]);
    expect((await reader(`GET ${releases}/${body.id}`)).status).toBe(404);
    expect(told()).toEqual(["created"]);
  });

  test("may be one of several for a tag, also of a published one", async () => {
    await shop.release("maria", { tagName: "v1.0.0" });
    await ask(`POST ${releases}`, { tag_name: "v1.0.0", draft: true });
    await ask(`POST ${releases}`, { tag_name: "v1.0.0", draft: true });
    expect(shop.releases("v1.0.0").map(({ isDraft }) => isDraft)).toEqual([false, true, true]);
  });

  test("has the date of its commit", async () => {
    const { body } = await ask(`POST ${releases}`, { tag_name: "v1.0.0", draft: true });
    const commit = await ask("GET /repos/acme/shop/commits/main");
    expect(body.created_at).toBe(Object(commit.body.commit).committer.date);
  });

  test("can be late in the list", async () => {
    shop.lagReleaseLists(2);
    await ask(`POST ${releases}`, { tag_name: "v1.0.0", draft: true });
    expect([await listed(), await listed(), await listed()]).toEqual([[], [], ["v1.0.0"]]);
  });

  test("edited by two keeps what the request leaves out, and is told with what was there", async () => {
    const draft = await shop.release("maria", { tagName: "v1", body: "Old", draft: true });
    await ask(`PATCH ${releases}/${draft.state.id}`, { body: "New" });
    await draft.edit({ name: "One" }, "maria");

    expect(draft.state).toMatchObject({ name: "One", body: "New", publishedAt: null });
    const edits = github.webhooks.deliveries.filter(({ action }) => action === "edited");
    expect(edits.map(({ body }) => JSON.parse(body).changes)).toEqual([
      { body: { from: "Old" } },
      { name: { from: "" } },
    ]);
  });

  test("is published onto the tag that is there, whatever its target says", async () => {
    await shop.tags.push("v1.0.0", "maria");
    const tagged = await shop.sha();
    await shop.push("main", "maria", [{ files: { x: "x" } }]);
    const draft = await shop.release("maria", { tagName: "v1.0.0", draft: true });
    await draft.publish("maria");

    expect(shop.state.tags.get("v1.0.0")).toBe(tagged);
    const { body } = await ask(`GET ${releases}/tags/v1.0.0`);
    expect(body).toMatchObject({ draft: false, target_commitish: "main" });
    expect(told().slice(1)).toEqual(["created", "published", "released"]);
  });

  test("deleted is gone; its tag stays", async () => {
    await shop.tags.push("v1.0.0", "maria");
    const draft = await shop.release("maria", { tagName: "v1.0.0", draft: true });
    expect((await ask(`DELETE ${releases}/${draft.state.id}`)).status).toBe(204);
    expect((await ask(`GET ${releases}/${draft.state.id}`)).status).toBe(404);
    expect(shop.state.tags.size).toBe(1);
    expect(told().at(-1)).toBe("deleted");
  });
});

describe("a release", () => {
  test("makes its tag and tells who published it", async () => {
    await shop.release("maria", { tagName: "v1.0.0", prerelease: true });
    expect(shop.state.tags.get("v1.0.0")).toBe(await shop.sha());
    expect(told()).toEqual(["created", "create", "published", "prereleased"]);
    expect((await ask(`GET ${releases}/latest`)).status).toBe(404);
  });

  test("is unpublished, and a draft again when its tag goes", async () => {
    const release = await shop.release("maria", { tagName: "v1.0.0" });
    await release.unpublish("maria");
    expect(told().at(-1)).toBe("unpublished");
    await release.publish("maria");
    await shop.tags.delete("v1.0.0", "maria");
    expect(release.isDraft).toBe(true);
  });

  test("can be seen over GraphQL, drafts by those only who may push", async () => {
    await shop.release("maria", { tagName: "v1.0.0", body: "One" });
    await shop.release("maria", { tagName: "v2.0.0", draft: true });
    const query = await graphqlClient(github);
    const { data, errors } = await query(`query { repository(owner: "acme", name: "shop") {
      releases(first: 5) { nodes { tagName isDraft isLatest tagCommit { oid } tag { name } } }
      latestRelease { description author { login } }
      none: release(tagName: "v2.0.0") { id }
    } }`);
    expect(errors).toBeUndefined();
    const oid = await shop.sha();
    expect(data).toEqual({
      repository: {
        releases: {
          nodes: [
            { tagName: "v2.0.0", isDraft: true, isLatest: false, tagCommit: null, tag: null },
            {
              tagName: "v1.0.0",
              isDraft: false,
              isLatest: true,
              tagCommit: { oid },
              tag: { name: "v1.0.0" },
            },
          ],
        },
        latestRelease: { description: "One", author: { login: "maria" } },
        none: null,
      },
    });
  });
});

describe("an immutable release", () => {
  beforeEach(async () => {
    shop.useImmutableReleases();
    await shop.release("maria", { tagName: "v1.0.0", body: "Notes" });
  });

  const id = () => shop.releases("v1.0.0")[0]?.state.id;

  test.each([
    ["its tag", { tag_name: "v1.0.1" }],
    ["its state", { draft: true }],
    ["what kind it is", { prerelease: true }],
  ])("keeps %s", async (_, edits) => {
    expect((await ask(`PATCH ${releases}/${id()}`, edits)).status).toBe(422);
  });

  test("may get another title and other notes", async () => {
    const { body } = await ask(`PATCH ${releases}/${id()}`, { name: "One", body: "More" });
    expect(body).toMatchObject({ immutable: true, name: "One", body: "More" });
  });

  test("holds its tag, and burns the name when it is deleted", async () => {
    await expect(shop.tags.delete("v1.0.0", "maria")).rejects.toThrow("Cannot update");
    shop.releases("v1.0.0")[0]?.delete("maria");
    await shop.tags.delete("v1.0.0", "maria");

    const { status, body } = await ask(`POST ${releases}`, { tag_name: "v1.0.0" });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ message: "tag_name was used by an immutable release" }]);
    await expect(shop.tags.push("v1.0.0", "maria")).rejects.toThrow("Cannot create ref");
  });
});

describe("refused", () => {
  test.each([
    ["a second one for a tag", { tag_name: "v1.0.0" }, "already_exists"],
    ["a body of 125,001 characters", { tag_name: "v2", body: "x".repeat(125_001) }, "custom"],
    ["a target that does not exist", { tag_name: "v2", target_commitish: "none" }, "invalid"],
    ["a tag that can't be", { tag_name: "v 2" }, "custom"],
  ])("%s: 422", async (_, wanted, code) => {
    await shop.release("maria", { tagName: "v1.0.0" });
    const { status, body } = await ask(`POST ${releases}`, wanted);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ resource: "Release", code }]);
    expect(shop.releases()).toHaveLength(1);
  });

  test("publishing a draft of a tag that has a release", async () => {
    await shop.release("maria", { tagName: "v1.0.0" });
    const draft = await shop.release("maria", { tagName: "v1.0.0", draft: true });
    const { status } = await ask(`PATCH ${releases}/${draft.state.id}`, { draft: false });
    expect(status).toBe(422);
    expect(draft.isDraft).toBe(true);
  });

  test("a target that changes workflow files, without the right to workflows", async () => {
    const files = { ".github/workflows/ci.yml": "on: push\n" };
    const target = await shop.push("side", "maria", [{ files }]);
    const wanted = { tag_name: "v1.0.0", target_commitish: target, draft: true };
    expect((await ask(`POST ${releases}`, wanted)).status).toBe(404);
  });

  test("writing without the right to contents", async () => {
    const draft = await shop.release("maria", { tagName: "v1.0.0", draft: true });
    const reader = await readOnly();
    const answers = [
      await reader(`POST ${releases}`, { tag_name: "v2" }),
      await reader(`PATCH ${releases}/${draft.state.id}`, { body: "x" }),
      await reader(`DELETE ${releases}/${draft.state.id}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});
