import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ChangeAction, DesiredCheckRun } from "#core/change/change-action.ts";
import type { ObservationOfChange } from "#github/observe-change.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type Connection, connect } from "../support/github.ts";

const acmeShop = { owner: "acme", name: "shop" };
const act = "GraphQL ActOnChange";

let connection: Connection;
let shop: RepositoryScenario;
let pull: PullRequestScenario;

beforeEach(async () => {
  connection = await connect();
  const acme = connection.local.organisation("acme");
  for (const login of ["maria", "omar", "sven"]) acme.user(login);
  acme.team("sre", { members: ["sven"] });
  shop = await acme.repository("shop", {
    permissions: { maria: "write", omar: "write", sven: "write", "@sre": "write" },
  });
  pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
});

afterEach(async () => {
  const { unhandledRequests } = connection.local;
  await connection.stop();
  expect(unhandledRequests).toEqual([]);
});

async function observe(): Promise<Extract<ObservationOfChange, { kind: "observed" }>> {
  const { github, local } = connection;
  const observation = await github.observeChange(local.app.installationId, acmeShop, 1);
  if (observation.kind === "gone") throw new Error("the pull request is gone");
  return observation;
}

/** Observes, acts and tells the errors by action. */
async function carryOut(...actions: ChangeAction[]): Promise<readonly (readonly unknown[])[]> {
  const observation = await observe();
  connection.routes();
  const { github, local } = connection;
  const outcomes = await github.actOnChange(local.app.installationId, observation, actions);
  return outcomes.map(({ action, error }) => [action, error]);
}

function desired(overrides: Partial<DesiredCheckRun> = {}): DesiredCheckRun {
  return {
    name: "change control: main",
    headSha: pull.headSha,
    status: "in_progress",
    conclusion: null,
    externalId: "1",
    title: "High risk: waits for 1 of write",
    summary: "Somebody must approve.",
    annotations: [],
    buttons: [],
    ...overrides,
  };
}

const annotation = { path: "a.txt", line: 1, title: "Unknown key", message: "No such key." };
const approved = { status: "completed", conclusion: "success", externalId: "2" } as const;

/** Updates the check run that stands on the head. */
async function update(overrides: Partial<DesiredCheckRun>) {
  const { checkRun } = (await observe()).written;
  if (checkRun === null) throw new Error("there is no check run");
  return carryOut({
    kind: "update-check-run",
    nodeId: checkRun.nodeId,
    checkRun: desired(overrides),
  });
}

const create = (overrides: Partial<DesiredCheckRun> = {}) =>
  carryOut({ kind: "create-check-run", checkRun: desired(overrides) });

test("everything is written with one call, and found again", async () => {
  await pull.label(["risk: low", "risk: high", "change: normal"], "maria");
  await pull.unlabel(["risk: high", "change: normal"], "maria");

  const outcomes = await carryOut(
    { kind: "request-reviews", users: ["omar"], teams: ["acme/sre"] },
    { kind: "create-comment", body: "<!-- sluice:change -->\nSomebody must approve." },
    { kind: "add-labels", labels: ["risk: high", "change: normal"] },
    { kind: "remove-labels", labels: ["risk: low"] },
    { kind: "create-check-run", checkRun: desired() },
  );

  expect(outcomes).toEqual([
    ["create-check-run", null],
    ["remove-labels", null],
    ["add-labels", null],
    ["create-comment", null],
    ["request-reviews", null],
  ]);
  expect(connection.routes().filter((route) => route.startsWith("GraphQL"))).toEqual([act]);
  const { written } = await observe();
  expect(written).toMatchObject({
    checkRun: {
      name: "change control: main",
      status: "in_progress",
      conclusion: null,
      externalId: "1",
      title: "High risk: waits for 1 of write",
      summary: "Somebody must approve.",
      isRerequested: false,
      annotated: false,
    },
    comment: { body: "<!-- sluice:change -->\nSomebody must approve." },
    requestedReviewers: { users: ["omar"], teams: ["acme/sre"] },
  });
  expect([...written.labels].sort()).toEqual(["change: normal", "risk: high"]);
});

test("nothing to do is no call", async () => {
  expect(await carryOut()).toEqual([]);
  expect(connection.routes()).toEqual([]);
});

describe("check runs", () => {
  test("are brought up to date in place", async () => {
    await create();
    const before = pull.checkRun?.id;

    expect(await update(approved)).toEqual([["update-check-run", null]]);

    expect(pull.checkRun).toMatchObject({ id: before, conclusion: "success", externalId: "2" });
  });

  test.each<[string, Partial<DesiredCheckRun>, Partial<DesiredCheckRun>]>([
    ["to carry annotations", {}, { annotations: [annotation] }],
    ["to lose annotations", { annotations: [annotation] }, {}],
    ["to be open again", approved, { externalId: "3" }],
  ])("are made anew %s", async (_name, first, second) => {
    await create(first);
    const before = pull.checkRun?.id;

    await update(second);

    expect(pull.checkRun?.id).not.toBe(before);
    expect(pull.checkRun?.annotations).toHaveLength(second.annotations?.length ?? 0);
    expect((await observe()).written.checkRun).toMatchObject({
      status: "in_progress",
      conclusion: null,
      annotated: (second.annotations?.length ?? 0) > 0,
    });
  });

  test("take the first 50 annotations", async () => {
    await create({ annotations: Array(60).fill(annotation) });
    expect(pull.checkRun?.annotations).toHaveLength(50);
  });

  test("of another app are not ours, whatever their name", async () => {
    await shop.check(pull.headSha, "change control: main", "success", "ci");
    expect((await observe()).written.checkRun).toBeNull();
  });

  test("earned against another base don't count", async () => {
    await create(approved);
    await shop.push("release", "omar", [{ files: { "r.txt": "r\n" } }]);
    await pull.edit({ base: "release" }, "maria");

    expect((await observe()).written.checkRun).toBeNull();
  });
});

