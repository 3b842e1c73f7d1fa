import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { type Client, clientWith, graphqlClient, installationToken } from "./client.ts";

let github: LocalGitHub;
let shop: RepositoryScenario;
let ask: Client;
let query: Awaited<ReturnType<typeof graphqlClient>>;
let minutes: number;

beforeEach(async () => {
  minutes = 0;
  github = await startLocalGitHub({ clock: () => after(minutes) });
  github.useWebhookUrl("http://127.0.0.1:9/"); // nothing is sent: all is held
  github.webhooks.hold();
  const acme = github.organisation("acme");
  acme.user("maria");
  shop = await acme.repository("shop");
  ask = clientWith(github, await installationToken(github));
  query = await graphqlClient(github);
});

afterEach(async () => {
  const unhandled = [...github.unhandledRequests];
  await github.stop();
  expect(unhandled).toEqual([]);
});

const begin = new Date();
const after = (later: number) => new Date(begin.getTime() + later * 60_000);
const timestamp = (later: number) => `${after(later).toISOString().slice(0, 19)}Z`;
const issues = "/repos/acme/shop/issues";
const titlesOf = (body: unknown) => Object.values(Object(body)).map((each) => Object(each).title);
const events = () =>
  github.webhooks.deliveries.map(({ event, body }) => ({ event, ...JSON.parse(body) }));

describe("over REST", () => {
  test("an issue brings along the labels that the repository lacks", async () => {
    const wanted = { title: "Direct push", labels: ["unauthorised-change", "Bug"] };
    expect((await ask(`POST ${issues}`, wanted)).status).toBe(201);

    expect(shop.issues("unauthorised-change")).toHaveLength(1);
    expect(shop.state.labels.get("bug")).toMatchObject({ name: "Bug", color: "ededed" });
  });

  test.each([
    ["the open ones, newest first", "", ["c", "b"]],
    ["all", "?state=all", ["c", "b", "a"]],
    ["with every one of the labels", "?labels=x,y", ["b"]],
    ["by an author", "?creator=maria&state=all", ["c", "a"]],
    ["by the app", "?creator=sluice%5Bbot%5D", ["b"]],
    ["changed since", `?since=${timestamp(3)}&state=all`, ["c", "a"]],
    ["the oldest change first", "?state=all&sort=updated&direction=asc", ["b", "c", "a"]],
    ["in pages", "?state=all&per_page=2&page=2", ["a"]],
  ])("lists %s", async (_, search, titles) => {
    const old = shop.openIssue("maria", "a");
    minutes = 1;
    await ask(`POST ${issues}`, { title: "b", labels: ["x", "y"] });
    minutes = 3;
    await shop.openIssue("maria", "c").label(["x"], "maria");
    minutes = 5;
    old.close("maria");

    expect(titlesOf((await ask(`GET ${issues}${search}`)).body)).toEqual(titles);
  });

  test("closing keeps the reason until it is reopened; closing twice changes nothing", async () => {
    shop.openIssue("maria", "a");
    const close = { state: "closed", state_reason: "not_planned" };
    expect((await ask(`PATCH ${issues}/1`, close)).body).toMatchObject(close);
    await ask(`PATCH ${issues}/1`, { state: "closed", state_reason: "completed" });
    expect(shop.issues()[0]?.state.stateReason).toBe("not_planned");

    const reopened = await ask(`PATCH ${issues}/1`, { state: "open" });
    expect(reopened.body).toMatchObject({ state_reason: "reopened", closed_at: null });
    const told = events().filter(({ event }) => event === "issues");
    expect(told.map(({ action }) => action)).toEqual(["opened", "closed", "reopened"]);
  });

  test("labels of an update replace those before, and an edit says what was there", async () => {
    await ask(`POST ${issues}`, { title: "a", body: "old", labels: ["x", "y"] });
    await ask(`PATCH ${issues}/1`, { title: "b", body: "new", labels: ["y", "z"] });

    expect(shop.issues()[0]?.labels).toEqual(["y", "z"]);
    const edited = events().find(({ action }) => action === "edited");
    expect(edited.changes).toEqual({ title: { from: "a" }, body: { from: "old" } });
  });

  test("comments can be asked for from a moment on", async () => {
    const issue = shop.openIssue("maria", "a");
    issue.comment("maria", "early");
    minutes = 5;
    issue.comment("maria", "late");

    const { body } = await ask(`GET ${issues}/1/comments?since=${timestamp(5)}`);
    expect(body).toMatchObject([{ body: "late" }]);
    const commented = events().at(-1);
    expect(commented).toMatchObject({ event: "issue_comment", issue: { number: 1 } });
    expect(commented.issue).not.toHaveProperty("pull_request");
  });
});

