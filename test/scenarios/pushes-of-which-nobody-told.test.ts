import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { unauthorisedIn } from "../support/issues.ts";
import { pushesJudged, sweepAgain } from "../support/worked-off.ts";

/** Documentation passes, so that pull requests can be merged at once. */
const policyFor = (branches: string) => `version: 1
branches: [${branches}]
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

/** Each story begins before the branches are watched, and goes on afterwards; then three sweeps look at all of them. */
beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
  for (const [name, { before }] of Object.entries(stories)) {
    const shop = await openRepository(acme, name, { policy: policyFor("main, 'release/*'") });
    shops.set(name, shop);
    await before?.(shop);
  }
  await sweepAgain(house);
  for (const [name, { after }] of Object.entries(stories)) {
    const shop = shops.get(name);
    if (shop !== undefined) await after?.(shop);
  }
  for (let sweep = 0; sweep < 3; sweep += 1) {
    await sweepAgain(house);
    await pushesJudged(house);
  }
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** What happens meanwhile nobody tells us. */
async function silently(happens: () => Promise<unknown>): Promise<void> {
  await house.settled();
  house.github.webhooks.hold();
  await happens();
  house.github.webhooks.release(() => []);
}

let edits = 0;

function edit() {
  edits += 1;
  return { message: `Edit ${edits}`, files: { [`src/edit-${edits}.ts`]: `${edits};\n` } };
}

async function mergeDocumentation(
  shop: RepositoryScenario,
  method: "merge" | "squash" | "rebase",
): Promise<void> {
  edits += 1;
  const commits = [1, 2].map((part) => ({
    message: `Describe ${edits}, part ${part}`,
    files: { [`docs/${edits}-${part}.md`]: "Text.\n" },
  }));
  const pull = await shop.openPullRequest({ author: "maria", commits });
  await house.settled();
  await silently(() => pull.merge({ by: "jonas", method }));
}

type Part = (shop: RepositoryScenario) => Promise<unknown>;

const stories: Readonly<Record<string, { readonly before?: Part; readonly after?: Part }>> = {
  direct: {
    after: (shop) => silently(() => shop.push("main", "tom", [edit(), edit()])),
  },
  past: {
    before: (shop) => silently(() => shop.push("main", "tom", [edit()])),
  },
  told: {
    async after(shop) {
      await silently(() => shop.push("main", "tom", [edit()]));
      await shop.push("main", "ada", [edit()]);
    },
  },
  merged: {
    async after(shop) {
      for (const method of ["merge", "squash", "rebase"] as const) {
        await mergeDocumentation(shop, method);
      }
    },
  },
  forced: {
    before: (shop) => shop.push("release/1", "tom", [{ files: {}, message: "Nothing" }]),
    async after(shop) {
      const tip = await shop.sha();
      await silently(() => shop.pushCommit("release/1", tip, "tom"));
    },
  },
  made: {
    after: (shop) => silently(() => shop.push("release/2", "tom", [edit()])),
  },
  elsewhere: {
    after: (shop) => silently(() => shop.push("topic", "tom", [edit()])),
  },
  widened: {
    before: (shop) => shop.push("hotfix/1", "tom", [edit()]),
    async after(shop) {
      const policy = policyFor("main, 'hotfix/*'");
      const files = { ".github/sluice.yml": policy };
      await silently(() => shop.push("main", "tom", [{ message: "Widen", files }]));
    },
  },
};

function issuesOf(story: string) {
  const shop = shops.get(story);
  if (shop === undefined) throw new Error(`there is no story ${story}`);
  return unauthorisedIn(shop);
}

/** The titles of the issues that a story made. */
function reported(story: string): readonly string[] {
  return issuesOf(story)
    .map(({ title }) => title.replace("Unauthorised change: ", ""))
    .toSorted();
}

test.each([
  ["a direct push is found", "direct", ["2 commits were pushed to main without a pull request"]],
  ["what was pushed before the App came is the past", "past", []],
  [
    "beside a push that was told each is one",
    "told",
    [
      "1 commit was pushed to main without a pull request",
      "1 commit was pushed to main without a pull request",
    ],
  ],
  ["merged pull requests are no direct pushes", "merged", []],
  [
    "a forced push is found",
    "forced",
    [
      "`release/1` was force-pushed, which took 1 commit off it",
      "`release/1` was made with 1 new commit",
    ],
  ],
  ["a branch that was made is found", "made", ["`release/2` was made with 1 new commit"]],
  ["a branch that nobody holds is not looked at", "elsewhere", []],
  [
    "what stood on a branch before a policy held it is the past",
    "widened",
    ["1 commit was pushed to main without a pull request"],
  ],
])("%s", (_name, story, titles) => {
  expect(reported(story)).toEqual(titles);
});

test("the issue says who pushed, as GitHub's activity tells", () => {
  const [issue] = issuesOf("direct");
  expect(issue?.body).toContain("`@tom` pushed 2 commits to `main` without a pull request.");
});
