import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, failed, passed, summaryOn, waiting } from "../support/seen.ts";

const lenient = "version: 1\napprovals: {}\n";
const strict = "version: 1\napprovals: { low: [{ from: ['@acme/sre'] }] }\n";
const wrong = "version: 1\napprovals:\n  low:\n    - { from: [wirte] }\n  high: 3\n";
const path = ".github/sluice.yml";

const waitsForSre = waiting("Low risk: waits for 1 approval from @acme/sre");

let house: House;
let acme: OrganisationScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** A small change by Maria, into the default branch or another one. */
async function openSmall(shop: RepositoryScenario, base?: string): Promise<PullRequestScenario> {
  const pull = await shop.openPullRequest({
    author: "maria",
    files: { "src/a.ts": "export const a = 1;\n" },
    ...(base !== undefined && { base }),
  });
  await house.settled();
  return pull;
}

async function pushPolicy(
  repository: RepositoryScenario,
  policy: string | null,
  branch = "main",
): Promise<void> {
  await repository.push(branch, "tom", [{ files: { [path]: policy } }]);
  await house.settled();
}

test("a stricter policy on main holds the pull requests that are open, a milder one lets them go", async () => {
  const shop = await openRepository(acme, "shop", { policy: lenient });
  const pulls = [await openSmall(shop), await openSmall(shop)];
  expect(pulls.map(checkOn)).toEqual(pulls.map(() => passed("Low risk: nothing to approve")));

  await pushPolicy(shop, strict);
  expect(pulls.map(checkOn)).toEqual([waitsForSre, waitsForSre]);

  await pushPolicy(shop, lenient);
  expect(pulls.map(checkOn)).toEqual(pulls.map(() => passed("Low risk: nothing to approve")));
});

test("the organisation's new policy reaches the open pull requests of every repository", async () => {
  const globex = openAcme(house.github, "globex");
  const policies = await openRepository(globex, ".github", { policy: null });
  const shop = await openRepository(globex, "shop", { policy: null });
  const till = await openRepository(globex, "till", { policy: null });
  const pulls = [await openSmall(shop), await openSmall(till)];
  expect(pulls.map(checkOn)).toEqual([null, null]);

  await pushPolicy(policies, "version: 1\napprovals: { low: [{ from: [write] }] }\n");

  const waits = waiting("Low risk: waits for 1 approval from someone with write access");
  expect(pulls.map(checkOn)).toEqual([waits, waits]);
});

