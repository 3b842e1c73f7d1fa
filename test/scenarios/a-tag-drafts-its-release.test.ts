import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
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
});

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
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

async function merge(title: string, path: string): Promise<void> {
  const pull = await shop.openPullRequest({
    author: "maria",
    title,
    files: { [path]: `${title}\n` },
  });
  await house.settled();
  await pull.merge({ by: "jonas", method: "squash" });
  await house.settled();
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

test("a tag that no policy calls a release drafts nothing", async () => {
  await shop.tags.push("nightly", "tom");
  await releasesDrafted(house);
  expect(shop.releases("nightly")).toEqual([]);
});

test("a commit that no pull request brought stands out", async () => {
  await shop.push("main", "tom", [{ message: "Hotfix by hand", files: { "src/a.ts": "1\n" } }]);
  await shop.tags.push("v1.0.1", "tom");
  await releasesDrafted(house);
  expect(releaseOf("v1.0.1").body).toMatch(/- Hotfix by hand .*: pushed directly/);
});

describe("a tag that", () => {
  beforeEach(async () => {
    await shop.tags.push("v1.1.0", "tom", { message: "The carts\n" });
    await releasesDrafted(house);
  });

  test("is moved has its draft written anew, which says so; what people wrote stays", async () => {
    const before = releaseOf("v1.1.0");
    await before.edit({ name: "Carts", body: `Dear users!\n\n${before.body}\n\nThanks.` }, "tom");
    await merge("feat: sort the cart", "src/sort.ts");
    await shop.tags.move("v1.1.0", "tom", { message: "The carts\n" });
    await releasesDrafted(house);

    const draft = releaseOf("v1.1.0");
    expect(draft.name).toBe("Carts");
    expect(draft.body).toMatch(/^Dear users!\n\n<!-- sluice/);
    expect(draft.body).toMatch(/Thanks\.$/);
    expect(draft.body).toContain("sort the cart");
    expect(draft.body).toContain("**The tag was moved**");
  });

  test("is deleted takes its draft with it", async () => {
    await shop.tags.delete("v1.1.0", "tom");
    await releasesDrafted(house);
    expect(shop.releases("v1.1.0")).toEqual([]);

    await shop.tags.push("v1.1.0", "tom");
    await releasesDrafted(house);
    expect(releaseOf("v1.1.0").body).not.toContain("The tag was moved");
  });

  test("is released is never written again, whatever becomes of it", async () => {
    const release = releaseOf("v1.1.0");
    await release.publish("tom");
    await release.edit({ body: "All of it is ours." }, "tom");
    await merge("feat: sort the cart", "src/sort.ts");
    await shop.tags.move("v1.1.0", "tom", {});
    await releasesDrafted(house);
    expect(releaseOf("v1.1.0").body).toBe("All of it is ours.");
  });
});

test("a person's draft of the same tag is not ours, though it copies our words", async () => {
  await shop.tags.push("v1.1.0", "tom");
  await releasesDrafted(house);
  const { body } = releaseOf("v1.1.0");
  const copy = await shop.release("maria", {
    tagName: "v1.1.0",
    body: `${body}\nMine.`,
    draft: true,
  });
  await shop.tags.move("v1.1.0", "tom", { at: "v1.0.0" });
  await releasesDrafted(house);
  expect(shop.releases("v1.1.0")).toHaveLength(2);
  expect(copy.body).toBe(`${body}\nMine.`);
});

test("a draft that people deleted stays deleted until the tag moves", async () => {
  await shop.tags.push("v1.1.0", "tom");
  await releasesDrafted(house);
  releaseOf("v1.1.0").delete("tom");
  await releasesDrafted(house);
  expect(shop.releases("v1.1.0")).toEqual([]);

  await shop.tags.move("v1.1.0", "tom", { message: "Now with a message\n" });
  await merge("feat: sort the cart", "src/sort.ts");
  await shop.tags.move("v1.1.0", "tom", {});
  await releasesDrafted(house);
  expect(releaseOf("v1.1.0").body).toContain("sort the cart");
});

test("a component's tag lists what touches its paths", async () => {
  await merge("feat: list orders", "services/api/orders.ts");
  await shop.tags.push("api/v0.1.0", "tom");
  await releasesDrafted(house);
  const { body } = releaseOf("api/v0.1.0");
  expect(body).toContain("list orders");
  expect(body).not.toContain("round prices");
});

test("an annotation names another baseline", async () => {
  const message = "Next\n\nSluice-baseline: v1.0.0\n";
  await shop.tags.push("v1.1.0-rc.1", "tom");
  await merge("feat: sort the cart", "src/sort.ts");
  await shop.tags.push("v1.1.0-rc.2", "tom", { message });
  await releasesDrafted(house);
  expect(releaseOf("v1.1.0-rc.2").state.prerelease).toBe(true);
  expect(releaseOf("v1.1.0-rc.2").body).toContain(
    "Compared with `v1.0.0`, which the tag's annotation names.",
  );
});
