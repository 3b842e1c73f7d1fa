import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { answerTo, checkOn } from "../support/seen.ts";

const policy = `version: 1
roles: { release-manager: ['@acme/sre'] }
approvals: { low: [] }
`;
const hourMs = 3_600_000;

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

let pulls = 0;
async function openPull(): Promise<PullRequestScenario> {
  pulls += 1;
  const files = { "a.txt": `${pulls}\n` };
  const pull = await shop.openPullRequest({ author: "maria", files });
  await house.settled();
  return pull;
}

async function say(pull: PullRequestScenario, by: string, body: string) {
  const comment = pull.comment(by, body);
  await house.settled();
  return answerTo(pull, comment).reactions;
}

test("a freeze by command holds every open change of the branch, until somebody ends it", async () => {
  const [one, other] = [await openPull(), await openPull()];
  expect(checkOn(other)?.conclusion).toBe("success");

  expect(await say(one, "jonas", "/freeze main 2h the database is being moved")).toEqual([
    "-1",
    "eyes",
  ]);
  expect(checkOn(other)?.conclusion).toBe("success");

  expect(await say(one, "ines", "/freeze main 2h the database is being moved")).toEqual([
    "+1",
    "eyes",
  ]);
  for (const pull of [one, other]) {
    expect(checkOn(pull)).toMatchObject({ status: "in_progress", conclusion: null });
  }
  expect(checkOn(await openPull())?.status).toBe("in_progress");

  expect(await say(other, "noah", "/unfreeze main")).toEqual(["+1", "eyes"]);
  for (const pull of [one, other]) expect(checkOn(pull)?.conclusion).toBe("success");
});

test("a freeze by command ends by itself", async () => {
  const pull = await openPull();
  await say(pull, "ines", "/freeze main 2h the database is being moved");
  expect(checkOn(pull)?.conclusion).toBeNull();

  house.setClock(Date.now() + 3 * hourMs);
  await house.settled();
  expect(checkOn(pull)?.conclusion).toBe("success");
});
