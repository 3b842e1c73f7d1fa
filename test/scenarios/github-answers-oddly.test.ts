import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { Fault } from "../../local-github/http/faults.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { checkRunsOn } from "../../local-github/world/lookup.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, type SeenCheck, waiting } from "../support/seen.ts";

const waitsForSre = (login: string) => waiting(`Low risk: waits for 1 approval from @${login}/sre`);

let house: House;
let organisations = 0;

beforeAll(async () => {
  house = await startHouse();
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** Each story has an organisation of its own: a limit that GitHub sets holds for all of an installation. */
async function openShop(): Promise<{ login: string; shop: RepositoryScenario }> {
  organisations += 1;
  const login = `acme-${organisations}`;
  const policy = `version: 1\napprovals: { low: [{ from: ['@${login}/sre'] }] }\n`;
  const shop = await openRepository(openAcme(house.github, login), "shop", { policy });
  await house.settled();
  return { login, shop };
}

function openSmall(shop: RepositoryScenario): Promise<PullRequestScenario> {
  return shop.openPullRequest({ author: "maria", files: { "src/a.ts": "export const a = 1;\n" } });
}

async function checkAtLast(pull: PullRequestScenario, expected: SeenCheck) {
  await eventually(() => checkOn(pull)?.title === expected.title);
  await house.settled();
  return checkOn(pull);
}

test("an answer that is lost after the write leads to no second check, comment, label or request", async () => {
  const { login, shop } = await openShop();
  house.github.failNext({ path: "ActOnChange", loseAnswer: true });
  const { writes } = house.github.traffic;
  const before = writes.length;
  const decided = () => house.metric('sluice_reconciles_total{kind="change",outcome="done"}');

  const pull = await openSmall(shop);
  await eventually(async () => (await decided()) > 0);

  expect(await checkAtLast(pull, waitsForSre(login))).toEqual(waitsForSre(login));
  expect(checkRunsOn(shop.state, pull.headSha, "all")).toHaveLength(1);
  expect(commentsOn(pull)).toHaveLength(1);
  expect(pull.labels.toSorted()).toEqual(["change: normal", "risk: low"]);
  expect(pull.requestedReviewers).toEqual(["@sre"]);
  expect(writes.slice(before).filter(({ name }) => name === "requestReviews")).toHaveLength(1);
});

test.each<{ name: string; fault: Fault }>([
  { name: "fails to read", fault: { path: "ObserveChange", status: 502, times: 2 } },
  { name: "fails to compare", fault: { path: /\/compare\//, status: 500 } },
  { name: "fails to write", fault: { path: "ActOnChange", status: 503 } },
  {
    name: "asks for patience",
    fault: {
      path: "ObserveChange",
      status: 403,
      message: "You have exceeded a secondary rate limit. Please wait a few minutes.",
      headers: { "retry-after": "1" },
    },
  },
  {
    name: "has no requests left in this hour",
    fault: {
      path: "ObserveChange",
      status: 403,
      message: "API rate limit exceeded",
      headers: {
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(Math.ceil(Date.now() / 1_000)),
      },
    },
  },
])("GitHub $name: the change is decided when it is well again", async ({ fault }) => {
  const { login, shop } = await openShop();
  house.github.failNext(fault);

  const pull = await openSmall(shop);

  expect(await checkAtLast(pull, waitsForSre(login))).toEqual(waitsForSre(login));
  expect(commentsOn(pull)).toHaveLength(1);
});

test("while GitHub asks one installation for patience, nothing is sent for it, and others are served", async () => {
  const [busy, calm] = [await openShop(), await openShop()];
  house.github.failNext({
    path: "ObserveChange",
    status: 403,
    message: "You have exceeded a secondary rate limit.",
    headers: { "retry-after": "3600" },
  });
  const held = await openSmall(busy.shop);
  await house.settled();
  const asked = house.github.traffic.requests.length;

  held.review({ by: "ines", state: "approve" });
  await held.edit({ title: "In a hurry" }, "maria");
  await house.settled();
  expect(house.github.traffic.requests.slice(asked)).toEqual([]);
  expect(checkOn(held)).toBeNull();

  const other = await openSmall(calm.shop);
  await house.settled();
  expect(checkOn(other)).toEqual(waitsForSre(calm.login));
});

test("two changes that bring the same labels for the first time both get them", async () => {
  const { shop } = await openShop();

  house.github.webhooks.hold();
  const pulls = [await openSmall(shop), await openSmall(shop), await openSmall(shop)];
  house.github.webhooks.release();
  await eventually(() => pulls.every(({ labels }) => labels.length === 2));

  for (const pull of pulls) {
    expect(pull.labels.toSorted()).toEqual(["change: normal", "risk: low"]);
  }
});
