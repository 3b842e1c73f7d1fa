import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, passed, summaryOn, waiting } from "../support/seen.ts";

const policy = `version: 1
risk:
  rules:
    - name: from a fork
      when: { fork: true }
      atLeast: medium
    - name: payments
      when: { files: ['src/payments/**'] }
      atLeast: high
standard:
  - name: documentation only
    when: { onlyFiles: ['docs/**'], fork: false }
approvals:
  medium: [{ from: [write] }]
  high: [{ from: ['@acme/sre'] }]
`;

let house: House;
let acme: OrganisationScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

async function openFork(name: string) {
  const shop = await openRepository(acme, name, { policy, private: false });
  return { shop, fork: shop.fork("eve") };
}

test("the check stands on the fork's commit, in the repository that is asked to take it", async () => {
  const { shop, fork } = await openFork("shop");

  const pull = await shop.openPullRequest({
    author: "eve",
    from: fork,
    files: { "docs/refunds.md": "# Refunds\n" },
  });
  await house.settled();

  expect(checkOn(pull)).toEqual(
    waiting("Medium risk: waits for 1 approval from someone with write access"),
  );
  expect(summaryOn(pull)).toContain("- at least medium: from a fork, ");
  expect(commentsOn(pull)).toHaveLength(1);

  pull.review({ by: "jonas", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Medium risk: approved by @jonas"));
});

test("who pushed to a private fork is not known: that is said, and holds what is of high risk", async () => {
  const shop = await openRepository(acme, "shop-2", { policy });
  shop.grant("eve", "read");
  const fork = shop.fork("eve");

  const small = await shop.openPullRequest({ author: "eve", from: fork, files: { "a.ts": "1\n" } });
  const grave = await shop.openPullRequest({
    author: "eve",
    from: fork,
    files: { "src/payments/pay.ts": "export const pay = 1;\n" },
  });
  grave.review({ by: "ines", state: "approve" });
  await house.settled();

  expect(summaryOn(small)).toContain("It is not known who pushed last: GitHub did not say.");
  expect(checkOn(grave)).toEqual(
    waiting("High risk: waits for a new push (it is not known who pushed last)"),
  );
  expect(summaryOn(grave)).toContain("Anyone who can push to this change's branch can push");
});

test("a further push to the fork is known from its delivery", async () => {
  const { shop, fork } = await openFork("shop-3");
  const pull = await shop.openPullRequest({
    author: "eve",
    from: fork,
    files: { "src/payments/pay.ts": "export const pay = 1;\n" },
  });
  await pull.push({ files: { "src/payments/refund.ts": "export const refund = 1;\n" } });
  pull.review({ by: "ines", state: "approve" });
  await house.settled();

  expect(checkOn(pull)).toEqual(passed("High risk: approved by @ines"));
});

test("a maintainer who pushes to the fork's branch is its last pusher", async () => {
  const { shop, fork } = await openFork("shop-4");
  const pull = await shop.openPullRequest({
    author: "eve",
    from: fork,
    files: { "src/payments/pay.ts": "export const pay = 1;\n" },
  });
  await pull.push({ by: "ines", author: "eve", files: { "src/payments/b.ts": "export {};\n" } });
  pull.review({ by: "ines", state: "approve" });
  await house.settled();

  expect(checkOn(pull)).toEqual(waiting("High risk: waits for 1 approval from @acme/sre"));
  expect(summaryOn(pull)).toContain("- `@ines` pushed last: someone else has to approve");
});

test("a policy in the fork decides nothing: it is the base's that counts", async () => {
  const { shop, fork } = await openFork("shop-5");

  const pull = await shop.openPullRequest({
    author: "eve",
    from: fork,
    files: { ".github/sluice.yml": "version: 1\napprovals: {}\n", "a.ts": "1\n" },
  });
  await house.settled();

  expect(pull.labels).toContain("risk: critical");
  expect(summaryOn(pull)).toContain("- at least critical: policy file, `.github/sluice.yml`");
});
