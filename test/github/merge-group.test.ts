import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { DesiredCheckRun } from "#core/change/change-action.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type Connection, connect } from "../support/github.ts";

const repository = { owner: "acme", name: "shop" };

let connection: Connection;
let shop: RepositoryScenario;

beforeEach(async () => {
  connection = await connect();
  const acme = connection.local.organisation("acme");
  acme.user("maria");
  shop = await acme.repository("shop");
  for (const file of ["a", "b", "c"]) {
    const files = { [`${file}.txt`]: `${file}\n` };
    const pull = await shop.openPullRequest({ author: "maria", files });
    await pull.enqueue("maria");
  }
});

afterEach(async () => {
  const { unhandledRequests } = connection.local;
  await connection.stop();
  expect(unhandledRequests).toEqual([]);
});

const membersOf = (headSha: string) =>
  connection.github.mergeGroupMembers(connection.local.app.installationId, {
    repository,
    branch: "main",
    headSha,
  });

describe("the members of a merge group", () => {
  test.each([1, 2, 3])("are the first %i of the queue", async (size) => {
    const { headSha } = await shop.formMergeGroup({ size });
    expect(await membersOf(headSha)).toEqual({
      kind: "known",
      numbers: [3, 2, 1].slice(3 - size),
    });
  });

  test("are what is left once the first has been merged", async () => {
    const first = await shop.formMergeGroup({ size: 1 });
    await shop.mergeGroup(first);
    const { headSha } = await shop.formMergeGroup({ size: 2 });

    expect(await membersOf(headSha)).toEqual({ kind: "known", numbers: [3, 2] });
  });

  test("are unknown when the chain doesn't lead to the branch's tip", async () => {
    const { headSha } = await shop.formMergeGroup({ size: 3 });
    await shop.push("main", "maria", [{ files: { "z.txt": "z\n" } }]);

    expect(await membersOf(headSha)).toMatchObject({ kind: "unknown" });
  });

  test("are unknown when an entry between has no commit", async () => {
    const { headSha, entries } = await shop.formMergeGroup({ size: 3 });
    const [, middle] = entries;
    if (middle) middle.headSha = null;

    expect(await membersOf(headSha)).toMatchObject({ kind: "unknown" });
  });

  test("of a group that was taken apart are gone", async () => {
    const group = await shop.formMergeGroup({ size: 2 });
    await shop.destroyGroup(group, "invalidated");
    for (const entry of group.entries) entry.headSha = null;

    expect(await membersOf(group.headSha)).toEqual({ kind: "gone" });
  });

  test("of a group that was merged are gone", async () => {
    const group = await shop.formMergeGroup({ size: 2 });
    await shop.mergeGroup(group);

    expect(await membersOf(group.headSha)).toEqual({ kind: "gone" });
  });

  test("of a group that the queue doesn't show yet are asked for later", async () => {
    const { headSha, entries } = await shop.formMergeGroup({ size: 1 });
    for (const entry of entries) entry.headSha = null;

    await expect(membersOf(headSha)).rejects.toMatchObject({ name: "RetryLater" });
  });
});

describe("a merge group's check", () => {
  const write = (check: DesiredCheckRun) =>
    connection.github.writeMergeGroupCheck(connection.local.app.installationId, repository, check);
  const desired = (headSha: string, conclusion: "success" | "failure"): DesiredCheckRun => ({
    name: "change control: main",
    headSha,
    status: "completed",
    conclusion,
    externalId: "7",
    title: "All are approved",
    summary: "| a |",
    annotations: [],
    buttons: [],
  });

  test("is created once, left alone while it is as desired, and brought up to date", async () => {
    const { headSha } = await shop.formMergeGroup({ size: 1 });

    await write(desired(headSha, "success"));
    await write(desired(headSha, "success"));
    expect(connection.routes()).toEqual([
      "GraphQL FindCheckRun",
      "GraphQL WriteCheckRun",
      "GraphQL FindCheckRun",
    ]);
    await write(desired(headSha, "failure"));

    const runs = await shop.checkRuns(headSha);
    expect(runs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ["change control: main", "failure"],
    ]);
  });

  test("on a commit that GitHub doesn't show is written later", async () => {
    await expect(write(desired(`${"0".repeat(39)}1`, "success"))).rejects.toMatchObject({
      name: "RetryLater",
    });
  });
});
