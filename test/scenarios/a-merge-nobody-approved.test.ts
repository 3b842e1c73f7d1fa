import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { Delivery } from "../../local-github/webhooks/delivery.ts";
import { policyPath } from "../../src/core/policy/policy-source.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { unauthorisedIn } from "../support/issues.ts";
import { pushesJudged } from "../support/worked-off.ts";

const policy = `version: 1
approvals:
  low: &sre [{ name: reliability, from: ['@acme/sre'] }]
  medium: *sre
  high: *sre
  critical: *sre
`;

let house: House;
let acme: OrganisationScenario;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
  shop = await openRepository(acme, "shop", { policy });
  await house.settled();
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

let edits = 0;

async function open(where = shop): Promise<PullRequestScenario> {
  edits += 1;
  const files = { [`src/price-${edits}.ts`]: `export const price = ${edits};\n` };
  return where.openPullRequest({ author: "maria", title: "Change @the price", files });
}

/** The merge commit of a pull request. */
function mergeCommit({ state }: PullRequestScenario): string {
  if (state.merged === null) throw new Error("it is not merged");
  return state.merged.commitSha;
}

test("an administrator merges past the check: one issue says what was lacking and what to do now", async () => {
  const pull = await open();
  await house.settled();

  await pull.merge({ by: "tom", bypass: true });
  await house.settled();

  const issues = unauthorisedIn(shop);
  expect(issues).toHaveLength(1);
  const [issue] = issues;
  expect(issue?.title).toBe(
    `Unauthorised change: #${pull.number} was merged into main without being approved`,
  );
  expect(issue?.body).toContain(`<!-- sluice:unauthorised ${mergeCommit(pull)} -->`);
  expect(issue?.body).toContain("`@tom` merged [#");
  expect(issue?.body).toContain("- **1 approval from `@acme/sre` (reliability).**");
  expect(issue?.body).not.toMatch(/(?<!`)@(?:tom|maria|the|acme)/);
});

test("an objection after the merge accuses nobody of merging what was approved before", async () => {
  const before = unauthorisedIn(shop).length;
  // GitHub's clock tells seconds only.
  const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1_100));
  house.github.webhooks.hold();
  const pull = await open();
  pull.review({ by: "ines", state: "approve" });
  await nextSecond();
  await pull.merge({ by: "tom", bypass: true });
  await nextSecond();
  pull.review({ by: "ines", state: "request changes", body: "I overlooked something." });
  house.github.webhooks.release();
  await house.settled();

  expect(unauthorisedIn(shop)).toHaveLength(before);
});

test("approving it afterwards leaves the record as it is, and looking again makes no second issue", async () => {
  const pull = await open();
  await pull.merge({ by: "tom", bypass: true });
  await house.settled();
  const before = unauthorisedIn(shop).length;

  pull.review({ by: "ines", state: "approve" });
  await pull.label(["late"], "maria");
  await house.settled();
  await house.restart();
  await pull.unlabel(["late"], "maria");
  await house.settled();

  expect(unauthorisedIn(shop)).toHaveLength(before);
  expect(issuesAbout(pull)).toHaveLength(1);
});

test("what was approved makes no issue, however it was merged", async () => {
  const pulls = [];
  for (const method of ["merge", "squash", "rebase"] as const) {
    const pull = await open();
    await pull.push({ message: "One more", files: { [`src/more-${method}.ts`]: "export {};\n" } });
    pull.review({ by: "ines", state: "approve" });
    pulls.push({ pull, method });
  }
  await pushesJudged(house);
  house.github.traffic.forget();
  for (const { pull, method } of pulls) await mergeWithLatePush(pull, method);
  await pushesJudged(house);

  for (const { pull } of pulls) expect(issuesAbout(pull)).toEqual([]);
  // Two commits that were rebased show only the last one as a merge: this push is looked at.
  expect(house.github.calls.get("graphql ReadControl")).toBe(1);
  expect(house.github.calls.get("graphql FindIssues")).toBeUndefined();
});

/** The push is told of when the merge is judged: how long that takes does not matter then. */
async function mergeWithLatePush(
  pull: PullRequestScenario,
  method: "merge" | "squash" | "rebase",
): Promise<void> {
  const { webhooks } = house.github;
  webhooks.hold();
  await pull.merge({ by: "jonas", method });
  const late: Delivery[] = [];
  webhooks.release((held) => {
    late.push(...held.filter(({ event }) => event === "push"));
    return held.filter(({ event }) => event !== "push");
  });
  await house.settled();
  for (const push of late) webhooks.redeliver(push);
}

test("an approval given a moment before the merge counts, though nobody had looked at it yet", async () => {
  const pull = await open();
  await house.settled();
  house.github.webhooks.hold();
  pull.review({ by: "ines", state: "approve" });
  await pull.merge({ by: "jonas" });
  house.github.webhooks.release();
  await house.settled();

  expect(issuesAbout(pull)).toEqual([]);
});

test("an approval of an earlier commit does not cover what was pushed before the merge", async () => {
  const pull = await open();
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  house.github.webhooks.hold();
  await pull.push({ message: "Slip in", files: { "src/slipped-in.ts": "export {};\n" } });
  await pull.merge({ by: "tom", bypass: true });
  house.github.webhooks.release();
  await house.settled();
  await pull.label(["seen"], "maria");
  await house.settled();

  expect(issuesAbout(pull)).toHaveLength(1);
});

test("told thrice, backwards, it is one issue and one entry", async () => {
  house.github.webhooks.hold();
  const pull = await open();
  await pull.merge({ by: "tom", bypass: true });
  house.github.webhooks.release((held) =>
    [...held, ...held, ...held].map((delivery) => ({ ...delivery })).toReversed(),
  );
  await house.settled();

  expect(issuesAbout(pull)).toHaveLength(1);
});

test("a merge of which all news is lost is found by looking", async () => {
  const pull = await open();
  await house.settled();
  house.github.webhooks.hold();
  await pull.merge({ by: "tom", bypass: true });
  house.github.webhooks.release(() => []);
  await house.settled();
  expect(issuesAbout(pull)).toEqual([]);

  await house.restart();
  await eventually(() => issuesAbout(pull).length > 0);
  await house.settled();
  expect(issuesAbout(pull)).toHaveLength(1);
});

test("a pull request that nobody told of at all is found by the push that merged it", async () => {
  house.github.webhooks.hold();
  const pull = await open();
  await pull.merge({ by: "tom", bypass: true });
  house.github.webhooks.release((held) => held.filter(({ event }) => event === "push"));
  await pushesJudged(house);
  await house.settled();

  expect(issuesAbout(pull)).toHaveLength(1);
});

test("an issue whose opening GitHub did not confirm is not opened twice", async () => {
  const pull = await open();
  await house.settled();
  const path = /\/issues$/;
  const searches = () => house.github.calls.get("graphql FindIssues") ?? 0;
  const before = searches();
  house.github.failNext({ method: "POST", path, loseAnswer: true });
  await pull.merge({ by: "tom", bypass: true });
  await house.settled();

  expect(searches() - before).toBeGreaterThan(1);
  expect(issuesAbout(pull)).toHaveLength(1);
});

test("somebody else's issue with our marker does not stand for ours", async () => {
  const pull = await open();
  await house.settled();
  house.github.webhooks.hold();
  await pull.merge({ by: "tom", bypass: true });
  const marker = `<!-- sluice:unauthorised ${mergeCommit(pull)} -->`;
  const decoy = shop.openIssue("maria", "Nothing to see", marker);
  expect(decoy.body).toBe(marker);
  house.github.webhooks.release();
  await house.settled();

  expect(issuesAbout(pull).map(({ by }) => by)).toEqual(["sluice[bot]"]);
});

test("what takes the policy away is judged by the policy that it took away", async () => {
  const lost = await openRepository(acme, "lost", { policy });
  const pull = await lost.openPullRequest({ author: "maria", files: { [policyPath]: null } });
  await house.settled();

  await pull.merge({ by: "tom", bypass: true });
  await house.settled();

  expect(titlesIn(lost)).toHaveLength(1);
});

test.each([
  ["a policy only observes", `${policy}mode: observe\n`],
  ["there is no policy", null],
  ["the policy controls other branches", `${policy}branches: ['release/*']\n`],
])("where %s nothing is reported", async (name, other) => {
  const free = await openRepository(acme, name.replaceAll(" ", "-"), { policy: other });
  const pull = await open(free);
  await house.settled();
  await pull.merge({ by: "tom", bypass: true });
  await house.settled();

  expect(titlesIn(free)).toEqual([]);
});

test("what was merged before there was a policy is the past", async () => {
  const young = await openRepository(acme, "young", { policy: null });
  const pull = await open(young);
  await pull.merge({ by: "tom" });
  await house.settled();
  await young.push("main", "tom", [{ files: { [policyPath]: policy } }]);
  await pull.label(["old"], "maria");
  await house.settled();

  expect(titlesIn(young)).toEqual([]);
});

function titlesIn(where: RepositoryScenario): readonly string[] {
  return unauthorisedIn(where).map(({ title }) => title);
}

function issuesAbout(pull: PullRequestScenario) {
  const marker = `<!-- sluice:unauthorised ${mergeCommit(pull)} -->`;
  return unauthorisedIn(shop)
    .filter(({ body }) => body.startsWith(marker))
    .map(({ title, state }) => ({ title, by: state.author.login }));
}
