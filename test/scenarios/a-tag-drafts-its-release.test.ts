import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { ReleaseScenario } from "../../local-github/scenario/release.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { releasesDrafted } from "../support/worked-off.ts";

const policy = `version: 1
releases: [{ tags: 'v*' }, { tags: 'api/v*', component: { name: api, paths: ['services/api/**'] } }]
`;

let house: House;
let acme: OrganisationScenario;
let shop: RepositoryScenario;
let shops = 0;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
}, 60_000);

/** Each story has a repository of its own that has released v1.0.0 before and merged two pull requests since. */
beforeEach(async () => {
  shops += 1;
  shop = await openRepository(acme, `shop-${shops}`, { policy });
  await shop.tags.push("v1.0.0", "tom");
  await releasesDrafted(house);
  for (const draft of shop.releases("v1.0.0")) await draft.publish("tom");
  await merge("feat(cart): count items", "src/cart.ts");
  await merge("fix: round prices", "src/price.ts");
  await house.settled();
}, 60_000);

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

async function merge(title: string, path: string): Promise<void> {
  const pull = await shop.openPullRequest({
    author: "maria",
    title,
    files: { [path]: `${title}\n` },
  });
  await pull.merge({ by: "jonas", method: "squash" });
}

/** The one release of a tag. */
function releaseOf(tag: string): ReleaseScenario {
  const [release, ...others] = shop.releases(tag);
  if (release === undefined || others.length > 0) {
    throw new Error(`${tag} has ${others.length + (release ? 1 : 0)} releases`);
  }
  return release;
}

test("a tag drafts its release, compared with the version before", async () => {
  await shop.tags.push("v1.1.0", "tom");
  await releasesDrafted(house);

  const draft = releaseOf("v1.1.0");
  expect(draft.isDraft).toBe(true);
  expect(draft.name).toBe("v1.1.0");
  expect(draft.body).toMatch(/^<!-- sluice:release:begin v1\.1\.0 -->\n/);
  expect(draft.body).toContain("Compared with `v1.0.0`, the highest lower stable version.");
  expect(draft.body).toContain("### Features\n\n- **cart:** count items");
  expect(draft.body).toContain("### Fixes\n\n- round prices");
  expect(draft.body).toMatch(/Ledger entry \d+, ledger head `[0-9a-f]{64}`\./);
});
