import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { Delivery } from "../../local-github/webhooks/delivery.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, passed, type SeenCheck, waiting } from "../support/seen.ts";

const policy = "version: 1\napprovals: { low: [{ from: [write] }] }\n";
const waitsForWriter = waiting("Low risk: waits for 1 approval from someone with write access");

let house: House;
let acme: OrganisationScenario;

beforeEach(async () => {
  house = await startHouse();
  // Once the first sweep has seen that there is no installation, only deliveries tell of one.
  await eventually(() => house.github.calls.has("GET /app/hook/deliveries"));
  acme = openAcme(house.github, "acme", { appInstalled: false });
});

afterEach(async () => {
  await house.stop();
  expect(house.github.unhandledRequests).toEqual([]);
});

async function openShop(name: string) {
  const shop = await openRepository(acme, name, { policy });
  const files = { "src/a.ts": "export const a = 1;\n" };
  const pull = await shop.openPullRequest({ author: "maria", files });
  return { shop, pull };
}

/** What the check says once it says that, or after a while. */
async function checkAtLast(pull: PullRequestScenario, expected: SeenCheck) {
  await eventually(() => JSON.stringify(checkOn(pull)) === JSON.stringify(expected));
  return checkOn(pull);
}

test("on an organisation with open pull requests, all of them are decided", async () => {
  const opened = [await openShop("shop"), await openShop("till"), await openShop("depot")];
  const [first] = opened;
  first?.pull.review({ by: "jonas", state: "approve" });
  await house.settled();
  expect(opened.map(({ pull }) => checkOn(pull))).toEqual([null, null, null]);

  acme.installApp();
  await house.settled();

  expect(opened.map(({ pull }) => checkOn(pull))).toEqual([
    passed("Low risk: approved by @jonas"),
    waitsForWriter,
    waitsForWriter,
  ]);
});

test("a repository that is added later is decided then, one that is not is left alone", async () => {
  const [first, second, third] = [
    await openShop("shop"),
    await openShop("till"),
    await openShop("depot"),
  ];
  acme.installApp([first.shop]);
  await house.settled();
  expect(checkOn(first.pull)).toEqual(waitsForWriter);
  expect(checkOn(second.pull)).toBeNull();

  acme.selectRepositories([first.shop, second.shop]);
  await house.settled();

  expect(checkOn(second.pull)).toEqual(waitsForWriter);
  expect(checkOn(third.pull)).toBeNull();
});

test("installed while the server was away, it is found at the next start", async () => {
  const { pull } = await openShop("shop");
  house.github.webhooks.loseNext("installation");
  acme.installApp();
  await house.settled();
  expect(checkOn(pull)).toBeNull();

  await house.restart();

  expect(await checkAtLast(pull, waitsForWriter)).toEqual(waitsForWriter);
});

test("a suspended installation is left alone, and caught up with when it is resumed", async () => {
  const { pull } = await openShop("shop");
  acme.installApp();
  await house.settled();
  acme.suspendApp();
  pull.review({ by: "jonas", state: "approve" });
  await house.settled();
  await house.restart();
  await house.settled();
  expect(checkOn(pull)).toEqual(waitsForWriter);

  acme.suspendApp(false);
  await house.settled();

  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @jonas"));
  expect(await house.metric('sluice_queue_keys{state="dead"}')).toBe(0);
});

test.each([
  { order: "in order", put: (held: readonly Delivery[]) => held },
  { order: "in disorder", put: (held: readonly Delivery[]) => held.toReversed() },
])("work for an app that was taken away disturbs nobody ($order)", async ({ put }) => {
  house.github.webhooks.hold();
  acme.installApp();
  await openShop("shop");
  acme.uninstallApp();
  house.github.webhooks.release(put);
  await house.settled();
  await house.restart();

  const setAside = () => house.metric('sluice_queue_keys{state="dead"}');
  expect(await eventually(async () => (await setAside()) === 0)).toBe(true);
  const globex = openAcme(house.github, "globex");
  const till = await openRepository(globex, "till", { policy });
  const other = await till.openPullRequest({ author: "maria", files: { "a.ts": "1\n" } });
  await house.settled();
  expect(checkOn(other)).toEqual(waitsForWriter);
});

test("installed again after it was removed, it takes up its work", async () => {
  const { pull } = await openShop("shop");
  acme.installApp();
  await house.settled();
  acme.uninstallApp();
  pull.review({ by: "jonas", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(waitsForWriter);

  acme.installApp();
  await house.settled();

  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @jonas"));
});
