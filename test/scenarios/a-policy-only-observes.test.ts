import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, failed, passed, summaryOn, waiting } from "../support/seen.ts";

const path = ".github/sluice.yml";
const enforcing = "version: 1\napprovals: { low: [{ from: ['@acme/sre'] }] }\n";
const observing = `${enforcing}mode: observe\n`;

let house: House;
let acme: OrganisationScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

async function openSmall(shop: RepositoryScenario) {
  const files = { "src/a.ts": "export const a = 1;\n" };
  const pull = await shop.openPullRequest({ author: "maria", files });
  await house.settled();
  return pull;
}

test("the check succeeds, says what it would have held, and bothers nobody", async () => {
  const shop = await openRepository(acme, "shop", { policy: observing });

  const pull = await openSmall(shop);

  expect(checkOn(pull)).toEqual(
    passed("Low risk: observed only, would wait for 1 approval from @acme/sre"),
  );
  expect(summaryOn(pull)).toMatch(/^\*\*Observed only: this check holds nothing\.\*\*/);
  expect(pull.labels).toEqual(["risk: low", "change: normal"]);
  expect(commentsOn(pull)).toEqual([]);
  expect(pull.requestedReviewers).toEqual([]);

  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});

test("from the day it is enforced, it holds what is open", async () => {
  const shop = await openRepository(acme, "shop-2", { policy: observing });
  const pull = await openSmall(shop);

  await shop.push("main", "tom", [{ files: { [path]: enforcing } }]);
  await house.settled();

  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 approval from @acme/sre"));
  expect(commentsOn(pull)).toHaveLength(1);
  expect(pull.requestedReviewers).toEqual(["@sre"]);

  await shop.push("main", "tom", [{ files: { [path]: observing } }]);
  await house.settled();
  expect(checkOn(pull)?.conclusion).toBe("success");
  expect(commentsOn(pull)).toEqual([
    expect.stringContaining("The policy only observes: nothing is held."),
  ]);
});

test("an observing policy that can't be read fails the check all the same", async () => {
  const shop = await openRepository(acme, "shop-3", { policy: `${observing}approvers: 3\n` });

  const pull = await openSmall(shop);

  expect(checkOn(pull)).toEqual(
    failed("Critical risk: waits for a valid policy of the repository (1 problem)"),
  );
});

test("without any policy nothing is written, whatever happens", async () => {
  const shop = await openRepository(acme, "shop-4", { policy: null });
  await house.settled();
  const { writes } = house.github.traffic;
  const before = writes.length;

  const pull = await openSmall(shop);
  pull.review({ by: "ines", state: "approve" });
  await pull.push({ files: { "src/b.ts": "export const b = 1;\n" } });
  await pull.label(["bug"], "maria");
  await house.settled();
  await pull.merge({ by: "tom" });
  await house.settled();

  expect(writes.slice(before)).toEqual([]);
  expect(pull.state.merged).not.toBeNull();
});

test("a change that brings the first policy is judged by none", async () => {
  const shop = await openRepository(acme, "shop-5", { policy: null });
  const first = await shop.openPullRequest({ author: "maria", files: { [path]: enforcing } });
  const other = await openSmall(shop);
  await house.settled();
  expect(checkOn(first)).toBeNull();

  await first.merge({ by: "tom" });
  await house.settled();

  expect(checkOn(other)).toEqual(waiting("Low risk: waits for 1 approval from @acme/sre"));
});

test("a closed change is left alone, and decided again when it is reopened", async () => {
  const shop = await openRepository(acme, "shop-6", { policy: enforcing });
  const pull = await openSmall(shop);
  const { writes } = house.github.traffic;
  await pull.close("maria");
  await house.settled();
  const before = writes.length;
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(writes.slice(before)).toEqual([]);

  await pull.reopen("maria");
  await house.settled();

  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});
