import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Account } from "#core/change/facts.ts";
import { policyPath } from "#core/policy/policy-source.ts";
import type { ShaPair } from "#github/compare.ts";
import type { ObservationOfChange } from "#github/observe-change.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type Connection, connect } from "../support/github.ts";

const acmeShop = { owner: "acme", name: "shop" };
const policy = `version: 1
approvals:
  medium: [{ from: [maintain, '@acme/sre', '@other/sre'] }]
`;
const snapshot = "GraphQL ObserveChange";
const comparison = "GET /repos/{owner}/{repo}/compare/{basehead}";
const activity = "GET /repos/{owner}/{repo}/activity";
const permission = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
const membership = "GET /orgs/{org}/teams/{team_slug}/memberships/{username}";

let connection: Connection;
let clock: { nowMs: number };
let pusher: Account | null;
/** Runs after each snapshot, before the reads that follow it. */
let meanwhile: () => Promise<unknown>;
let shop: RepositoryScenario;
let pull: PullRequestScenario;

beforeEach(async () => {
  clock = { nowMs: 1_700_000_000_000 };
  pusher = { id: 7, login: "maria", kind: "user" };
  meanwhile = async () => {};
  connection = await connect({
    now: () => clock.nowMs,
    lastPusherOf: async () => {
      await meanwhile();
      return pusher;
    },
  });
  const organisation = connection.local.organisation("acme");
  for (const login of ["maria", "omar", "sven"]) organisation.user(login);
  organisation.team("sre", { members: ["sven"] });
  shop = await organisation.repository("shop", {
    files: { [policyPath]: policy, "a.txt": "one\n" },
    permissions: { maria: "write", omar: "maintain" },
  });
  pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "two\n" } });
});

afterEach(async () => {
  const { unhandledRequests } = connection.local;
  await connection.stop();
  expect(unhandledRequests).toEqual([]);
});

async function observe(
  hint?: ShaPair,
): Promise<Extract<ObservationOfChange, { kind: "observed" }>> {
  const { github, local } = connection;
  const observation = await github.observeChange(local.app.installationId, acmeShop, 1, { hint });
  if (observation.kind === "gone") throw new Error("the pull request is gone");
  return observation;
}

const pair = async () => ({ baseSha: await shop.sha("main"), headSha: pull.headSha });

describe("the last read before a decision is the snapshot", () => {
  test("what a snapshot needs is read, and the snapshot taken again", async () => {
    await observe();
    expect(connection.routes()).toEqual([snapshot, comparison, snapshot]);
  });

  test("a right hint saves a snapshot", async () => {
    await observe(await pair());
    expect(connection.routes()).toEqual([comparison, snapshot]);
  });

  test.each([
    ["of former commits", async () => ({ ...(await pair()), headSha: await shop.sha("main") })],
    [
      "of commits that nobody has",
      async () => ({ ...(await pair()), headSha: `${"0".repeat(39)}1` }),
    ],
  ])("a wrong hint, %s, supplies no facts", async (_name, hint) => {
    const { observed } = await observe(await hint());
    expect(connection.routes()).toEqual([comparison, snapshot, comparison, snapshot]);
    expect(observed.headSha).toBe(pull.headSha);
    expect(observed.facts.files).toHaveLength(1);
  });

  test("when nothing moved, one snapshot is enough", async () => {
    await observe();
    connection.routes();

    await observe();
    expect(connection.routes()).toEqual([snapshot]);
  });

  test("a push in between is seen", async () => {
    meanwhile = async () => {
      meanwhile = async () => {};
      await pull.push({ files: { "b.txt": "new\n" } });
    };

    const { observed } = await observe();

    expect(observed.headSha).toBe(pull.headSha);
    expect(observed.facts.files.map(({ path }) => path)).toEqual(["a.txt", "b.txt"]);
    expect(connection.routes()).toEqual([snapshot, comparison, snapshot, comparison, snapshot]);
  });

  test("a review in between is seen, and its author asked about", async () => {
    meanwhile = async () => {
      meanwhile = async () => {};
      pull.review({ by: "omar", state: "approve" });
    };

    const { observed } = await observe();

    expect(observed.reviews).toHaveLength(1);
    expect(observed.eligibility.permissions).toEqual({ omar: "maintain" });
    expect(connection.routes().at(-1)).toBe(snapshot);
  });

  test("a policy pushed to the base in between is seen", async () => {
    meanwhile = async () => {
      meanwhile = async () => {};
      await shop.push("main", "omar", [{ files: { [policyPath]: "version: 2\n" } }]);
    };

    const { observed } = await observe();

    expect(observed.policies[0]?.content.kind).toBe("invalid");
    expect(observed.baseSha).toBe(await shop.sha("main"));
  });

  test("a pull request that never stands still is tried again later", async () => {
    let pushes = 0;
    meanwhile = () => pull.push({ files: { "a.txt": `${pushes++}\n` } });

    await expect(observe()).rejects.toMatchObject({
      name: "RetryLater",
      message: "acme/shop#1 changes faster than it can be read.",
    });
    expect(pushes).toBe(5);
  });
});

