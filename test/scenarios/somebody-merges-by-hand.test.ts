import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { shortSha } from "#core/text/words.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import { type House, startHouse } from "../support/house.ts";
import { unauthorisedIn } from "../support/issues.ts";
import {
  finish,
  type GatedShop,
  gatePolicy,
  openGatedShop,
  toldTo,
} from "../support/shop-with-gates.ts";
import { pushesJudged } from "../support/worked-off.ts";

let house: House;
let gated: GatedShop;

beforeEach(async () => {
  house = await startHouse();
  gated = await openGatedShop(house, { policy: gatePolicy("{ production: {} }") });
  await gated.deployFirst();
});

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

/** Two commits, approved and not merged. */
async function openApproved(): Promise<PullRequestScenario> {
  const commits = [{ files: { "a.txt": "1\n" } }, { files: { "b.txt": "2\n" } }];
  const pull = await gated.shop.openPullRequest({ author: "maria", commits });
  await house.settled();
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  return pull;
}

/** Tom brings the default branch to a commit; GitHub then takes the pull request for merged. */
async function bringTo(sha: string, pull: PullRequestScenario): Promise<void> {
  await gated.shop.pushCommit("main", sha, "tom");
  await pushesJudged(house);
  expect(pull.state.merged).not.toBeNull();
}

/** Tom's commit on top of the pull request's head. */
async function extend({ headSha }: PullRequestScenario): Promise<string> {
  await gated.shop.pushCommit("topic", headSha, "tom");
  await gated.shop.push("topic", "tom", [{ message: "More", files: { "c.txt": "3\n" } }]);
  await house.settled();
  return gated.shop.sha("topic");
}

function toAnswerFor(sha: string): string {
  return `Waits for a change-manager to answer for ${shortSha(sha)}, pushed without a pull request.`;
}

const reported = ["Unauthorised change: 1 commit was pushed to main without a pull request"];

function issueTitles(): readonly string[] {
  return unauthorisedIn(gated.shop).map(({ title }) => title);
}

test("a merge by hand of what was approved: it is not known what else it holds", async () => {
  const pull = await openApproved();
  const merge = { message: "Merge", merge: pull.headSha, files: { "c.txt": "3\n" } };
  await gated.shop.push("main", "tom", [merge]);
  await pushesJudged(house);
  expect(pull.state.merged).not.toBeNull();
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([toAnswerFor(await gated.shop.sha())]);
  expect(issueTitles()).toEqual(reported);

  pull.comment("ada", "/override I looked at the merge");
  await house.settled();
  expect(toldTo(run).at(-1)).toBe("approved");
});

test("an approved head that somebody pushed to the branch brings nothing else", async () => {
  const pull = await openApproved();
  await bringTo(pull.headSha, pull);
  expect(toldTo(await gated.deploy())).toEqual(["approved"]);
  expect(issueTitles()).toEqual([]);
});

test("a commit on top of an approved head that came with the same push is nobody's", async () => {
  const pull = await openApproved();
  const tip = await extend(pull);
  await bringTo(tip, pull);
  expect(toldTo(await gated.deploy())).toEqual([toAnswerFor(tip)]);
  expect(issueTitles()).toEqual(reported);
});

test("nor is it when the head alone was deployed before", async () => {
  const pull = await openApproved();
  const tip = await extend(pull);
  await bringTo(tip, pull);
  const first = await gated.deploy("production", pull.headSha);
  await finish(house, first);
  expect(toldTo(first)).toEqual(["approved"]);
  expect(toldTo(await gated.deploy())).toEqual([toAnswerFor(tip)]);
});
