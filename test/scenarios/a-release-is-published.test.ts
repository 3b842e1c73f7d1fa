import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { openDatabase } from "#store/database.ts";
import { MergedChanges } from "#store/merged-changes.ts";
import { ReleasedChanges } from "#store/released-changes.ts";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { releasesDrafted } from "../support/worked-off.ts";

const policyThat = (tells: string) => `version: 1
roles: { change-manager: ['@ada'] }
approvals: { low: [{ name: reliability, from: ['@acme/sre'] }] }
releases: [{ tags: 'v*'${tells} }]
`;

const label = "released: v1.1.0";

let house: House;
let acme: OrganisationScenario;
let shop: RepositoryScenario;
let shops = 0;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** A repository that has released v1.0.0. */
async function openShop(tells = ""): Promise<void> {
  shops += 1;
  shop = await openRepository(acme, `shop-${shops}`, { policy: policyThat(tells) });
  await shop.tags.push("v1.0.0", "tom");
  await releasesDrafted(house);
}

function nameOfShop() {
  return { owner: "acme", name: `shop-${shops}` };
}

async function merge(title: string, body = ""): Promise<PullRequestScenario> {
  const files = { [`src/${shop.state.issues.size}.ts`]: `${title}\n` };
  const pull = await shop.openPullRequest({ author: "maria", title, body, files });
  await house.settled();
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  await pull.merge({ by: "jonas", method: "squash" });
  await house.settled();
  return pull;
}

async function release(tag = "v1.1.0"): Promise<void> {
  await shop.tags.push(tag, "tom");
  await releasesDrafted(house);
  await publish(tag);
}

async function publish(tag = "v1.1.0"): Promise<void> {
  await shop.releases(tag)[0]?.publish("tom");
  await releasesDrafted(house);
}

function labelsOf({ labels }: PullRequestScenario): readonly string[] {
  return labels.filter((name) => name.startsWith("released"));
}

/** What was written on the server's behalf, by the name of the mutation. */
function written(name: string): number {
  return house.github.traffic.writes.filter((write) => write.name === name).length;
}

async function onDatabase<T>(
  work: (stored: {
    readonly merged: MergedChanges;
    readonly released: ReleasedChanges;
  }) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ databaseUrl: null, dataDir: house.dataDir });
  try {
    return await work({
      merged: new MergedChanges(database),
      released: new ReleasedChanges(database),
    });
  } finally {
    await database.close();
  }
}

describe("the pull requests of a release that is published", () => {
  beforeEach(() => openShop());

  test("get the version's label; what was reverted before does not, nor what came later", async () => {
    const pull = await merge("feat: sell");
    const bad = await merge("feat: give away");
    const revert = await merge(
      'Revert "feat: give away"',
      `Reverts ${shop.fullName}#${bad.number}`,
    );
    await shop.tags.push("v1.1.0", "tom");
    await releasesDrafted(house);
    const later = await merge("feat: buy");
    expect(labelsOf(pull)).toEqual([]);
    await publish();

    expect(labelsOf(pull)).toEqual([label]);
    expect([bad, revert, later].flatMap(labelsOf)).toEqual([]);
    expect(shop.state.labels.get(label)?.description).toBe("Change control: released with v1.1.0");
  });

  test("get it once, whatever becomes of the release and its tag afterwards", async () => {
    const pull = await merge("feat: sell");
    await release();
    await pull.unlabel([label], "tom");
    house.github.traffic.forget();
    await shop.releases("v1.1.0")[0]?.unpublish("tom");
    await releasesDrafted(house);
    await publish();
    await shop.releases("v1.1.0")[0]?.edit({ body: "All news." }, "tom");
    await releasesDrafted(house);
    expect(labelsOf(pull)).toEqual([]);
    expect(written("addLabelsToLabelable")).toBe(0);
  });

  test("get it once though the answer is lost, and deliveries come thrice", async () => {
    const pull = await merge("feat: sell");
    await shop.tags.push("v1.1.0", "tom");
    await releasesDrafted(house);
    house.github.traffic.forget();
    house.github.failNext({ path: /TellReleased/, loseAnswer: true });
    house.github.webhooks.hold();
    await shop.releases("v1.1.0")[0]?.publish("tom");
    house.github.webhooks.release((held) => [...held.toReversed(), ...held, ...held]);
    await releasesDrafted(house);
    await eventually(() => labelsOf(pull).length > 0);
    await house.settled();
    expect(labelsOf(pull)).toEqual([label]);
    expect(written("addLabelsToLabelable")).toBe(1);
  });

  test("stand noted as the label left them: no gate has to judge them anew", async () => {
    const pull = await merge("feat: sell");
    await release();
    const [noted] = await onDatabase(({ merged }) => merged.numbered(nameOfShop(), [pull.number]));
    expect(noted?.updatedAt).toBe(pull.state.updatedAt);
  });

  test("are told in batches when there are many", async () => {
    await merge("feat: sell");
    await shop.tags.push("v1.1.0", "tom");
    await releasesDrafted(house);
    // Nothing is to be decided of these.
    house.github.webhooks.hold();
    const pulls: PullRequestScenario[] = [];
    for (let i = 0; i < 30; i++) {
      pulls.push(
        await shop.openPullRequest({ author: "maria", files: { [`src/many-${i}.ts`]: "1\n" } }),
      );
    }
    house.github.webhooks.release(() => []);
    const changes = pulls.map(({ number }) => ({ number, shown: "", isIn: true }));
    await onDatabase(({ released }) =>
      released.note(nameOfShop(), "v1.1.0", { ancestorTag: null, changes, names: [] }),
    );
    house.github.traffic.forget();
    await publish();
    expect(await eventually(() => pulls.flatMap(labelsOf).length === 30)).toBe(true);
    const batches = house.github.calls.get("graphql TellReleased");
    expect(batches).toBe(2);
  });
});

test("a comment that is there gets the line once; none is made for it", async () => {
  await openShop(", tell: comment");
  const files = { "src/a.ts": "1\n" };
  const asked = await shop.openPullRequest({ author: "maria", title: "feat: sell", files });
  await house.settled();
  const [comment] = asked.comments;
  expect(comment?.body).toContain("<!-- sluice:change -->");
  asked.review({ by: "ines", state: "approve" });
  await house.settled();
  await asked.merge({ by: "jonas", method: "squash" });
  await house.settled();
  await shop.push("main", "tom", [{ message: "More", files: { "src/b.ts": "1\n" } }]);
  await release();
  await shop.releases("v1.1.0")[0]?.unpublish("tom");
  await publish();

  expect(asked.comments).toHaveLength(1);
  expect(
    asked.comments[0]?.body.match(/Released in \[`v1\.1\.0`\]\(.*\/releases\/tag\/v1\.1\.0\)/g),
  ).toHaveLength(1);
  expect(labelsOf(asked)).toEqual([]);
});

test("a policy that wants nothing told gets nothing", async () => {
  await openShop(", tell: nothing");
  const pull = await merge("feat: sell");
  house.github.traffic.forget();
  await release();
  expect(labelsOf(pull)).toEqual([]);
  expect(written("addLabelsToLabelable")).toBe(0);
});
