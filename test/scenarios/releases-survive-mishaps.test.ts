import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { openDatabase } from "#store/database.ts";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { releasesDrafted, sweepAgain } from "../support/worked-off.ts";

const policy = `version: 1
releases: [{ tags: 'v*' }]
`;

const createRelease = { path: "POST /repos/{owner}/{repo}/releases" } as const;

let house: House;
let acme: OrganisationScenario;
let shop: RepositoryScenario;
let shops = 0;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

beforeEach(async () => {
  shops += 1;
  shop = await openRepository(acme, `shop-${shops}`, { policy });
  await shop.tags.push("old", "tom");
  await house.settled();
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

function draftsOf(tag: string): number {
  return shop.releases(tag).length;
}

test("deliveries that come thrice and shuffled make one draft", async () => {
  house.github.webhooks.hold();
  await shop.tags.push("v1.0.0", "tom");
  await shop.push("main", "tom", [{ message: "More", files: { "a.txt": "1\n" } }]);
  await shop.tags.move("v1.0.0", "tom", {});
  house.github.webhooks.release((held) =>
    [...held.toReversed(), ...held, ...held.toReversed()].map((delivery) => ({ ...delivery })),
  );
  await releasesDrafted(house);
  expect(draftsOf("v1.0.0")).toBe(1);
  expect(shop.releases("v1.0.0")[0]?.body).toContain("More");
});

test("an answer that is lost makes no second draft", async () => {
  house.github.failNext({ ...createRelease, loseAnswer: true });
  await shop.tags.push("v1.0.0", "tom");
  await releasesDrafted(house);
  expect(draftsOf("v1.0.0")).toBe(1);
});

test("a restart right after GitHub was asked for the draft makes no second one", async () => {
  house.github.failNext({ ...createRelease, loseAnswer: true });
  await shop.tags.push("v1.0.0", "tom");
  await eventually(() => draftsOf("v1.0.0") > 0);
  await house.restart();
  await releasesDrafted(house);
  expect(draftsOf("v1.0.0")).toBe(1);
});

test("tags of which GitHub sends no news are found by the sweep; the past is left alone", async () => {
  await shop.tags.pushAll(["v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0"], "tom");
  await house.settled();
  expect(shop.releases()).toEqual([]);
  // A server sweeps when it starts.
  await house.restart();
  const tags = ["v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0"];
  await eventually(() => tags.every((tag) => draftsOf(tag) > 0));
  await releasesDrafted(house);
  expect(
    shop
      .releases()
      .map(({ tag }) => tag)
      .toSorted(),
  ).toEqual(tags);
});

test("the tags that a repository had before the app came are not drafted", async () => {
  const elder = house.github.organisation("elder", { appInstalled: false });
  elder.user("otto", { role: "admin" });
  const barn = await elder.repository("barn", { files: { ".github/sluice.yml": policy } });
  await barn.tags.pushAll(["v0.1.0", "v0.2.0", "v0.3.0", "v0.4.0"], "otto");
  elder.installApp();
  await house.settled();
  await barn.tags.push("v0.5.0", "otto");
  await releasesDrafted(house);
  expect(barn.releases().map(({ tag }) => tag)).toEqual(["v0.5.0"]);
});

test("a draft that GitHub does not list yet is waited for, and commits are not read for it meanwhile", async () => {
  shop.lagReleaseLists(2);
  house.github.traffic.forget();
  house.github.failNext({ ...createRelease, loseAnswer: true });
  await shop.tags.push("v1.0.0", "tom");
  await releasesDrafted(house);
  expect(draftsOf("v1.0.0")).toBe(1);
  // When it was asked for, when it was found, and where its own news came later; not at each look in between.
  expect(house.github.calls.get("GET /repos/{owner}/{repo}/commits")).toBeLessThanOrEqual(3);
});

test("two attempts of which the first came through unseen end in one draft", async () => {
  const { unlistedFor } = shop.state.releases;
  shop.lagReleaseLists(1_000);
  house.github.failNext({ ...createRelease, loseAnswer: true });
  await shop.tags.push("v1.0.0", "tom");
  expect(await eventually(() => draftsOf("v1.0.0") === 1)).toBe(true);
  const [first] = shop.releases("v1.0.0");
  house.setClock(Date.now() + 31_000);
  expect(await eventually(() => draftsOf("v1.0.0") === 2)).toBe(true);
  unlistedFor.clear();
  house.setClock(Date.now() + 90_000);
  await releasesDrafted(house);

  expect(shop.releases("v1.0.0").map(({ state }) => state)).toEqual([first?.state]);
  await shop.tags.move("v1.0.0", "tom", { message: "Again" });
  await releasesDrafted(house);
  expect(draftsOf("v1.0.0")).toBe(1);
  house.setClock(Date.now());
});

test("a name that GitHub refuses is told of once, with what to do, and not tried again for its own sake", async () => {
  const message = "Validation Failed: tag_name was used by an immutable release";
  house.github.failNext({ ...createRelease, status: 422, message });
  house.github.traffic.forget();
  await shop.tags.push("v1.0.0", "tom");
  await releasesDrafted(house);
  await sweepAgain(house);
  await releasesDrafted(house);
  expect(house.github.calls.get("POST /repos/{owner}/{repo}/releases")).toBe(1);
  expect(await house.metric('sluice_queue_keys{state="dead"}')).toBe(1);
  const database = await openDatabase({
    databaseUrl: null,
    dataDir: house.dataDir,
    readOnly: true,
  });
  const refusals = await database.tables
    .selectFrom("ledger_entry")
    .select("data")
    .where("kind", "=", "release.refused")
    .execute();
  await database.close();
  expect(refusals.map(({ data }) => JSON.parse(data).because)).toEqual([
    expect.stringMatching(/^The name v1\.0\.0 is used up: .* Release under another tag\.$/),
  ]);
  await shop.push("main", "tom", [{ message: "More", files: { "a.txt": "1\n" } }]);
  await shop.tags.move("v1.0.0", "tom", {});
  await releasesDrafted(house);
  expect(draftsOf("v1.0.0")).toBe(1);
});

test("an immutable release is not written, and its tag's next release is", async () => {
  shop.useImmutableReleases();
  await shop.tags.push("v1.0.0", "tom");
  await releasesDrafted(house);
  await shop.releases("v1.0.0")[0]?.publish("tom");
  await releasesDrafted(house);
  const published = shop.releases("v1.0.0")[0]?.body;
  await shop.push("main", "tom", [{ message: "More", files: { "a.txt": "1\n" } }]);
  await shop.tags.push("v1.1.0", "tom");
  await releasesDrafted(house);
  expect(shop.releases("v1.0.0")[0]?.body).toBe(published);
  expect(draftsOf("v1.1.0")).toBe(1);
});

test("of drafts that we made before the oldest stays, with what people wrote in it", async () => {
  const { bot } = house.github.world.app;
  const marked = "<!-- sluice:release:begin v1.0.0 -->\n<!-- sluice:release:end -->";
  const draft = { tagName: "v1.0.0", draft: true };
  const oldest = await shop.release(bot, { ...draft, body: `Dear users!\n\n${marked}` });
  await shop.release(bot, { ...draft, body: marked });
  await shop.tags.push("v1.0.0", "tom");
  await releasesDrafted(house);

  expect(shop.releases("v1.0.0").map(({ state }) => state)).toEqual([oldest.state]);
  expect(oldest.body).toMatch(/^Dear users!\n\n<!-- sluice.*\n\d+ change/);
});
