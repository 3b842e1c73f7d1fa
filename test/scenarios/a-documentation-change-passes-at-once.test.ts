import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, passed, summaryOn, waiting } from "../support/seen.ts";

const policy = `version: 1
standard:
  - name: documentation only
    when: { onlyFiles: ['docs/**', '**/*.md'] }
approvals:
  low: [{ from: [write] }]
  medium: [{ from: [write] }]
`;

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

test("a documentation change passes at once, and nobody is bothered", async () => {
  const docs = await shop.openPullRequest({
    author: "maria",
    files: { "docs/refunds.md": "# Refunds\n\nA refund takes one working day.\n" },
  });
  await house.settled();

  expect(checkOn(docs)).toEqual(passed("Low risk: standard change, nothing to approve"));
  expect(summaryOn(docs)).toMatch(
    /^\*\*Nothing to approve\.\*\* This is a standard change: documentation only\.\n/,
  );
  expect(docs.labels).toEqual(["risk: low", "change: standard"]);
  expect(commentsOn(docs)).toEqual([]);
  expect(docs.requestedReviewers).toEqual([]);
});

test("what stands as it should is not written again at the next event", async () => {
  const docs = await shop.openPullRequest({
    author: "maria",
    files: { "docs/returns.md": "# Returns\n" },
  });
  await house.settled();
  const { writes } = house.github.traffic;
  const before = writes.length;

  docs.review({ by: "jonas", state: "comment", body: "Good to know." });
  docs.review({ by: "jonas", state: "approve" });
  await docs.label(["documentation"], "jonas");
  await house.settled();

  expect(writes.slice(before)).toEqual([]);
  expect(checkOn(docs)).toEqual(passed("Low risk: standard change, nothing to approve"));
});

test("a change that also touches code is not documentation, whatever it is called", async () => {
  const docs = await shop.openPullRequest({
    author: "maria",
    title: "docs: explain refunds",
    files: { "docs/vouchers.md": "# Vouchers\n", "src/voucher.ts": "export const worth = 10;\n" },
  });
  await house.settled();

  expect(checkOn(docs)).toEqual(
    waiting("Low risk: waits for 1 approval from someone with write access"),
  );
  expect(docs.labels).toEqual(["risk: low", "change: normal"]);
});

test("moving code into the documentation's folder does not make it documentation", async () => {
  const start = "export const price = 3;\n".repeat(20);
  const lab = await openRepository(openAcme(house.github, "acme-lab"), "lab", {
    policy,
    files: { "src/price.ts": start },
  });

  const moved = await lab.openPullRequest({
    author: "maria",
    files: { "src/price.ts": null, "docs/price.ts": start },
  });
  await house.settled();

  expect(checkOn(moved)).toEqual(
    waiting("Low risk: waits for 1 approval from someone with write access"),
  );
});
