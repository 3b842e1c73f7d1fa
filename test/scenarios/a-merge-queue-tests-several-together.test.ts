import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, failed, passed } from "../support/seen.ts";

const policy = "version: 1\napprovals: { low: [{ from: [write] }] }\n";

let house: House;

beforeAll(async () => {
  house = await startHouse();
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

async function openShop(login: string): Promise<RepositoryScenario> {
  return openRepository(openAcme(house.github, login), "shop", { policy });
}

/** A change of its own file, approved by Jonas, in the queue of main. */
async function openQueued(shop: RepositoryScenario, file: string): Promise<PullRequestScenario> {
  const pull = await shop.openPullRequest({ author: "maria", files: { [file]: "one\n" } });
  pull.review({ by: "jonas", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @jonas"));
  await pull.enqueue("maria");
  await house.settled();
  return pull;
}

/** Our checks on a merge group's head. */
async function groupChecks(shop: RepositoryScenario, headSha: string) {
  await house.settled();
  const runs = await shop.checkRuns(headSha);
  return runs.map(({ name, status, conclusion, title }) => ({ name, status, conclusion, title }));
}

test("a group of one approved change may merge", async () => {
  const shop = await openShop("single");
  const pull = await openQueued(shop, "a.txt");

  const group = await shop.formMergeGroup();

  expect(await groupChecks(shop, group.headSha)).toEqual([
    passed("The pull request of this merge group is approved"),
  ]);

  await shop.mergeGroup(group);
  await house.settled();
  expect(pull.state.merged).not.toBeNull();
});

test("a group may merge when every member is approved", async () => {
  const shop = await openShop("pair");
  await openQueued(shop, "a.txt");
  await openQueued(shop, "b.txt");

  const group = await shop.formMergeGroup({ size: 2 });

  expect(await groupChecks(shop, group.headSha)).toEqual([
    passed("All 2 pull requests of this merge group are approved"),
  ]);
  const [run] = await shop.checkRuns(group.headSha);
  expect(run?.summary).toContain("| #2 | approved | low risk, normal change |");
  expect(run?.summary).toContain("| #1 | approved | low risk, normal change |");
});

test("one member that is no longer approved fails the group, which names it", async () => {
  const shop = await openShop("withdrawn");
  await openQueued(shop, "a.txt");
  const doubted = await openQueued(shop, "b.txt");
  doubted.review({ by: "jonas", state: "request changes" });
  await house.settled();

  const group = await shop.formMergeGroup({ size: 2 });

  expect(await groupChecks(shop, group.headSha)).toEqual([failed("Not approved: #2")]);
  const [run] = await shop.checkRuns(group.headSha);
  expect(run?.summary).toContain(
    "| #2 | not approved | waits for 1 approval from someone with write access |",
  );
});

test("an approval that is taken back after the group's check takes that back as well", async () => {
  const shop = await openShop("regretted");
  const pull = await openQueued(shop, "a.txt");
  const group = await shop.formMergeGroup();
  expect(await groupChecks(shop, group.headSha)).toEqual([
    passed("The pull request of this merge group is approved"),
  ]);

  pull.review({ by: "jonas", state: "request changes" });

  expect(await groupChecks(shop, group.headSha)).toEqual([failed("Not approved: #1")]);
});

test("members are looked at anew: what lost its delivery does not slip through", async () => {
  const shop = await openShop("unheard");
  const doubted = await openQueued(shop, "a.txt");
  house.github.webhooks.loseNext("pull_request_review");
  doubted.review({ by: "jonas", state: "request changes" });
  await house.settled();
  expect(checkOn(doubted)).toEqual(passed("Low risk: approved by @jonas"));

  const group = await shop.formMergeGroup();

  expect(await groupChecks(shop, group.headSha)).toEqual([failed("Not approved: #1")]);
});

test("each group of a chain answers for all that it would merge", async () => {
  const shop = await openShop("chain");
  await openQueued(shop, "a.txt");
  const second = await openQueued(shop, "b.txt");
  second.review({ by: "jonas", state: "request changes" });
  await house.settled();

  const first = await shop.formMergeGroup({ size: 1 });
  expect(await groupChecks(shop, first.headSha)).toEqual([
    passed("The pull request of this merge group is approved"),
  ]);
  const both = await shop.formMergeGroup({ size: 2 });
  expect(await groupChecks(shop, both.headSha)).toEqual([failed("Not approved: #2")]);

  await shop.destroyGroup(both, "invalidated");
  await house.settled();
  expect(checkOn(second)?.status).toBe("in_progress");
});

test("a failed group's check is decided again when it is asked for again", async () => {
  const shop = await openShop("again");
  const pull = await openQueued(shop, "a.txt");
  pull.review({ by: "jonas", state: "request changes" });
  await house.settled();
  const group = await shop.formMergeGroup();
  expect(await groupChecks(shop, group.headSha)).toEqual([failed("Not approved: #1")]);

  pull.review({ by: "jonas", state: "approve" });
  await shop.rerequestChecks(group.headSha, "maria");

  expect(await groupChecks(shop, group.headSha)).toEqual([
    passed("The pull request of this merge group is approved"),
  ]);
});

test("nothing is written on the queue of a branch that no policy controls", async () => {
  const shop = await openRepository(openAcme(house.github, "open"), "shop", { policy: null });
  const pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "one\n" } });
  await pull.enqueue("maria");

  const group = await shop.formMergeGroup();

  expect(await groupChecks(shop, group.headSha)).toEqual([]);
});
