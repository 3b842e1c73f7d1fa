import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type House, startHouse } from "../support/house.ts";
import {
  finish,
  type GatedShop,
  gatePolicy,
  openGatedShop,
  toldTo,
} from "../support/shop-with-gates.ts";

const hourMs = 3_600_000;
const dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

let house: House;
let gated: GatedShop;

beforeEach(async () => {
  house = await startHouse();
});

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

async function open(environments: string, rules?: readonly string[]): Promise<void> {
  const policy = gatePolicy(environments);
  gated = await openGatedShop(house, { policy, ...(rules && { rules }) });
}

test("a window opens", async () => {
  const opensOn = new Date(Date.now() + 48 * hourMs);
  const day = dayNames[opensOn.getUTCDay()];
  await open(
    `{ production: { firstDeployment: accept, windows: [{ days: [${day}], from: '00:00', to: '23:59', timeZone: UTC }] } }`,
  );
  await gated.merge("approved");
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([expect.stringMatching(/^Waits for the deployment window, /)]);

  house.setClock(Math.floor(opensOn.getTime() / 86_400_000) * 86_400_000 + hourMs);
  await house.settled();
  expect(toldTo(run).at(-1)).toBe("approved");
});

test("a commit soaks in staging first", async () => {
  await open(
    "{ production: { firstDeployment: accept, after: { environment: staging, soak: 2h } } }",
  );
  await gated.merge("approved");
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([expect.stringMatching(/to succeed in staging first\.$/)]);

  const staging = await gated.deploy("staging");
  await finish(house, staging, "staging");
  expect(toldTo(run).at(-1)).toMatch(/to have been in staging for 2h/);

  house.setClock(Date.now() + 2 * hourMs + 60_000);
  await house.settled();
  expect(toldTo(run).at(-1)).toBe("approved");
});

test("somebody freezes the environment while a deployment waits, and thaws it", async () => {
  await open("{ production: { approvals: [{ from: [release-manager] }] } }");
  const pull = await gated.merge("approved");
  const run = await gated.deploy();
  pull.comment("ines", "/freeze production 3h the database is being moved");
  await house.settled();
  pull.comment("noah", "/release production");
  await house.settled();
  expect(run.status).toBe("waiting");
  expect(toldTo(run).at(-1)).toMatch(/freeze/);

  pull.comment("ines", "/unfreeze production");
  await house.settled();
  expect(toldTo(run).at(-1)).toBe("approved");
});
