import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { graphqlClient } from "./client.ts";

let github: LocalGitHub;
let acme: OrganisationScenario;
let shop: RepositoryScenario;
let pull: PullRequestScenario;
let ask: Awaited<ReturnType<typeof graphqlClient>>;

beforeAll(async () => {
  github = await startLocalGitHub();
  acme = github.organisation("acme");
  acme.user("maria");
  acme.user("paul");
  acme.team("sre", { members: ["paul"] });
  github.user("dependabot[bot]");
  shop = await acme.repository("shop", { permissions: { "@sre": "write" } });
  ask = await graphqlClient(github);
});

beforeEach(async () => {
  pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": `${Math.random()}` } });
  github.traffic.unhandled.length = 0;
});

afterAll(() => github.stop());

const inShop = (fields: string) =>
  `query { repository(owner: "acme", name: "shop") { ${fields} } }`;
const inPull = (fields: string) => inShop(`pullRequest(number: ${pull.number}) { ${fields} }`);

describe("queries", () => {
  test("a misspelt field fails, and is remembered", async () => {
    const { data, errors } = await ask(inPull("titel"));
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      { message: expect.stringContaining('Cannot query field "titel"') },
    ]);
    expect(github.unhandledRequests).toHaveLength(1);
  });

  test("a field that exists at GitHub but not here fails too, instead of being null", async () => {
    const { errors } = await ask(inShop("stargazerCount"));
    const message = "the local GitHub does not know Repository.stargazerCount";
    expect(errors).toMatchObject([{ message }]);
    expect(github.unhandledRequests).toHaveLength(1);
  });

  test("a repository that can't be seen is NOT_FOUND, beside those that can", async () => {
    const { data, errors } = await ask(`query {
      seen: repository(owner: "acme", name: "shop") { name }
      unseen: repository(owner: "acme", name: "none") { name }
    }`);
    expect(data).toEqual({ seen: { name: "shop" }, unseen: null });
    expect(errors).toMatchObject([{ type: "NOT_FOUND", path: ["unseen"] }]);
    expect(github.unhandledRequests).toEqual([]);
  });

  test("a bot is a Bot without [bot] in its login, and no user of its commits", async () => {
    pull = await shop.openPullRequest({ author: "dependabot[bot]", files: { "b.txt": "b\n" } });
    const { data } = await ask(
      inPull(`author { __typename login }
        commits(first: 1) { nodes { commit { author { name user { login } } } } }`),
    );
    expect(data).toMatchObject({
      repository: {
        pullRequest: {
          author: { __typename: "Bot", login: "dependabot" },
          commits: { nodes: [{ commit: { author: { name: "dependabot[bot]", user: null } } }] },
        },
      },
    });
  });

  test("co-authors come from the trailers", async () => {
    await pull.push({
      message: "Pair\n\nCo-authored-by: Paul <paul@example.com>",
      files: { c: "c" },
    });
    const { data } = await ask(
      inPull(`commits(last: 1) { nodes { commit {
        authors(first: 5) { nodes { name user { login } } }
      } } }`),
    );
    const authors = [
      { name: "maria", user: { login: "maria" } },
      { name: "Paul", user: { login: "paul" } },
    ];
    expect(data).toMatchObject({
      repository: {
        pullRequest: { commits: { nodes: [{ commit: { authors: { nodes: authors } } }] } },
      },
    });
  });

  test.each([
    ["without a size", "labels { totalCount }", "MISSING_PAGINATION_BOUNDARIES"],
    ["of more than 100", "labels(first: 101) { totalCount }", "EXCESSIVE_PAGINATION"],
  ])("a page %s is refused", async (_, fields, type) => {
    expect((await ask(inPull(fields))).errors).toMatchObject([{ type }]);
  });

  test("pages follow one another", async () => {
    await pull.label(["a", "b", "c"], "maria");
    const query = (after: string | null) =>
      inPull(`labels(first: 2, after: ${JSON.stringify(after)}) {
        totalCount nodes { name } pageInfo { hasNextPage endCursor }
      }`);
    const labelsOf = (answer: { data?: object }) =>
      Object(answer.data).repository.pullRequest.labels;
    const first = labelsOf(await ask(query(null)));
    const second = labelsOf(await ask(query(first.pageInfo.endCursor)));

    expect(first).toMatchObject({ totalCount: 3, nodes: [{ name: "a" }, { name: "b" }] });
    expect(second).toMatchObject({ nodes: [{ name: "c" }], pageInfo: { hasNextPage: false } });
  });

  test("the merge queue shows who waits on which commits", async () => {
    await pull.enqueue("paul");
    const group = await shop.formMergeGroup();
    const { data } = await ask(
      inShop(`mergeQueue(branch: "main") { entries(first: 5) { nodes {
        position state baseCommit { oid } headCommit { oid } pullRequest { number }
      } } }`),
    );
    const entry = {
      position: 1,
      state: "AWAITING_CHECKS",
      baseCommit: { oid: group.baseSha },
      headCommit: { oid: group.headSha },
      pullRequest: { number: pull.number },
    };
    expect(data).toEqual({ repository: { mergeQueue: { entries: { nodes: [entry] } } } });
    await shop.destroyGroup(group, "invalidated");
  });

  test("without a permission the field is FORBIDDEN", async () => {
    const poor = await startLocalGitHub({ permissions: { contents: "read" } });
    poor.organisation("acme").user("maria");
    const askPoor = await graphqlClient(poor);
    const { errors } = await askPoor(
      'query { organization(login: "acme") { team(slug: "sre") { id } } }',
    );
    await poor.stop();
    expect(errors).toMatchObject([{ type: "FORBIDDEN", path: ["organization", "team"] }]);
  });
});

