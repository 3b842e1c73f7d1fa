import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, passed, type SeenCheck } from "../support/seen.ts";

const policy = "version: 1\n";
const heard = passed("Low risk: nothing to approve");
const counter = "sluice_deliveries_previous_secret_total";

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
  await house.settled();
});

afterAll(() => house.stop());

let pulls = 0;
async function openPull(): Promise<SeenCheck | null> {
  pulls += 1;
  const pull = await shop.openPullRequest({
    author: "maria",
    files: { [`docs/${pulls}.md`]: "text\n" },
  });
  await house.settled();
  return checkOn(pull);
}

test("from the old one to the new one, as the operations page has it, nothing is missed", async () => {
  const { webhooks, app } = house.github;
  const [before, after] = [app.webhookSecret, "the new secret"];
  await house.restart({
    environment: { WEBHOOK_SECRET: after, WEBHOOK_SECRET_PREVIOUS: before },
  });
  expect(await openPull()).toEqual(heard);
  const signedBefore = await house.metric(counter);
  expect(signedBefore).toBeGreaterThan(0);

  webhooks.secret = after;
  expect(await openPull()).toEqual(heard);
  expect(await house.metric(counter)).toBe(signedBefore);

  await house.restart({ environment: { WEBHOOK_SECRET_PREVIOUS: "" } });
  expect(await openPull()).toEqual(heard);
  webhooks.secret = before;
  await openPull();
  expect(webhooks.deliveries.at(-1)?.outcome?.statusCode).toBe(401);
});
