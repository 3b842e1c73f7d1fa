import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type House, startHouse } from "../support/house.ts";
import { type GatedShop, gatePolicy, openGatedShop } from "../support/shop-with-gates.ts";

const context = "sluice/deploy: production";
const request = { ref: "main", environment: "production", requiredContexts: [] };

let house: House;
let gated: GatedShop;

async function open(policy: string | null): Promise<void> {
  house = await startHouse();
  gated = await openGatedShop(house, { policy, rules: [] });
}

beforeEach(() => open(gatePolicy("{ production: {} }")));

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

/** Our statuses, oldest first. */
function statuses() {
  return gated.shop.state.statuses
    .filter((status) => status.context === context)
    .map(({ state, description }) => ({ state, description }))
    .toReversed();
}

test("the commit's status says what a deployment waits for, and when it may go ahead", async () => {
  const pull = await gated.merge("approved");
  await gated.shop.deploy("jonas", request);
  await house.settled();
  expect(statuses()).toEqual([
    { state: "pending", description: expect.stringMatching(/^Waits for a release-manager/) },
  ]);
  await expect(
    gated.shop.deploy("jonas", { ...request, requiredContexts: [context] }),
  ).rejects.toThrow("Commit status checks failed");

  pull.comment("noah", "/release production");
  await house.settled();
  expect(statuses().at(-1)).toEqual({ state: "success", description: "Released" });
  const deployment = await gated.shop.deploy("jonas", { ...request, requiredContexts: [context] });
  await house.settled();
  deployment?.say("success", "jonas");
  await house.settled();
  expect(statuses()).toHaveLength(2);

  const next = await gated.merge("unapproved");
  await gated.shop.deploy("jonas", request);
  await house.settled();
  expect(statuses().at(-1)).toEqual({
    state: "pending",
    description: expect.stringMatching(`^Waits for #${next.number} to be approved`),
  });
});

test("a repository without a policy gets no status", async () => {
  await house.stop();
  await open(null);
  await gated.merge("approved");
  await gated.shop.deploy("jonas", request);
  await house.settled();
  expect(statuses()).toEqual([]);
});
