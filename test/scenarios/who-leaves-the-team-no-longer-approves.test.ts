import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, passed, summaryOn, waiting } from "../support/seen.ts";

/** Every change needs one approval from those named. */
const asking = (principal: string) =>
  `version: 1\napprovals: { low: [{ from: ['${principal}'] }] }\n`;

const waitsForTeam = (team: string) => waiting(`Low risk: waits for 1 approval from @acme/${team}`);
const waitsForWriter = waiting("Low risk: waits for 1 approval from someone with write access");

let house: House;
let acme: OrganisationScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** A change by Maria that somebody has approved. */
async function openApproved(
  repository: RepositoryScenario,
  approver: string,
): Promise<PullRequestScenario> {
  const pull = await repository.openPullRequest({
    author: "maria",
    files: { "src/a.ts": "export const a = 1;\n" },
  });
  pull.review({ by: approver, state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed(`Low risk: approved by @${approver}`));
  return pull;
}

test("who leaves the team no longer approves for it, and does so again on coming back", async () => {
  const night = acme.team("night", { members: ["ines"] });
  const shop = await openRepository(acme, "shop", { policy: asking("@acme/night") });
  const pull = await openApproved(shop, "ines");

  night.remove("ines");
  await house.settled();
  expect(checkOn(pull)).toEqual(waitsForTeam("night"));
  expect(summaryOn(pull)).toContain("- `@ines` approved, but no requirement names them");

  night.add("ines");
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});

test("who leaves the organisation no longer approves", async () => {
  acme.user("olaf");
  acme.team("day", { members: ["olaf"] });
  const shop = await openRepository(acme, "shop-2", { policy: asking("@acme/day") });
  const pull = await openApproved(shop, "olaf");

  acme.expel("olaf");
  await house.settled();

  expect(checkOn(pull)).toEqual(waitsForTeam("day"));
});

test("members of a team within the team count, as long as they are in it", async () => {
  const platform = acme.team("platform");
  const runtime = acme.team("runtime", { members: ["noah"], parent: platform });
  const shop = await openRepository(acme, "shop-3", { policy: asking("@acme/platform") });
  const pull = await openApproved(shop, "noah");

  runtime.remove("noah");
  await house.settled();

  expect(checkOn(pull)).toEqual(waitsForTeam("platform"));
});

test("who may no longer write no longer approves as a writer", async () => {
  const shop = await openRepository(acme, "shop-4", { policy: asking("write") });
  const pull = await openApproved(shop, "jonas");

  shop.grant("jonas", "read");
  await house.settled();
  expect(checkOn(pull)).toEqual(waitsForWriter);

  shop.grant("jonas", "maintain");
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @jonas"));
});

test("a team that may no longer write takes that right from its members", async () => {
  const shop = await openRepository(acme, "shop-5", { policy: asking("write") });
  const pull = await openApproved(shop, "dora");

  shop.grant("@dba", "none");
  await house.settled();

  expect(checkOn(pull)).toEqual(waitsForWriter);
});

test("a custom role counts as the role that it extends", async () => {
  acme.customRole("on-call", { base: "write" });
  const shop = await openRepository(acme, "shop-6", { policy: asking("write") });
  shop.grant("@dba", "on-call");
  const pull = await openApproved(shop, "dora");

  shop.grant("@dba", "triage");
  await house.settled();

  expect(checkOn(pull)).toEqual(waitsForWriter);
});