describe("mutations", () => {
  test("of one request run in order, and each fails alone", async () => {
    const { data, errors } = await ask(
      `mutation($repository: ID!, $pull: ID!) {
        first: addComment(input: { subjectId: $pull, body: "one" }) { commentEdge { node { body } } }
        second: createCheckRun(input: {
          repositoryId: $repository, headSha: "${"0".repeat(40)}", name: "gate"
        }) { checkRun { id } }
        third: addComment(input: { subjectId: $pull, body: "two" }) { commentEdge { node { body } } }
      }`,
      { repository: shop.state.nodeId, pull: pull.state.nodeId },
    );
    expect(data).toMatchObject({
      first: { commentEdge: { node: { body: "one" } } },
      second: null,
      third: { commentEdge: { node: { body: "two" } } },
    });
    expect(errors).toMatchObject([{ type: "UNPROCESSABLE", path: ["second"] }]);
    expect(pull.comments.map(({ body }) => body)).toEqual(["one", "two"]);
    expect(github.traffic.writes.map(({ name }) => name).slice(-2)).toEqual([
      "addComment",
      "addComment",
    ]);
  });

  test("a check run is made, completed and found by name", async () => {
    const made = await ask(
      `mutation($repository: ID!, $sha: GitObjectID!) { createCheckRun(input: {
        repositoryId: $repository, headSha: $sha, name: "gate", status: IN_PROGRESS, externalId: "7"
        output: { title: "Waiting", summary: "For Paul", annotations: [{ path: "a.txt",
          location: { startLine: 1, endLine: 1 }, annotationLevel: WARNING, message: "Look" }] }
      }) { checkRun { id status } } }`,
      { repository: shop.state.nodeId, sha: pull.headSha },
    );
    const id = Object(made.data).createCheckRun.checkRun.id;
    await ask(
      `mutation($repository: ID!, $id: ID!) { updateCheckRun(input: {
        repositoryId: $repository, checkRunId: $id, conclusion: SUCCESS
      }) { checkRun { id } } }`,
      { repository: shop.state.nodeId, id },
    );
    const found = await ask(
      inPull(`commits(last: 1) { nodes { commit { checkSuites(first: 1, filterBy: {
        appId: ${github.app.id}, checkName: "gate" }) { nodes { checkRuns(first: 1, filterBy: {
          checkName: "gate" }) { nodes { id status conclusion externalId title summary } } } } } } }`),
    );
    const run = {
      id,
      status: "COMPLETED",
      conclusion: "SUCCESS",
      externalId: "7",
      title: "Waiting",
      summary: "For Paul",
    };
    expect(JSON.stringify(found.data)).toContain(JSON.stringify(run));
    expect(github.checkRunOn(pull)?.annotations).toMatchObject([
      { level: "warning", startLine: 1 },
    ]);
  });

  test("review requests replace those before unless they are to be united", async () => {
    const request = (fields: string) =>
      ask(
        `mutation($pull: ID!) {
          requestReviews(input: { pullRequestId: $pull, ${fields} }) { pullRequest { id } }
        }`,
        { pull: pull.state.nodeId },
      );
    const paul = JSON.stringify(github.world.account("paul")?.nodeId);
    const sre = JSON.stringify(acme.state.teams.get("sre")?.nodeId);

    await request(`userIds: [${paul}]`);
    await request(`teamIds: [${sre}], union: true`);
    expect(pull.requestedReviewers).toEqual(["paul", "@sre"]);
    await request(`teamIds: [${sre}]`);
    expect(pull.requestedReviewers).toEqual(["@sre"]);
  });

  test("labels are made, put on and taken off", async () => {
    const made = await ask(
      `mutation($repository: ID!) { createLabel(input: {
        repositoryId: $repository, name: "risk: ${pull.number}", color: "ff0000"
      }) { label { id } } }`,
      { repository: shop.state.nodeId },
    );
    const variables = { pull: pull.state.nodeId, ids: [Object(made.data).createLabel.label.id] };
    const change = (mutation: string) =>
      ask(
        `mutation($pull: ID!, $ids: [ID!]!) {
          ${mutation}(input: { labelableId: $pull, labelIds: $ids }) { clientMutationId }
        }`,
        variables,
      );
    await change("addLabelsToLabelable");
    expect(pull.labels).toEqual([`risk: ${pull.number}`]);
    await change("removeLabelsFromLabelable");
    expect(pull.labels).toEqual([]);
  });

  test("a comment knows whether the app wrote it, and can be edited", async () => {
    pull.comment("maria", "mine");
    await ask(
      `mutation($id: ID!) {
        addComment(input: { subjectId: $id, body: "ours" }) { clientMutationId }
      }`,
      { id: pull.state.nodeId },
    );
    const { data } = await ask(inPull("comments(first: 5) { nodes { id viewerDidAuthor body } }"));
    const { nodes } = Object(data).repository.pullRequest.comments;
    expect(nodes).toMatchObject([
      { viewerDidAuthor: false, body: "mine" },
      { viewerDidAuthor: true, body: "ours" },
    ]);
    await ask(
      `mutation($id: ID!) {
        updateIssueComment(input: { id: $id, body: "better" }) { issueComment { body } }
      }`,
      { id: nodes[1].id },
    );
    expect(pull.comments.map(({ body }) => body)).toEqual(["mine", "better"]);
  });
});
