import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { unauthorisedIn } from "../support/issues.ts";
import { checkOn, passed, summaryOn, waiting } from "../support/seen.ts";

const approvals = "approvals: { low: [{ from: ['@acme/sre'] }] }\n";
const keeps = `version: 1\n${approvals}`;
const keepsNone = `version: 1\n${approvals}approvers: { keepApprovals: never }\n`;

const approved = passed("Low risk: approved by @ines");
const waits = waiting("Low risk: waits for 1 approval from @acme/sre");

/** Forty lines, of which some read differently. */
function prices(different: Readonly<Record<number, string>> = {}): string {
  return Array.from({ length: 40 }, (_, at) => `${different[at] ?? `price ${at}`}\n`).join("");
}

let house: House;
let acme: OrganisationScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** A change of one line that ines has approved, while main has got two more lines above it. */
async function openApproved(name: string, policy: string): Promise<Story> {
  const shop = await openRepository(acme, name, {
    policy,
    files: { "prices.txt": prices() },
  });
  const files = { "prices.txt": prices({ 30: "half price" }) };
  const pull = await shop.openPullRequest({ author: "maria", files });
  await house.settled();
  expect(checkOn(pull)).toEqual(waits);
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(approved);
  await shop.push("main", "tom", [{ files: { "prices.txt": `new\nprices\n${prices()}` } }]);
  await house.settled();
  return { shop, pull };
}

type Story = { readonly shop: RepositoryScenario; readonly pull: PullRequestScenario };

async function rebase({ shop, pull }: Story, text: string): Promise<void> {
  const files = { "prices.txt": `new\nprices\n${text}` };
  const onto = await shop.sha("main");
  await pull.push({ message: "Halve a price", files, force: true, onto });
  await house.settled();
}

test("an approval stays when the branch is rebased and changes what it changed before", async () => {
  const story = await openApproved("kept", keeps);
  const { pull } = story;
  const approvedSha = pull.headSha.slice(0, 7);
  await rebase(story, prices({ 30: "half price" }));

  expect(pull.headSha.slice(0, 7)).not.toBe(approvedSha);
  expect(checkOn(pull)).toEqual(approved);
  expect(summaryOn(pull)).toContain(
    `\`@ines\` approved \`${approvedSha}\` by review (the diff is identical since)`,
  );
  expect(pull.requestedReviewers).toEqual([]);

  await rebase(story, prices({ 30: "half price", 31: "a third" }));
  expect(checkOn(pull)).toEqual(waits);
  expect(summaryOn(pull)).toContain(
    `\`@ines\` approved \`${approvedSha}\` by review, but the diff changed since`,
  );

  await rebase(story, prices({ 30: "half price" }));
  expect(checkOn(pull)).toEqual(approved);
});

test("merged with a kept approval, it was approved", async () => {
  const story = await openApproved("merged-kept", keeps);
  await rebase(story, prices({ 30: "half price" }));
  await story.pull.merge({ by: "maria", method: "squash" });
  await house.settled();
  expect(unauthorisedIn(story.shop)).toEqual([]);
});

test("merging the base branch into it keeps the approval, unless who approved does it", async () => {
  const { shop, pull } = await openApproved("merged", keeps);
  await pull.updateBranch("maria");
  await house.settled();
  expect(checkOn(pull)).toEqual(approved);

  await shop.push("main", "tom", [{ files: { "other.txt": "more\n" } }]);
  await pull.updateBranch("ines");
  await house.settled();
  expect(checkOn(pull)).toEqual(waits);
  expect(summaryOn(pull)).toContain("someone else has to approve");
});

test("an approval does not stay when the risk rises meanwhile", async () => {
  const story = await openApproved("risen", keeps);
  const rule = "{ name: prices, when: { files: [prices.txt] }, atLeast: medium }";
  const policy = `${keeps}risk: { rules: [${rule}] }\n`;
  await story.shop.push("main", "tom", [{ files: { ".github/sluice.yml": policy } }]);
  await rebase(story, prices({ 30: "half price" }));
  expect(checkOn(story.pull)).toEqual(waiting("Medium risk: waits for 1 approval from @acme/sre"));
  expect(summaryOn(story.pull)).toContain("but the risk rose from low to medium since");
});

test("a policy may keep no approval over a push", async () => {
  const story = await openApproved("never", keepsNone);
  await rebase(story, prices({ 30: "half price" }));
  expect(checkOn(story.pull)).toEqual(waits);
  expect(summaryOn(story.pull)).toContain("but the policy keeps no approval over a push");
});