describe("over GraphQL", () => {
  const find = async (search: string) => {
    const { data } = await query(`query { repository(owner: "acme", name: "shop") {
      issues(first: 10, ${search}) { nodes { title } } } }`);
    return titlesOf(Object(data).repository.issues.nodes);
  };

  test("an issue is opened, commented, changed, closed and reopened", async () => {
    await ask("POST /repos/acme/shop/labels", { name: "review" });
    const id = shop.state.labels.get("review")?.nodeId;
    const opened = await query(
      `mutation($repository: ID!, $labels: [ID!]) { createIssue(input: {
        repositoryId: $repository, title: "Owed", body: "A review", labelIds: $labels
      }) { issue { id number labels(first: 1) { nodes { name } } } } }`,
      { repository: shop.state.nodeId, labels: [id] },
    );
    const issue = Object(opened.data).createIssue.issue;
    expect(issue).toMatchObject({ number: 1, labels: { nodes: [{ name: "review" }] } });
    const done = await query(
      `mutation($id: ID!) {
        addComment(input: { subjectId: $id, body: "Done" }) { subject { id } }
        updateIssue(input: { id: $id, title: "Paid" }) { issue { title } }
        closeIssue(input: { issueId: $id, stateReason: DUPLICATE }) {
          issue { closed stateReason asked: stateReason(enableDuplicate: true) comments(first: 1) { nodes { body } } }
        }
        reopenIssue(input: { issueId: $id }) { issue { state stateReason repository { name } } }
      }`,
      { id: issue.id },
    );
    expect(done).toEqual({
      data: {
        addComment: { subject: { id: issue.id } },
        updateIssue: { issue: { title: "Paid" } },
        closeIssue: {
          issue: {
            closed: true,
            stateReason: "NOT_PLANNED",
            asked: "DUPLICATE",
            comments: { nodes: [{ body: "Done" }] },
          },
        },
        reopenIssue: {
          issue: { state: "OPEN", stateReason: "REOPENED", repository: { name: "shop" } },
        },
      },
    });
  });

  test.each([
    ["with any of the labels", 'labels: ["x", "y"]', ["a", "b"]],
    ["with all of the labels", 'filterBy: { labels: ["x", "y"] }', ["b"]],
    ["that are open", "states: OPEN", ["b", "c"]],
    ["newest first", "orderBy: { field: CREATED_AT, direction: DESC }", ["c", "b", "a"]],
  ])("lists those %s", async (_, search, titles) => {
    await ask(`POST ${issues}`, { title: "a", labels: ["x"] });
    await ask(`POST ${issues}`, { title: "b", labels: ["x", "y"] });
    shop.openIssue("maria", "c");
    shop.issues()[0]?.close("maria");
    await shop.openPullRequest({ author: "maria", files: { a: "a" }, labels: ["x"] });

    expect(await find(search)).toEqual(titles);
  });
});

describe("refused", () => {
  const narrow = async (permissions: object) =>
    clientWith(github, await installationToken(github, undefined, { permissions }));

  test("an app that may only write pull requests sees and writes no issue", async () => {
    shop.openIssue("maria", "a");
    await shop.openPullRequest({ author: "maria", files: { a: "a" } });
    const poor = await narrow({ pull_requests: "write" });

    expect(titlesOf((await poor(`GET ${issues}`)).body)).toHaveLength(1);
    const answers = [
      await poor(`POST ${issues}`, { title: "b" }),
      await poor(`GET ${issues}/1`),
      await poor(`PATCH ${issues}/1`, { state: "closed" }),
      await poor(`POST ${issues}/1/comments`, { body: "x" }),
      await poor(`POST ${issues}/2/labels`, { labels: ["new"] }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect((await poor(`POST ${issues}/2/comments`, { body: "x" })).status).toBe(201);
  });

  test.each([
    ["no title", { title: " " }],
    ["a title of 257 characters", { title: "x".repeat(257) }],
    ["a body of 65,537 characters", { title: "a", body: "x".repeat(65_537) }],
  ])("an issue with %s", async (_, wanted) => {
    expect((await ask(`POST ${issues}`, wanted)).status).toBe(422);
    expect(shop.issues()).toEqual([]);
  });
});
