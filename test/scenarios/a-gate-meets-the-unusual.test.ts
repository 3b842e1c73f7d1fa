import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type House, startHouse } from "../support/house.ts";
import { type GatedShop, gatePolicy, openGatedShop, toldTo } from "../support/shop-with-gates.ts";

const dayMs = 24 * 3_600_000;

let house: House;
let gated: GatedShop;

beforeEach(async () => {
  house = await startHouse();
  gated = await openGatedShop(house, { policy: gatePolicy("{ production: {} }") });
});

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

test("the commit that runs there is gone: what the deployment brings is not known, and it waits as a first one", async () => {
  const first = await gated.deployFirst();
  const pull = await gated.merge("approved");
  gated.shop.loseCommit(first.state.headSha);
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([expect.stringMatching(/^Waits for a release-manager to accept /)]);

  pull.comment("noah", "/release production");
  await house.settled();
  expect(toldTo(run).at(-1)).toBe("approved");
});

test("of two jobs that ask at one moment, told of backwards, the newer alone is released, once", async () => {
  await gated.deployFirst();
  const jobs = [{ environment: "production" }];
  await gated.merge("approved");
  const files = { "src/late.ts": "late\n" };
  const pull = await gated.shop.openPullRequest({ author: "maria", files });
  await house.settled();
  house.github.webhooks.hold();
  const older = await gated.shop.startRun({ by: "jonas", jobs });
  await pull.merge({ by: "tom", bypass: true });
  const newer = await gated.shop.startRun({ by: "jonas", jobs });
  house.github.webhooks.release((held) => held.toReversed());
  await house.settled();
  expect(toldTo(older).at(-1)).toMatch(/^Superseded: /);
  expect(toldTo(newer)).toEqual([
    expect.stringMatching(`^Waits for #${pull.number} to be approved`),
  ]);

  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(toldTo(older)).not.toContain("approved");
  expect(toldTo(newer).filter((word) => word === "approved")).toHaveLength(1);
});

test("a run hears at most ten times what it waits for, and then the answer", async () => {
  await gated.deployFirst();
  const pull = await gated.merge("unapproved");
  const run = await gated.deploy();
  for (let turn = 1; turn <= 6; turn++) {
    pull.comment("ines", "/freeze production 3h the database is being moved");
    await house.settled();
    pull.comment("ines", "/unfreeze production");
    await house.settled();
  }
  const reports = toldTo(run);
  expect(reports.length).toBeGreaterThan(5);
  expect(reports.length).toBeLessThanOrEqual(10);

  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(toldTo(run)).toEqual([...reports, "approved"]);
});

test("what nobody answered for 29 days expires, and says so", async () => {
  await gated.deployFirst();
  await gated.merge("unapproved");
  const run = await gated.deploy();
  house.setClock(Date.now() + 28 * dayMs);
  await house.settled();
  expect(toldTo(run)).not.toContain("rejected");

  house.setClock(Date.now() + 29 * dayMs + 60_000);
  await house.settled();
  expect(toldTo(run).at(-1)).toBe("rejected");
  expect(run.answers("production").at(-1)?.comment).toContain("was asked for 29 days ago");
});
