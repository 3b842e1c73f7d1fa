import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type House, startHouse } from "../support/house.ts";
import {
  finish,
  type GatedShop,
  gatePolicy,
  openGatedShop,
  toldTo,
} from "../support/shop-with-gates.ts";

let house: House;
let gated: GatedShop;

beforeEach(async () => {
  house = await startHouse();
  const policy = gatePolicy("{ production: { firstDeployment: accept } }");
  gated = await openGatedShop(house, { policy });
});

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

async function deployed() {
  const run = await gated.deploy();
  await finish(house, run);
  expect(run.status).toBe("success");
  return run;
}

/** More deployments than GitHub gives at once, of which nobody hears and nothing becomes. */
async function buryUnderOthers(): Promise<void> {
  const { shop } = gated;
  for (let count = 1; count <= 101; count++) {
    house.github.webhooks.loseNext("deployment");
    const request = { ref: "main", environment: "production", autoMerge: false };
    await shop.deploy("tom", { ...request, requiredContexts: [] });
  }
}

test("a hundred other deployments do not make the next one a first one", async () => {
  await gated.merge("approved");
  await deployed();
  await buryUnderOthers();
  const pull = await gated.merge("unapproved");
  expect(toldTo(await gated.deploy())).toEqual([
    expect.stringMatching(`^Waits for #${pull.number} to be approved`),
  ]);
});

test("the way back to what succeeded long ago stays open", async () => {
  await gated.merge("approved");
  const first = await deployed();
  await gated.merge("approved");
  await deployed();
  await buryUnderOthers();
  const back = await gated.deploy("production", first.state.headSha);
  expect(toldTo(back)).toEqual(["approved"]);
  const [answer] = back.answers("production");
  expect(answer?.comment).toMatch(/roll/i);
});
