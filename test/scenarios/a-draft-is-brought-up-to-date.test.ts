import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { pushesJudged, releasesDrafted } from "../support/worked-off.ts";

const policy = `version: 1
roles: { change-manager: ['@ada', '@noah'] }
approvals:
  low: &sre [{ name: reliability, from: ['@acme/sre'] }]
  medium: *sre
  high: *sre
  critical: *sre
releases: [{ tags: 'v*' }]
`;

let house: House;
let acme: OrganisationScenario;
let shop: RepositoryScenario;
let shops = 0;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

/** Each story has released v1.0.0. */
beforeEach(async () => {
  shops += 1;
  shop = await openRepository(acme, `shop-${shops}`, { policy });
  await shop.tags.push("v1.0.0", "tom");
  await releasesDrafted(house);
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** Maria's pull request, merged by an administrator without any approval, and released as v1.1.0. */
async function releaseUnapproved(): Promise<PullRequestScenario> {
  const files = { "src/price.ts": "1\n" };
  const pull = await shop.openPullRequest({ author: "maria", title: "feat: sell", files });
  await house.settled();
  await pull.merge({ by: "tom", bypass: true });
  await house.settled();
  await shop.tags.push("v1.1.0", "tom");
  await releasesDrafted(house);
  expect(notes()).toContain("### Arrived without approval: 1 change");
  return pull;
}

function notes(): string {
  return shop.releases("v1.1.0")[0]?.body ?? "";
}

test("an approval that is given after the draft shows in it, and what people wrote stays", async () => {
  const pull = await releaseUnapproved();
  await shop.releases("v1.1.0")[0]?.edit({ body: `Dear users!\n\n${notes()}` }, "tom");
  await releasesDrafted(house);
  pull.review({ by: "ines", state: "approve" });
  await releasesDrafted(house);

  expect(notes()).not.toContain("Arrived without approval");
  expect(notes()).toMatch(/- sell .*approved by ines on/);
  expect(notes()).toMatch(/^Dear users!/);
  expect(shop.releases("v1.1.0")).toHaveLength(1);
});

test("an override after the draft shows in it", async () => {
  const pull = await releaseUnapproved();
  pull.comment("ada", "/override The shop must open on Monday");
  await releasesDrafted(house);
  expect(notes()).not.toContain("Arrived without approval");
  expect(notes()).toContain("override by ada (The shop must open on Monday)");
});

test("so does the outcome of a review that was owed", async () => {
  const files = { "src/price.ts": "1\n" };
  const pull = await shop.openPullRequest({ author: "maria", title: "feat: sell", files });
  await house.settled();
  pull.comment("ada", "/override The shop must open on Monday");
  await house.settled();
  await pull.merge({ by: "jonas" });
  await house.settled();
  await shop.tags.push("v1.1.0", "tom");
  await releasesDrafted(house);
  expect(notes()).toMatch(/override by ada .*The review is owed until .*, see #\d+/);

  pull.comment("noah", "/review successful All is well");
  await releasesDrafted(house);
  expect(notes()).toMatch(/override by ada .*Reviewed by noah: successful/);
});

test("what is said of a change that a draft does not show leaves it alone", async () => {
  await releaseUnapproved();
  const other = await shop.openPullRequest({
    author: "maria",
    title: "feat: buy",
    files: { "src/cart.ts": "1\n" },
  });
  await house.settled();
  await other.merge({ by: "tom", bypass: true });
  await house.settled();
  house.github.traffic.forget();
  other.review({ by: "ines", state: "approve" });
  await releasesDrafted(house);
  const written = [...house.github.calls.keys()].filter((route) => route.includes("/releases"));
  expect(written).toEqual([]);
});

test("what is published stays as it is", async () => {
  const pull = await releaseUnapproved();
  await shop.releases("v1.1.0")[0]?.publish("tom");
  await releasesDrafted(house);
  const published = notes();
  pull.review({ by: "ines", state: "approve" });
  await releasesDrafted(house);
  expect(notes()).toBe(published);
});

test("the issue about a push that nobody approved is named once it is open", async () => {
  await shop.push("main", "tom", [{ message: "Hotfix by hand", files: { "src/a.ts": "1\n" } }]);
  await shop.tags.push("v1.1.0", "tom");
  await pushesJudged(house);
  await releasesDrafted(house);
  expect(notes()).toMatch(/- Hotfix by hand .*: pushed directly, see #\d+/);
});