describe("labels", () => {
  test("that the repository lacks are made in their colours, at the cost of one more call", async () => {
    const outcomes = await carryOut(
      { kind: "add-labels", labels: ["risk: critical", "change: emergency"] },
      { kind: "create-check-run", checkRun: desired() },
    );

    expect(outcomes).toEqual([
      ["create-check-run", null],
      ["add-labels", null],
    ]);
    expect(connection.routes()).toEqual([act, act]);
    expect(pull.labels).toEqual(["risk: critical", "change: emergency"]);
    expect(shop.state.labels.get("risk: critical")?.color).toBe("b60205");
  });

  test("that can't be removed any more are told", async () => {
    const [outcome] = await carryOut({ kind: "remove-labels", labels: ["risk: low"] });
    expect(outcome).toEqual(["remove-labels", 'The repository has no label "risk: low".']);
  });
});

test("our comment is changed in place", async () => {
  await carryOut({ kind: "create-comment", body: "<!-- sluice:change -->\nWait." });
  const { comment } = (await observe()).written;

  await carryOut({
    kind: "update-comment",
    nodeId: comment?.nodeId ?? "",
    body: "<!-- sluice:change -->\nDone.",
  });

  expect(pull.comments.map(({ body }) => body)).toEqual(["<!-- sluice:change -->\nDone."]);
});

describe("a failure of one action leaves the others be", () => {
  test.each<[string, ChangeAction, RegExp]>([
    [
      "a reviewer who doesn't exist",
      { kind: "request-reviews", users: ["nobody", "omar"], teams: [] },
      /GitHub refused GET \/users\/\{username\} with status 404/,
    ],
    [
      "a team that doesn't exist",
      { kind: "request-reviews", users: ["omar"], teams: ["acme/none"] },
      /GitHub refused GET \/orgs\/\{org\}\/teams\/\{team_slug\} with status 404/,
    ],
    [
      "the author, who can't be asked",
      { kind: "request-reviews", users: ["maria", "omar"], teams: [] },
      /^requestReviews: /,
    ],
    [
      "a comment that is gone",
      { kind: "update-comment", nodeId: "IC_gone", body: "x" },
      /^updateIssueComment: Could not resolve/,
    ],
  ])("%s", async (_name, action, error) => {
    const outcomes = await carryOut(action, { kind: "create-check-run", checkRun: desired() });

    expect(outcomes).toEqual([
      ["create-check-run", null],
      [action.kind, expect.stringMatching(error)],
    ]);
    expect(pull.checkRun?.status).toBe("in_progress");
    const asked = action.kind === "request-reviews" ? ["omar"] : [];
    expect(pull.requestedReviewers).toEqual(asked);
  });

  test("a check run that is refused is told as well", async () => {
    const [check, labels] = await carryOut(
      { kind: "create-check-run", checkRun: desired({ headSha: `${"0".repeat(39)}1` }) },
      { kind: "create-comment", body: "x" },
    );
    expect(check).toEqual(["create-check-run", expect.stringMatching(/^createCheckRun: /)]);
    expect(labels).toEqual(["create-comment", null]);
  });
});

describe("when the limit for comments and review requests is reached", () => {
  const remark: ChangeAction = { kind: "create-comment", body: "Somebody must approve." };
  const limit = expect.stringContaining("limit for comments and review requests");

  beforeEach(() => carryOut(...Array.from({ length: 80 }, () => remark)));

  test("the check and the labels are written all the same", async () => {
    const outcomes = await carryOut(
      { kind: "create-check-run", checkRun: desired() },
      { kind: "add-labels", labels: ["risk: high"] },
      remark,
      { kind: "request-reviews", users: ["omar"], teams: [] },
    );

    expect(outcomes).toEqual([
      ["create-check-run", null],
      ["create-comment", limit],
      ["request-reviews", limit],
      ["add-labels", null],
    ]);
    expect(connection.routes()).toEqual(["GET /users/{username}", act, act]);
    expect(pull.checkRun?.status).toBe("in_progress");
    expect(pull.labels).toEqual(["risk: high"]);
    expect(pull.comments).toHaveLength(80);
    expect(pull.requestedReviewers).toEqual([]);
  });

  test("nothing is sent when there is nothing else to write, and it is told when it can be", async () => {
    const observation = await observe();
    connection.routes();
    const { github, local } = connection;
    const outcomes = await github.actOnChange(local.app.installationId, observation, [remark]);

    const [{ notBeforeMs } = {}] = outcomes;
    expect(outcomes).toMatchObject([{ action: "create-comment", error: limit }]);
    expect(notBeforeMs).toBeGreaterThan(Date.now());
    expect(connection.routes()).toEqual([]);
  });
});

describe("when the answer is lost", () => {
  test("the work is done later, and finds what was written", async () => {
    connection.local.failNext({ path: "createCheckRun", loseAnswer: true });
    await expect(create()).rejects.toMatchObject({ name: "RetryLater" });

    const { checkRun } = (await observe()).written;
    expect(checkRun?.nodeId).toBe(pull.checkRun?.nodeId);
  });

  test.each([
    ["502", { status: 502 }],
    ["a limit", { status: 403, message: "You have exceeded a secondary rate limit" }],
  ])("%s: later", async (_name, fault) => {
    connection.local.failNext({ path: "createCheckRun", ...fault });
    await expect(create()).rejects.toMatchObject({ name: "RetryLater" });
    expect(pull.checkRun).toBeNull();
  });
});
