import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, passed, repliesOn, waiting } from "../support/seen.ts";

const policy = "version: 1\napprovals: { low: [{ from: ['@acme/dba'] }] }\n";
const waits = waiting("Low risk: waits for 1 approval from @acme/dba");

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  // Public, so that outsiders can look at it.
  shop = await openRepository(openAcme(house.github), "shop", { policy, private: false });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

let pulls = 0;
async function openPull(from?: RepositoryScenario): Promise<PullRequestScenario> {
  pulls += 1;
  const pull = await shop.openPullRequest({
    author: "maria",
    files: { "a.txt": `${pulls}\n` },
    ...(from && { from }),
  });
  await house.settled();
  expect(checkOn(pull)).toEqual(waits);
  return pull;
}

test("whom a requirement names approves with the button", async () => {
  const pull = await openPull();
  expect(pull.checkRun?.actions.map(({ label }) => label)).toEqual(["Approve"]);

  pull.pressCheckButton("approve", "dora");
  await house.settled();

  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @dora"));
  expect(pull.checkRun?.actions).toEqual([]);
  expect(repliesOn(pull)).toEqual([]);
});

test("whom none names is told so, and nothing is approved", async () => {
  const pull = await openPull();

  pull.pressCheckButton("approve", "jonas");
  await house.settled();

  expect(checkOn(pull)).toEqual(waits);
  expect(repliesOn(pull)).toEqual([
    expect.stringContaining("`@jonas`: `/approve` was not done. No open requirement names you."),
  ]);
});

test("a press on an older commit's check is refused", async () => {
  const pull = await openPull();
  house.github.webhooks.hold();
  pull.pressCheckButton("approve", "dora");
  await pull.push({ files: { "b.txt": "b\n" } });
  house.github.webhooks.release();
  await house.settled();

  expect(checkOn(pull)).toEqual(waits);
  expect(repliesOn(pull)).toEqual([expect.stringContaining("but the head is now")]);
});

test("a press that is delivered again counts once", async () => {
  const pull = await openPull();
  house.github.webhooks.duplicateNext("check_run");
  pull.pressCheckButton("approve", "jonas");
  await house.settled();
  expect(repliesOn(pull)).toHaveLength(1);
});

test("on a pull request from a fork, where nobody tells of presses, no button is offered", async () => {
  const pull = await openPull(shop.fork("maria"));
  expect(pull.checkRun?.actions).toEqual([]);
});
