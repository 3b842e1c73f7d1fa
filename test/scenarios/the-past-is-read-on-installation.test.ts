import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { summaryOn } from "../support/seen.ts";

const policy = "version: 1\napprovals: { critical: [{ from: [write] }] }\n";
const files = { "src/price.ts": "export const price = 0;\n" };
const repairs = (count: number) => `${count} fixes or reverts of \`src/price.ts\` in 180 days`;

let house: House;
let acme: OrganisationScenario;

beforeEach(async () => {
  house = await startHouse();
  acme = openAcme(house.github, "acme", { appInstalled: false });
});

afterEach(async () => {
  await house.stop();
  expect(house.github.unhandledRequests).toEqual([]);
});

/** Merges fixes, and opens one more change. */
async function makePast(shop: RepositoryScenario, merges: number) {
  const openFix = (price: number) =>
    shop.openPullRequest({
      author: "maria",
      title: "fix: the price",
      files: { "src/price.ts": `export const price = ${price};\n` },
    });
  for (let price = 1; price <= merges; price++) await (await openFix(price)).merge({ by: "jonas" });
  return openFix(merges + 1);
}

const readings = () => house.github.calls.get("graphql ReadPast") ?? 0;
const looks = () => house.github.calls.get("graphql LookAtPast") ?? 0;

test("what was merged before the installation counts, also for the changes that are open", async () => {
  const shop = await openRepository(acme, "shop", { policy, files });
  const open = await makePast(shop, 60);
  acme.installApp();
  await house.settled();
  expect(summaryOn(open)).toContain(repairs(60));
  // A page holds 25 pull requests.
  expect(readings()).toBe(3);

  await house.restart();
  await open.push({ files: { "src/price.ts": "export const price = -1;\n" } });
  await house.settled();
  expect(summaryOn(open)).toContain(repairs(60));
  expect(readings()).toBe(3);
});

test("the past of a repository that is added later is read then", async () => {
  const [shop, till] = [
    await openRepository(acme, "shop", { policy, files }),
    await openRepository(acme, "till", { policy, files }),
  ];
  const open = await makePast(till, 12);
  acme.installApp([shop]);
  await house.settled();
  acme.selectRepositories([shop, till]);
  await house.settled();
  expect(summaryOn(open)).toContain(repairs(12));
});

test("a repository without a policy is looked at once and left alone, until it has one", async () => {
  const shop = await openRepository(acme, "shop", { policy: null, files });
  const open = await makePast(shop, 12);
  acme.installApp();
  await house.settled();
  expect([looks(), readings()]).toEqual([1, 0]);

  await shop.push("main", "tom", [{ files: { ".github/sluice.yml": policy } }]);
  await house.settled();
  expect(summaryOn(open)).toContain(repairs(12));
  expect(readings()).toBe(1);
});

test("where GitHub can't put a page together, smaller ones are asked for, and nothing is counted twice", async () => {
  const shop = await openRepository(acme, "shop", { policy, files });
  const open = await makePast(shop, 30);
  house.github.failNext({ path: "ReadPast", status: 502, times: 2 });
  acme.installApp();
  expect(await eventually(() => summaryOn(open).includes(repairs(30)))).toBe(true);
  const sizes = house.github.traffic.requests.filter(({ route }) => route === "graphql ReadPast");
  expect(sizes.map(({ status }) => status).slice(0, 2)).toEqual([502, 502]);
});
