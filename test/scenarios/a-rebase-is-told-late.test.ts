import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { unauthorisedIn } from "../support/issues.ts";
import { pushesJudged } from "../support/worked-off.ts";

const policy = `version: 1
standard: [{ name: documentation only, when: { onlyFiles: ['docs/**'] } }]
`;

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

let pulls = 0;

/** Two commits, rebased onto main, while GitHub does not tell yet which pull request they belong to. */
async function rebaseDocumentation(): Promise<void> {
  pulls += 1;
  const commits = [1, 2].map((part) => ({
    message: `Describe ${pulls}, part ${part}`,
    files: { [`docs/${pulls}-${part}.md`]: "Text.\n" },
  }));
  const pull = await shop.openPullRequest({ author: "maria", commits });
  await house.settled();
  house.github.webhooks.hold();
  shop.lagAssociations(true);
  await pull.merge({ by: "jonas", method: "rebase" });
}

let ahead = 0;

/** Lets time pass, and every look that falls due. */
async function pass(seconds: number): Promise<void> {
  ahead += seconds;
  house.setClock(Date.now() + ahead * 1_000);
  await house.settled();
}

test("a merge of which GitHub told needs no association", async () => {
  await rebaseDocumentation();
  house.github.webhooks.release();
  await pushesJudged(house);
  expect(unauthorisedIn(shop)).toEqual([]);
});

test("of a merge of which GitHub did not tell the association is waited for", async () => {
  await rebaseDocumentation();
  house.github.webhooks.release((held) => held.filter(({ event }) => event === "push"));
  await pass(6);
  await pass(20);
  await pass(30);
  expect(unauthorisedIn(shop)).toEqual([]);
  shop.lagAssociations(false);
  await pass(3_600);
  await pushesJudged(house);
  expect(unauthorisedIn(shop)).toEqual([]);
});

test("what GitHub never associates with a pull request is reported in the end", async () => {
  await rebaseDocumentation();
  house.github.webhooks.release((held) => held.filter(({ event }) => event === "push"));
  for (let look = 0; look < 8; look += 1) await pass(3_600);
  await pushesJudged(house);
  expect(unauthorisedIn(shop).map(({ title }) => title)).toEqual([
    "Unauthorised change: 2 commits were pushed to main without a pull request",
  ]);
});
