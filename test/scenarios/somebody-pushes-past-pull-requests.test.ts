import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { unauthorisedIn } from "../support/issues.ts";
import { pushesJudged } from "../support/worked-off.ts";

/** Documentation passes, so that pull requests can be merged at once. */
const policy = `version: 1
branches: [main, 'release/*']
standard: [{ name: documentation only, when: { onlyFiles: ['docs/**'] } }]
approvals:
  low: &sre [{ name: reliability, from: ['@acme/sre'] }]
  medium: *sre
  high: *sre
  critical: *sre
`;

let house: House;
let acme: OrganisationScenario;
const shops = new Map<string, RepositoryScenario>();

/** Everything happens first: a push waits for some seconds before it is judged. */
beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
  for (const [name, play] of Object.entries(stories)) {
    const shop = await openRepository(acme, name, { policy });
    shops.set(name, shop);
    await play(shop);
  }
  await pushesJudged(house);
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

let edits = 0;

function edit() {
  edits += 1;
  return { message: `Edit ${edits}`, files: { [`src/edit-${edits}.ts`]: `${edits};\n` } };
}

async function openDocumentation(shop: RepositoryScenario): Promise<PullRequestScenario> {
  edits += 1;
  const commits = [1, 2].map((part) => ({
    message: `Describe ${edits}, part ${part}`,
    files: { [`docs/${edits}-${part}.md`]: "Text.\n" },
  }));
  const pull = await shop.openPullRequest({ author: "maria", commits });
  await house.settled();
  return pull;
}

const stories: Readonly<Record<string, (shop: RepositoryScenario) => Promise<unknown>>> = {
  async direct(shop) {
    const first = { ...edit(), author: "jonas", message: "fix: @maria's <b>price</b>" };
    await shop.push("main", "tom", [first, edit()]);
  },
  async merged(shop) {
    for (const method of ["merge", "squash", "rebase"] as const) {
      await (await openDocumentation(shop)).merge({ by: "jonas", method });
    }
    await house.settled();
  },
  async queued(shop) {
    for (const pull of [await openDocumentation(shop), await openDocumentation(shop)]) {
      await pull.enqueue("maria");
    }
    const group = await shop.formMergeGroup({ size: 2 });
    await house.settled();
    await shop.mergeGroup(group);
  },
  async hidden(shop) {
    const { headSha: merge } = await openDocumentation(shop);
    await shop.push("main", "tom", [edit(), { message: "Merge", merge, files: {} }]);
  },
  async forced(shop) {
    const start = await shop.sha();
    await (await openDocumentation(shop)).merge({ by: "jonas", method: "squash" });
    await house.settled();
    await shop.pushCommit("main", start, "tom");
  },
  async known(shop) {
    const tip = await shop.sha();
    await shop.pushCommit("release/1", tip, "tom");
    await shop.pushCommit("topic", tip, "tom");
  },
  async branches(shop) {
    const tip = await shop.sha();
    await shop.pushCommit("release/1", tip, "tom");
    await shop.push("release/1", "tom", [edit()]);
    await shop.push("topic", "tom", [edit()]);
    await shop.push("release/2", "tom", [edit()]);
  },
  async tripled(shop) {
    house.github.webhooks.hold();
    await shop.push("main", "tom", [edit()]);
    house.github.webhooks.release((held) =>
      [...held, ...held, ...held].map((delivery) => ({ ...delivery })),
    );
  },
};

/** The titles of the issues that a story made. */
function reported(story: keyof typeof stories): readonly string[] {
  return issuesOf(story).map(({ title }) => title.replace("Unauthorised change: ", ""));
}

function issuesOf(story: string) {
  const shop = shops.get(story);
  if (shop === undefined) throw new Error(`there is no story ${story}`);
  return unauthorisedIn(shop);
}

test("one issue for a push, which lists its commits and who wrote them", async () => {
  expect(reported("direct")).toEqual(["2 commits were pushed to main without a pull request"]);
  const [issue] = issuesOf("direct");
  const tip = await shops.get("direct")?.sha();
  expect(issue?.body).toMatch(new RegExp(`^<!-- sluice:unauthorised ${tip} -->`));
  expect(issue?.body).toContain("`@tom` pushed 2 commits to `main` without a pull request.");
  expect(issue?.body).toContain("fix: `@maria's` `<b>price</b>`, by `@jonas`");
});

test.each([
  ["pull requests make none, however they are merged", "merged", []],
  ["a merge queue makes none", "queued", []],
  ["a branch at a commit that is known makes none", "known", []],
  [
    "a commit that is hidden below a merged pull request is found",
    "hidden",
    ["1 commit was pushed to main without a pull request"],
  ],
  [
    "a forced push is reported even when it brings nothing",
    "forced",
    ["main was force-pushed, which took 1 commit off it"],
  ],
  [
    "every branch that a policy controls counts, and no other",
    "branches",
    [
      "1 commit was pushed to `release/1` without a pull request",
      "`release/2` was made with 1 new commit",
    ],
  ],
  [
    "a push of which the news comes thrice is one",
    "tripled",
    ["1 commit was pushed to main without a pull request"],
  ],
])("%s", (_name, story, titles) => {
  expect(reported(story).toSorted()).toEqual(titles);
});

test("pushes cost few calls, and none where nothing can be amiss", async () => {
  const shop = await openRepository(acme, "calls", { policy });
  const pull = await openDocumentation(shop);
  await pushesJudged(house);

  house.github.traffic.forget();
  await pull.push({ files: { "docs/more.md": "Text.\n" } });
  await pushesJudged(house);
  expect(callsMade()).toBe(3);

  house.github.traffic.forget();
  await pull.merge({ by: "jonas" });
  await pushesJudged(house);
  expect(callsMade()).toBe(1);

  house.github.traffic.forget();
  await shop.push("main", "tom", [edit()]);
  await pushesJudged(house);
  expect(callsMade()).toBe(10);
});

/** The calls since the traffic was forgotten, without those for tokens. */
function callsMade(): number {
  const calls = [...house.github.calls].filter(([route]) => !route.includes("access_tokens"));
  return calls.reduce((sum, [, count]) => sum + count, 0);
}