test.each([
  {
    name: "loosens the policy",
    slug: "loosens",
    files: { [path]: lenient },
    preview:
      "- A change of low risk would ask for no approval (today: 1 approval from `@acme/sre`).",
  },
  {
    name: "removes the policy",
    slug: "removes",
    files: { [path]: null },
    preview: "The repository would have no policy any more.",
  },
  {
    name: "moves the policy away",
    slug: "moves",
    files: { [path]: null, "sluice.yml": strict },
    preview: "The repository would have no policy any more.",
  },
  {
    name: "brings an invalid policy",
    slug: "breaks",
    files: { [path]: wrong },
    preview: '- Line 4, column 16, `approvals.low[0].from[0]`: no role "wirte" is defined.',
  },
])("a pull request that $name is critical, and judged by the policy of its base", async (story) => {
  const policy = `${strict.trimEnd().replace(/ }$/, ",")} critical: [{ from: [change-manager], count: 2 }] }\n`;
  const shop = await openRepository(acme, `shop-${story.slug}`, { policy });

  const pull = await shop.openPullRequest({ author: "maria", files: story.files });
  await house.settled();

  expect(checkOn(pull)).toEqual(
    waiting("Critical risk: waits for 2 approvals from change-manager"),
  );
  expect(summaryOn(pull)).toContain("- at least critical: policy file, `.github/sluice.yml`");
  expect(summaryOn(pull)).toContain(story.preview);

  pull.review({ by: "tom", state: "approve" });
  pull.review({ by: "ada", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Critical risk: approved by @ada and @tom"));
});

test("an invalid policy on main fails every check, and says where and how to right it", async () => {
  const shop = await openRepository(acme, "shop-invalid", { policy: lenient });
  const pull = await openSmall(shop);

  await pushPolicy(shop, wrong);

  expect(checkOn(pull)).toEqual(
    failed("Critical risk: waits for a valid policy of the repository (2 problems)"),
  );
  expect(summaryOn(pull)).toContain("### Problems of the repository's policy");
  expect(summaryOn(pull)).toMatch(/- Line 4, column 16, `approvals.low\[0\].from\[0\]`: .*wirte/);
  expect(summaryOn(pull)).toMatch(/- Line 5, column 3, `approvals.high`: expected a list, found 3/);
  expect(pull.checkRun?.annotations).toMatchObject([
    { path, startLine: 4, title: "approvals.low[0].from[0]" },
    { path, startLine: 5, title: "approvals.high" },
  ]);
  expect(commentsOn(pull)).toHaveLength(1);

  await pushPolicy(shop, strict);
  expect(checkOn(pull)).toEqual(waitsForSre);
  expect(pull.checkRun?.annotations).toEqual([]);
});

test("a policy that is taken away opens nothing: the check says so, once, until there is one again", async () => {
  const shop = await openRepository(acme, "shop-removed", { policy: strict });
  const pull = await openSmall(shop);
  expect(checkOn(pull)).toEqual(waitsForSre);

  await pushPolicy(shop, null);
  expect(checkOn(pull)).toEqual(
    waiting("No policy controls this branch any more: waits for an administrator"),
  );
  const base = (await shop.sha()).slice(0, 7);
  expect(summaryOn(pull)).toContain(`As of commit \`${base}\` of \`main\` none controls it`);
  expect(commentsOn(pull)).toEqual([expect.stringContaining("No policy controls this branch")]);

  const written = house.github.traffic.writes.length;
  await shop.push("main", "tom", [{ files: { "notes.txt": "1\n" } }]);
  await pull.edit({ title: "Export a" }, "maria");
  await house.settled();
  expect(house.github.traffic.writes.slice(written)).toEqual([]);

  await pushPolicy(shop, strict);
  expect(checkOn(pull)).toEqual(waitsForSre);
});

test("no approval opens a change under an invalid policy", async () => {
  const shop = await openRepository(acme, "shop-approved", { policy: strict });
  const pull = await openSmall(shop);
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));

  await pushPolicy(shop, "version: 1\n  approvals: {\n");
  expect(checkOn(pull)).toEqual(
    failed("Critical risk: waits for a valid policy of the repository (1 problem)"),
  );

  await pushPolicy(shop, strict);
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});

test("an invalid policy of the organisation fails the checks of every repository", async () => {
  const initech = openAcme(house.github, "initech");
  await openRepository(initech, ".github", { policy: wrong });
  const shop = await openRepository(initech, "shop", { policy: lenient });

  const pull = await openSmall(shop);

  expect(checkOn(pull)).toEqual(
    failed("Critical risk: waits for a valid policy of the organisation (2 problems)"),
  );
  expect(summaryOn(pull)).toContain(
    "Someone with write access to `initech/.github` has to right `.github/sluice.yml` on its default branch.",
  );
  // The file is in another repository: there is no line here to note them on.
  expect(pull.checkRun?.annotations).toEqual([]);
});

test("a branch has the policy that stands on it", async () => {
  const shop = await openRepository(acme, "shop-branches", {
    policy: "version: 1\nbranches: [main, 'release/*']\napprovals: {}\n",
  });
  await shop.push("release/1", "tom", [{ files: { "notes.txt": "1\n" } }]);
  const intoMain = await openSmall(shop);
  const intoRelease = await openSmall(shop, "release/1");

  await pushPolicy(shop, `${strict}branches: ['release/*']\n`, "release/1");

  expect(checkOn(intoMain)).toEqual(passed("Low risk: nothing to approve"));
  expect(checkOn(intoRelease)).toEqual(
    waiting("Low risk: waits for 1 approval from @acme/sre", "release/1"),
  );
});
