import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, passed, waiting } from "../support/seen.ts";

const asking = (request: string, requirement: string) => `version: 1
approvals: { low: [${requirement}] }
approvers: { request: ${request} }
`;

let house: House;
let acme: OrganisationScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

async function openSmall(
  shop: RepositoryScenario,
  { author = "maria", draft = false }: { readonly author?: string; readonly draft?: boolean } = {},
) {
  const files = { "src/a.ts": "export const a = 1;\n" };
  const pull = await shop.openPullRequest({ author, draft, files });
  await house.settled();
  return pull;
}

const countRequests = () =>
  house.github.traffic.writes.filter(({ name }) => name === "requestReviews").length;

test("the team that is named is asked, once: a comment or an unasking does not ask it again", async () => {
  const policy = asking("teams", "{ from: ['@acme/sre'], count: 2 }");
  const shop = await openRepository(acme, "shop", { policy });
  const pull = await openSmall(shop);
  expect(pull.requestedReviewers).toEqual(["@sre"]);
  const asked = countRequests();

  pull.review({ by: "ines", state: "comment", body: "Reading it." });
  await pull.edit({ title: "A small change" }, "maria");
  await house.settled();
  await pull.removeReviewRequest(pull.requestedReviewers, "maria");
  pull.review({ by: "ines", state: "approve" });
  await house.settled();

  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 more approval from @acme/sre"));
  expect(countRequests()).toBe(asked);
});

test("a draft asks nobody and writes no comment until it is ready", async () => {
  const policy = asking("teams", "{ from: ['@acme/sre'] }");
  const shop = await openRepository(acme, "shop-draft", { policy });
  const pull = await openSmall(shop, { draft: true });
  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 approval from @acme/sre"));
  expect(pull.requestedReviewers).toEqual([]);
  expect(commentsOn(pull)).toEqual([]);

  await pull.readyForReview("maria");
  await house.settled();

  expect(pull.requestedReviewers).toEqual(["@sre"]);
  expect(commentsOn(pull)).toHaveLength(1);
});

test("asked as people: as many as are needed, the least loaded first, never the author", async () => {
  const policy = asking("people", "{ from: ['@acme/sre'] }");
  acme.team("four", { members: ["dora", "ines", "jonas", "noah"] });
  const shop = await openRepository(acme, "shop-people", {
    policy: policy.replace("@acme/sre", "@acme/four"),
  });

  const asked: (readonly string[])[] = [];
  for (const author of ["maria", "maria", "dora", "maria", "maria"]) {
    const pull = await openSmall(shop, { author });
    asked.push(pull.requestedReviewers);
  }

  expect(asked).toEqual([["dora"], ["ines"], ["jonas"], ["noah"], ["dora"]]);
});

test("asked as people, who has approved is not asked, and the others are not asked in addition", async () => {
  const policy = asking("people", "{ from: ['@acme/sre'], count: 2 }");
  const shop = await openRepository(acme, "shop-two", { policy });
  const pull = await openSmall(shop);
  expect(pull.requestedReviewers).toEqual(["ines", "noah"]);
  const asked = countRequests();

  pull.review({ by: "noah", state: "approve" });
  await house.settled();

  expect(pull.requestedReviewers).toEqual(["ines"]);
  expect(countRequests()).toBe(asked);
});

test("asked as people with a permission: not those who may only read", async () => {
  const policy = asking("people", "{ from: [maintain] }");
  const shop = await openRepository(acme, "shop-maintain", { policy });
  shop.grant("jonas", "maintain");
  const pull = await openSmall(shop, { author: "tom" });

  expect(["ada", "jonas"]).toContain(pull.requestedReviewers[0]);
  expect(pull.requestedReviewers).toHaveLength(1);
});

test("none asks nobody", async () => {
  const policy = asking("none", "{ from: ['@acme/sre'] }");
  const shop = await openRepository(acme, "shop-none", { policy });
  const pull = await openSmall(shop);

  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 approval from @acme/sre"));
  expect(pull.requestedReviewers).toEqual([]);
});

test("a team that can't be asked does not keep the check from standing, nor is it tried again and again", async () => {
  acme.team("far", { members: ["noah"] });
  const policy = asking("teams", "{ from: ['@acme/far', '@acme/sre'] }");
  const shop = await openRepository(acme, "shop-far", { policy });
  const pull = await openSmall(shop);

  expect(checkOn(pull)).toEqual(
    waiting("Low risk: waits for 1 approval from @acme/far or @acme/sre"),
  );
  expect(pull.requestedReviewers).toEqual(["@sre"]);
  const asked = house.github.calls.get("graphql ActOnChange");

  await pull.edit({ title: "Another title" }, "maria");
  await house.settled();
  expect(house.github.calls.get("graphql ActOnChange")).toBe(asked);

  pull.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @noah"));
});

test("a team that does not exist is named in the check, and nobody can approve for it", async () => {
  const policy = asking("teams", "{ from: ['@acme/ghosts'] }");
  const shop = await openRepository(acme, "shop-ghosts", { policy });
  const pull = await openSmall(shop);
  pull.review({ by: "ines", state: "approve" });
  await house.settled();

  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 approval from @acme/ghosts"));
  expect(pull.requestedReviewers).toEqual([]);
});
