import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { WorkflowRunScenario } from "../../local-github/scenario/workflow-run.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { type GatedShop, gatePolicy, openGatedShop, toldTo } from "../support/shop-with-gates.ts";

let house: House;
let gated: GatedShop;
const answers = /deployment_protection_rule$/;

beforeEach(async () => {
  house = await startHouse();
  gated = await openGatedShop(house, { policy: gatePolicy("{ production: {} }") });
  await gated.deployFirst();
  await gated.merge("approved");
});

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

/** A key that waits for another try counts as settled: the clock is moved on until the job goes ahead. */
async function released(run: WorkflowRunScenario): Promise<void> {
  for (let minutes = 1; run.status === "waiting" && minutes < 20; minutes++) {
    house.setClock(Date.now() + minutes * 60_000);
    await house.settled();
  }
  await house.settled();
}

test("GitHub is away at the answer", async () => {
  house.github.failNext({ path: answers, status: 502, times: 2 });
  const run = await gated.deploy();
  await released(run);
  expect(toldTo(run)).toEqual(["approved"]);
});

test("the answer comes before the job waits for it", async () => {
  house.github.failNext({ path: answers, status: 422 });
  const run = await gated.deploy();
  await released(run);
  expect(toldTo(run)).toEqual(["approved"]);
});

test("the receipt of an answer is lost: it is not given twice", async () => {
  house.github.failNext({ path: answers, loseAnswer: true });
  const run = await gated.deploy();
  await released(run);
  house.setClock(Date.now() + 1_800_000);
  await house.settled();
  expect(toldTo(run)).toEqual(["approved"]);
  expect(run.status).toBe("in_progress");
});

test("one answer is for all jobs of a run that wait", async () => {
  const run = await gated.shop.startRun({
    by: "jonas",
    jobs: [
      { name: "api", environment: "production" },
      { name: "web", environment: "production" },
    ],
  });
  await house.settled();
  await released(run);
  expect(toldTo(run)).toEqual(["approved"]);
  expect([run.job("api").state, run.job("web").state]).toEqual(["in_progress", "in_progress"]);
});

test("nobody hears of a job: the sweep finds it", async () => {
  house.github.webhooks.loseNext("deployment_protection_rule");
  const run = await gated.deploy();
  expect(run.status).toBe("waiting");
  await house.restart();
  await eventually(() => run.status !== "waiting");
  expect(toldTo(run)).toEqual(["approved"]);
});

test("an administrator lets a job pass: what it brought is still asked for", async () => {
  const pull = await gated.merge("unapproved");
  const passed = await gated.deploy();
  await passed.bypass("production", "tom");
  await house.settled();
  await passed.finish("production");
  await house.settled();

  await gated.merge("approved");
  const next = await gated.deploy();
  expect(toldTo(next)).toEqual([
    expect.stringMatching(`^Waits for #${pull.number} to be approved`),
  ]);
});

test("an approval is withdrawn a moment before the release: everything is read once more, and it is not given", async () => {
  const pull = await gated.merge("approved");
  // GitHub's clock tells seconds only.
  const secondOf = (ms: number) => Math.floor(ms / 1_000);
  const before = secondOf(Date.now());
  await eventually(() => secondOf(Date.now()) > before);
  let looks = 0;
  house.github.disturbance = ({ names }) => {
    if (!names.includes("ReadDeployments")) return null;
    looks += 1;
    if (looks === 2) {
      house.github.webhooks.loseNext("pull_request_review");
      pull.review({ by: "ines", state: "request changes" });
    }
    return null;
  };
  for (const event of ["deployment", "deployment_status"]) house.github.webhooks.loseNext(event);
  const run = await gated.deploy();
  expect(looks).toBeGreaterThanOrEqual(2);
  expect(toldTo(run)).toEqual([expect.stringMatching(`^Waits for #${pull.number} to be approved`)]);
});
