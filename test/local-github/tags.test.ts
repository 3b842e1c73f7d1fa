import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { type Client, graphqlClient, installationClient } from "./client.ts";

let github: LocalGitHub;
let shop: RepositoryScenario;
let ask: Client;

beforeEach(async () => {
  github = await startLocalGitHub();
  github.useWebhookUrl("http://127.0.0.1:9/"); // nothing is sent: all is held
  github.webhooks.hold();
  const acme = github.organisation("acme");
  acme.user("maria", { name: "Maria" });
  shop = await acme.repository("shop");
  ask = await installationClient(github);
});

afterEach(async () => {
  const unhandled = [...github.unhandledRequests];
  await github.stop();
  expect(unhandled).toEqual([]);
});

const zeros = "0".repeat(40);
const told = (...events: readonly string[]) =>
  github.webhooks.deliveries
    .filter(({ event }) => events.includes(event))
    .map(({ event, body }) => ({ event, ...JSON.parse(body) }));

describe("a pushed tag", () => {
  test("is told with its commit, and without one in `create`", async () => {
    const sha = await shop.sha();
    await shop.tags.push("v1.0.0", "maria");

    expect(told("push", "create")).toMatchObject([
      {
        event: "push",
        ref: "refs/tags/v1.0.0",
        before: zeros,
        after: sha,
        created: true,
        forced: false,
        base_ref: "refs/heads/main",
        commits: [],
        head_commit: { id: sha },
      },
      { event: "create", ref: "v1.0.0", ref_type: "tag", master_branch: "main" },
    ]);
  });

  test("with an annotation is an object of its own, which names the commit", async () => {
    const sha = await shop.sha();
    const tag = await shop.tags.push("v1.0.0", "maria", { message: "First\n\nBaseline: none" });

    expect(tag).not.toBe(sha);
    expect(told("push")).toMatchObject([{ after: tag, head_commit: { id: sha } }]);
    const { body } = await ask("GET /repos/acme/shop/git/ref/tags/v1.0.0");
    expect(body.object).toMatchObject({ type: "tag", sha: tag });
    const annotation = await ask(`GET /repos/acme/shop/git/tags/${tag}`);
    expect(annotation.body).toMatchObject({
      tag: "v1.0.0",
      message: "First\n\nBaseline: none",
      tagger: { name: "Maria" },
      object: { type: "commit", sha },
    });
    expect((await ask(`GET /repos/acme/shop/git/tags/${sha}`)).status).toBe(404);
    expect((await ask("GET /repos/acme/shop/compare/v1.0.0...main")).body).toMatchObject({
      status: "identical",
    });
  });

  test("moves by force, and goes", async () => {
    const before = await shop.tags.push("v1.0.0", "maria", { message: "First" });
    const after = await shop.push("main", "maria", [{ files: { x: "x" } }]);
    await shop.tags.move("v1.0.0", "maria", { at: "main" });
    expect(told("push").at(-1)).toMatchObject({ before, after, forced: true, created: false });

    await shop.tags.delete("v1.0.0", "maria");
    expect(told("push", "delete").slice(-2)).toMatchObject([
      { before: after, after: zeros, deleted: true, forced: false, head_commit: null },
      { event: "delete", ref: "v1.0.0", ref_type: "tag" },
    ]);
    expect((await ask("GET /repos/acme/shop/git/ref/tags/v1.0.0")).status).toBe(404);
  });

  test.each([
    [3, 3],
    [4, 0],
  ])("among %i at once: %i are told", async (count, expected) => {
    const names = Array.from({ length: count }, (_, index) => `v1.0.${index}`);
    await shop.tags.pushAll(names, "maria");

    expect(told("push")).toHaveLength(expected);
    expect(told("create")).toHaveLength(expected);
    expect(shop.state.tags.size).toBe(count);
  });
});

describe("tags are listed", () => {
  beforeEach(async () => {
    await shop.tags.push("v1.0.0", "maria", { message: "First" });
    await shop.push("main", "maria", [{ files: { x: "x" } }]);
    await shop.tags.pushAll(["v1.10.0", "v1.9.0"], "maria");
  });

  const namesOf = (body: unknown, key: string) =>
    Object.values(Object(body)).map((each) => Object(each)[key]);

  test("by name, with the commits of annotated ones", async () => {
    const { body } = await ask("GET /repos/acme/shop/tags?per_page=3");
    expect(namesOf(body, "name")).toEqual(["v1.9.0", "v1.10.0", "v1.0.0"]);
    const first = await shop.sha("v1.0.0");
    expect(Object.values(body).at(-1)).toMatchObject({ commit: { sha: first } });
  });

  test("by what their names begin with", async () => {
    const { body } = await ask("GET /repos/acme/shop/git/matching-refs/tags/v1.1");
    expect(namesOf(body, "ref")).toEqual(["refs/tags/v1.10.0"]);
    const none = await ask("GET /repos/acme/shop/git/matching-refs/tags/v2");
    expect(none).toMatchObject({ status: 200, body: [] });
  });

  test("over GraphQL, by the dates of their commits", async () => {
    const query = await graphqlClient(github);
    const { data, errors } = await query(`query { repository(owner: "acme", name: "shop") {
      refs(refPrefix: "refs/tags/", first: 5, orderBy: { field: TAG_COMMIT_DATE, direction: ASC }) {
        totalCount nodes { name prefix target { __typename oid
          ... on Tag { message tagger { name } target { oid } } } }
      }
      ref(qualifiedName: "refs/tags/v1.9.0") { target { oid } }
      object(expression: "v1.0.0") { __typename }
    } }`);
    expect(errors).toBeUndefined();
    const refs = Object(data).repository.refs;
    const oid = await shop.sha("v1.0.0");
    expect(refs.totalCount).toBe(3);
    expect(refs.nodes[0]).toMatchObject({
      name: "v1.0.0",
      prefix: "refs/tags/",
      target: { __typename: "Tag", message: "First", tagger: { name: "Maria" }, target: { oid } },
    });
    expect(refs.nodes[1].target).toEqual({ __typename: "Commit", oid: await shop.sha() });
    expect(data).toMatchObject({
      repository: { ref: { target: { oid: await shop.sha() } }, object: { __typename: "Tag" } },
    });
  });
});

test("a commit that was collected as garbage is found by nobody", async () => {
  const gone = await shop.sha();
  await shop.push("main", "maria", [{ files: { x: "x" } }]);
  shop.loseCommit(gone);
  expect((await ask(`GET /repos/acme/shop/compare/${gone}...main`)).status).toBe(404);
  expect((await ask(`GET /repos/acme/shop/commits/${gone}`)).status).toBe(422);
});
