import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { type House, startHouse } from "../support/house.ts";
import {
  finish,
  type GatedShop,
  gatePolicy,
  openGatedShop,
  toldTo,
} from "../support/shop-with-gates.ts";

const environments = `
  api: { firstDeployment: accept, component: { name: api, paths: ['services/api/**'] } }
  web: { firstDeployment: accept, component: { name: web, paths: ['services/web/**'] } }`;

let house: House;
let gated: GatedShop;

beforeAll(async () => {
  house = await startHouse();
  const rules = ["api", "web"];
  gated = await openGatedShop(house, { policy: gatePolicy(environments), rules });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

const waits = /^Waits for a change-manager to answer for [0-9a-f]{7}, pushed/;

/** Deploys the tip to both, and gives what each was told last. What was let go ahead succeeds. */
async function deployBoth(): Promise<readonly (string | undefined)[]> {
  const told = [];
  for (const environment of ["api", "web"]) {
    const run = await gated.deploy(environment);
    const last = toldTo(run, environment).at(-1);
    told.push(last);
    if (last === "approved") await finish(house, run, environment);
  }
  return told;
}

async function push(files: Readonly<Record<string, string>>): Promise<void> {
  await gated.shop.push("main", "jonas", [{ message: "Fix", files }]);
  await house.settled();
}

async function answerForAll(): Promise<void> {
  const pull = await gated.merge("approved");
  expect(await deployBoth()).toHaveLength(2);
  pull.comment("ada", "/override agreed by telephone");
  await house.settled();
  expect(await deployBoth()).toEqual(["approved", "approved"]);
}

test("a direct push holds the parts that it touches, and no other", async () => {
  expect(await deployBoth()).toEqual(["approved", "approved"]);

  await push({ "services/web/page.html": "<p>\n" });
  expect(await deployBoth()).toEqual(["approved", expect.stringMatching(waits)]);

  await push({ "services/api/main.ts": "1\n", "README.md": "Both.\n" });
  expect(await deployBoth()).toEqual([expect.stringMatching(waits), expect.stringMatching(waits)]);
});

test("a merge that was made by hand holds every part: what it leaves out does not show", async () => {
  await answerForAll();
  await gated.shop.push("topic", "jonas", [{ message: "Topic", files: { "topic.txt": "1\n" } }]);
  const merge = await gated.shop.sha("topic");
  await gated.shop.push("main", "jonas", [{ message: "Merge", merge, files: {} }]);
  await house.settled();
  expect(await deployBoth()).toEqual([expect.stringMatching(waits), expect.stringMatching(waits)]);
});

test("a push of more files than GitHub lists holds every part", async () => {
  await answerForAll();
  const files = Array.from({ length: 300 }, (_, index) => [`docs/${index}.md`, "Text.\n"]);
  await push(Object.fromEntries(files));
  expect(await deployBoth()).toEqual([expect.stringMatching(waits), expect.stringMatching(waits)]);
});
