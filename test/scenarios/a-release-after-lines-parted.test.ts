import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { pushesJudged, releasesDrafted } from "../support/worked-off.ts";

const policy = `version: 1
branches: [main, 'release/*']
releases: [{ tags: 'v*' }]
`;

const oldLine = "release/1.0";
const lines = (...changed: readonly number[]) =>
  Array.from({ length: 20 }, (_, i) => (changed.includes(i) ? `new ${i}\n` : `${i}\n`)).join("");

const picked = { "src/price.ts": lines(3) };
const adapted = { "src/price.ts": lines(3, 4) };

let house: House;
let acme: OrganisationScenario;
let shop: RepositoryScenario;
let shops = 0;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

/** Each story has released v1.0.0, which an older line goes on with. */
beforeEach(async () => {
  shops += 1;
  shop = await openRepository(acme, `shop-${shops}`, {
    policy,
    files: { "src/price.ts": lines(), "src/cart.ts": lines() },
  });
  await tag("v1.0.0");
  await shop.pushCommit(oldLine, await shop.sha(), "tom");
  await house.settled();
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** Tags, and gives what the draft says. */
async function tag(name: string, at?: string): Promise<string> {
  await shop.tags.push(name, "tom", at === undefined ? {} : { at });
  await releasesDrafted(house);
  return shop.releases(name)[0]?.body ?? "";
}

/** Merges a pull request; gives the commit with which its base branch received it. */
async function merge(
  title: string,
  files: Readonly<Record<string, string>>,
  { base = "main" } = {},
): Promise<string> {
  const pull = await shop.openPullRequest({ author: "maria", title, base, files });
  await house.settled();
  await pull.merge({ by: "jonas", method: "squash" });
  await house.settled();
  return shop.sha(base);
}

function sectionOf(body: string, title: string): string | undefined {
  return body.split(/^### /m).find((section) => section.startsWith(`${title}\n`));
}

test("tells what the older line shipped before, and what only that line has, for one call more", async () => {
  const fix = await merge("fix: round prices", picked);
  const message = `fix: round prices\n\n(cherry picked from commit ${fix})`;
  await shop.push(oldLine, "tom", [{ message, files: picked }]);
  await merge("fix: keep the cart", { "src/cart.ts": lines(5) }, { base: oldLine });
  await tag("v1.0.1", oldLine);
  await merge("feat: sort the cart", { "src/sort.ts": "1\n" });
  await pushesJudged(house);
  house.github.traffic.forget();
  const body = await tag("v1.1.0");

  expect(body).toContain("**`v1.0.1` has 1 change that this release has not**");
  expect(sectionOf(body, "In `v1.0.1` but not in this release")).toContain("- keep the cart (#");
  expect(sectionOf(body, "Already shipped in another line")).toMatch(
    /- round prices .*: in `v1\.0\.1` \(cherry-picked\)/,
  );
  expect(sectionOf(body, "Fixes")).toBeUndefined();
  const compared = house.github.calls.get("GET /repos/{owner}/{repo}/compare/{basehead}");
  expect(compared).toBe(2);
});

test("says that nothing is missing where everything was picked", async () => {
  const fix = await merge("fix: round prices", picked);
  const message = `fix: round prices\n\n(cherry picked from commit ${fix})`;
  await shop.push(oldLine, "tom", [{ message, files: picked }]);
  await tag("v1.0.1", oldLine);
  expect(await tag("v1.1.0")).toContain("All that the former brought is in this release too.");
});

test.each<[string, string, Readonly<Record<string, string>>, string]>([
  ["an equal patch", "Backport", picked, "the same patch"],
  [
    "the number in its title",
    "fix: round prices (cherry-pick #1)",
    adapted,
    "the same pull request by its title",
  ],
])(
  "a backport is known by %s, from the record of the line it came from",
  async (_, title, files, because) => {
    await merge("fix: round prices", picked);
    await tag("v1.1.0");
    await merge(title, files, { base: oldLine });
    await pushesJudged(house);
    house.github.traffic.forget();

    const shipped = sectionOf(await tag("v1.0.1", oldLine), "Already shipped in another line");
    expect(shipped).toContain(`: in \`v1.1.0\` (${because})`);
    const compared = house.github.calls.get("GET /repos/{owner}/{repo}/compare/{basehead}");
    expect(compared).toBe(1);
  },
);

test("a commit that was picked to another line is known by its trailer", async () => {
  const fix = await merge("fix: round prices", picked);
  await tag("v1.1.0");
  const message = `Backport\n\n(cherry picked from commit ${fix})`;
  await shop.push(oldLine, "tom", [{ message, files: adapted }]);
  const shipped = sectionOf(await tag("v1.0.1", oldLine), "Already shipped in another line");
  expect(shipped).toContain(": in `v1.1.0` (cherry-picked)");
});

test("what is released by two tags of one line was not shipped before in another", async () => {
  await merge("fix: round prices", picked);
  await tag("v0.9.0");
  const body = await tag("v1.1.0");
  expect(sectionOf(body, "Already shipped in another line")).toBeUndefined();
  expect(sectionOf(body, "Fixes")).toContain("round prices");
});
