import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { eventually } from "../support/eventually.ts";
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
  gated = await openGatedShop(house, { policy: gatePolicy("{ production: {} }") });
});

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

test("the first deployment waits until a release-manager accepts it", async () => {
  const pull = await gated.merge("approved");
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([
    expect.stringMatching(/^Waits for a release-manager to accept [0-9a-f]{7}: /),
  ]);

  pull.comment("jonas", "/release production");
  await house.settled();
  expect(run.status).toBe("waiting");

  pull.comment("noah", "/release production we looked at it together");
  await house.settled();
  expect(toldTo(run)).toEqual([expect.any(String), "approved"]);
  expect(run.status).toBe("in_progress");
});

test("a job waits until its change is approved, also after the merge", async () => {
  await gated.deployFirst();
  await gated.merge("approved");
  const pull = await gated.merge("unapproved");
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([
    `Waits for #${pull.number} to be approved (1 approval from @acme/sre).`,
  ]);

  pull.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(toldTo(run)).toEqual([expect.any(String), "approved"]);
});

test("an approval that is withdrawn before the deployment holds it", async () => {
  await gated.deployFirst();
  const pull = await gated.merge("approved");
  pull.review({ by: "ines", state: "request changes" });
  await house.settled();
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([expect.stringMatching(`^Waits for #${pull.number} to be approved`)]);
});

test("an approval that is withdrawn holds it even when nobody hears of that", async () => {
  await gated.deployFirst();
  const pull = await gated.merge("approved");
  // GitHub's clock tells seconds only.
  const secondOf = (ms: number) => Math.floor(ms / 1_000);
  const before = secondOf(Date.now());
  await eventually(() => secondOf(Date.now()) > before);
  house.github.webhooks.loseNext("pull_request_review");
  pull.review({ by: "ines", state: "request changes" });
  await house.settled();
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([expect.stringMatching(`^Waits for #${pull.number} to be approved`)]);
});

test("a direct push stops everything until a change-manager takes responsibility for it", async () => {
  await gated.deployFirst();
  const pull = await gated.merge("approved");
  await gated.shop.push("main", "jonas", [{ message: "Fix", files: { "hot.txt": "fix\n" } }]);
  await house.settled();
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([
    expect.stringMatching(/^Waits for a change-manager to answer for [0-9a-f]{7}, pushed/),
  ]);

  pull.comment("ines", "/override it had to be quick");
  await house.settled();
  expect(run.status).toBe("waiting");
  pull.comment("ada", "/override it had to be quick");
  await house.settled();
  expect(toldTo(run).at(-1)).toBe("approved");
});

test.each(["merge", "squash", "rebase"] as const)(
  "an approved change of two commits brings nothing else along: %s",
  async (method) => {
    await gated.deployFirst();
    const commits = [{ files: { "a.txt": "1\n" } }, { files: { "b.txt": "2\n" } }];
    const pull = await gated.shop.openPullRequest({ author: "maria", commits });
    await house.settled();
    pull.review({ by: "ines", state: "approve" });
    await house.settled();
    await pull.merge({ by: "jonas", method });
    await house.settled();
    expect(toldTo(await gated.deploy())).toEqual(["approved"]);
  },
);

test("going back to what ran before needs nobody's approval", async () => {
  const first = await gated.deployFirst();
  await gated.merge("approved");
  const second = await gated.deploy();
  await finish(house, second);
  expect(second.status).toBe("success");

  const back = await gated.deploy("production", first.state.headSha);
  expect(toldTo(back)).toEqual(["approved"]);
});

test("the newer of two jobs overtakes the older, which is rejected after an hour", async () => {
  await gated.deployFirst();
  const pull = await gated.merge("unapproved");
  const older = await gated.deploy();
  await gated.merge("approved");
  const newer = await gated.deploy();
  expect(toldTo(older).at(-1)).toMatch(/^Superseded: /);

  pull.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(older.status).toBe("waiting");
  expect(toldTo(newer).at(-1)).toBe("approved");

  house.setClock(Date.now() + 3_700_000);
  await house.settled();
  expect(toldTo(older).at(-1)).toBe("rejected");
});

test("a run that is started again asks again", async () => {
  const run = await gated.deployFirst();
  await gated.merge("unapproved");
  const next = await gated.deploy();
  expect(next.status).toBe("waiting");
  await next.cancel();
  await next.rerun("jonas");
  await house.settled();
  expect(next.status).toBe("waiting");

  await run.rerun("jonas");
  await house.settled();
  expect(toldTo(run).at(-1)).toBe("approved");
});

test("a newer job that is cancelled gives the older one its place back", async () => {
  await gated.deployFirst();
  const both = await gated.merge("unapproved");
  const older = await gated.deploy();
  await gated.merge("approved");
  const newer = await gated.deploy();
  expect(toldTo(older).at(-1)).toMatch(/^Superseded: /);

  await newer.cancel();
  await house.settled();
  expect(toldTo(older).at(-1)).toMatch(`Waits for #${both.number} to be approved`);
  house.setClock(Date.now() + 3_700_000);
  await house.settled();
  both.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(toldTo(older).at(-1)).toBe("approved");
  await finish(house, older);
  expect(both.comments.at(-1)?.body).toMatch(/`production` succeeded/);
});

test("a newer job that ran keeps its place, whatever came of it", async () => {
  await gated.deployFirst();
  const pull = await gated.merge("unapproved");
  const older = await gated.deploy();
  await gated.merge("approved");
  const newer = await gated.deploy();
  await newer.bypass("production", "tom");
  await newer.finish("production", "failure");
  await house.settled();
  pull.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(older.status).toBe("waiting");
  expect(toldTo(older).at(-1)).toMatch(/^Superseded: /);
});