test("a push to a change with 10 files, 5 commits and 3 reviews costs three calls, or one when nothing moved", async () => {
  const files = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`f${at}`, `${at}\n`]));
  const big = await shop.openPullRequest({
    author: "maria",
    commits: [{ files }, ...[1, 2, 3, 4].map((at) => ({ files: { f0: `${at}+\n` } }))],
  });
  big.review({ by: "omar", state: "approve" });
  big.review({ by: "sven", state: "request changes" });
  big.review({ by: "sven", state: "approve" });
  const { github, local } = connection;
  const { installationId } = local.app;
  await big.label(["risk: high", "change: normal"], "maria");
  await big.unlabel(["risk: high", "change: normal"], "maria");
  const headSha = await big.push({ files: { f0: "pushed\n" } });
  connection.routes();

  const hint = { baseSha: await shop.sha("main"), headSha };
  const observation = await github.observeChange(installationId, acmeShop, big.number, { hint });
  if (observation.kind === "gone") throw new Error("gone");
  await github.actOnChange(installationId, observation, [
    {
      kind: "create-check-run",
      checkRun: {
        name: "change control: main",
        headSha,
        status: "in_progress",
        conclusion: null,
        externalId: "1",
        title: "High risk",
        summary: "Somebody must approve.",
        annotations: [],
        buttons: [],
      },
    },
    { kind: "add-labels", labels: ["risk: high", "change: normal"] },
    { kind: "create-comment", body: "<!-- sluice:change -->\nSomebody must approve." },
  ]);
  expect(connection.routes()).toEqual([comparison, snapshot, "GraphQL ActOnChange"]);

  await github.observeChange(installationId, acmeShop, big.number, { hint });
  expect(connection.routes()).toEqual([snapshot]);
});

describe("who may approve", () => {
  beforeEach(async () => {
    pull.review({ by: "omar", state: "approve" });
    pull.review({ by: "sven", state: "approve" });
    await observe();
    connection.routes();
  });

  test("is asked for those who approved the head, of what the policies name", async () => {
    const { observed } = await observe();
    expect(observed.eligibility).toEqual({
      permissions: { omar: "maintain", sven: "read" },
      teams: { "acme/sre": ["sven"] },
    });
  });

  test("is asked again after a minute, which costs nothing of the budget when nothing changed", async () => {
    clock.nowMs += 59_999;
    await observe();
    expect(connection.routes()).toEqual([snapshot]);
    clock.nowMs += 1;

    const { observed } = await observe();

    const asked = connection.sent.filter(({ route }) => route === permission).slice(-2);
    expect(asked.map(({ status }) => status)).toEqual([304, 304]);
    expect(observed.eligibility.permissions).toEqual({ omar: "maintain", sven: "read" });
    expect(connection.routes().at(-1)).toBe(snapshot);
  });

  test("is asked again once somebody's rights changed", async () => {
    shop.grant("omar", "read");
    expect((await observe()).observed.eligibility.permissions).toMatchObject({ omar: "maintain" });

    connection.github.expireEligibility(connection.local.app.installationId);
    expect((await observe()).observed.eligibility.permissions).toMatchObject({ omar: "read" });
  });

  test("never asks about another organisation's team", async () => {
    clock.nowMs += 60_000;
    await observe();
    const asked = connection.routes().filter((route) => route === membership);
    expect(asked).toHaveLength(2);
  });
});

describe("who pushed last", () => {
  test("is asked of the activity log when no delivery told, once", async () => {
    pusher = null;
    expect((await observe()).observed.lastPusher).toMatchObject({ login: "maria", kind: "user" });
    expect(connection.routes()).toContain(activity);

    await observe();
    expect(connection.routes()).not.toContain(activity);
  });

  test("is unknown while the activity log doesn't tell; it is asked again after a minute", async () => {
    pusher = null;
    shop.state.activity.length = 0;
    expect((await observe()).observed.lastPusher).toBeNull();
    connection.routes();
    expect((await observe()).observed.lastPusher).toBeNull();
    expect(connection.routes()).not.toContain(activity);

    clock.nowMs += 60_000;
    await observe();
    expect(connection.routes()).toContain(activity);
  });
});

describe("our comment", () => {
  const ours = "<!-- sluice:change -->\nSomebody must approve.";

  test("is ours by author and marker", async () => {
    pull.comment("maria", ours);
    pull.comment("sluice[bot]", "An answer to somebody's command.");
    expect((await observe()).written.comment).toBeNull();

    const comment = pull.comment("sluice[bot]", ours);
    expect((await observe()).written.comment).toEqual({ nodeId: comment.nodeId, body: ours });
  });

  test("is found behind many others, and looked for there the next time", async () => {
    for (let count = 0; count < 130; count++) pull.comment("maria", `${count}`);
    const comment = pull.comment("sluice[bot]", ours);

    expect((await observe()).written.comment?.nodeId).toBe(comment.nodeId);
    connection.routes();
    expect((await observe()).written.comment?.nodeId).toBe(comment.nodeId);
    expect(connection.routes()).toEqual([snapshot]);
  });

  test("that somebody deleted is gone, wherever it stood", async () => {
    for (let count = 0; count < 60; count++) pull.comment("maria", `${count}`);
    const comment = pull.comment("sluice[bot]", ours);
    await observe();

    pull.deleteComment(comment, "maria");
    expect((await observe()).written.comment).toBeNull();
    const again = pull.comment("sluice[bot]", ours);
    expect((await observe()).written.comment?.nodeId).toBe(again.nodeId);
  });
});
