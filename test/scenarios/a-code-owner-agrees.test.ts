import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, passed, summaryOn, waiting } from "../support/seen.ts";

const policy = `version: 1
approvals:
  low: [{ from: [code-owners] }]
`;

const codeOwners = `# Who looks after what
/src/        @acme/sre
/src/sql/    @dora
/docs/       @jonas
/src/free.ts
[Legal]
`;

const waits = waiting("Low risk: waits for 1 approval from a code owner");

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", {
    policy,
    // GitHub looks in .github/ first: the other file says nothing.
    files: { ".github/CODEOWNERS": codeOwners, CODEOWNERS: "* @maria\n" },
  });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

test("each file waits for one of its owners, who are asked; the check opens when all files have theirs", async () => {
  const pull = await shop.openPullRequest({
    author: "maria",
    files: {
      "src/cart.ts": "export const cart = 1;\n",
      "src/sql/cart.ts": "export const q = 1;\n",
    },
  });
  await house.settled();

  expect(checkOn(pull)).toEqual(waits);
  expect(pull.requestedReviewers).toEqual(["dora", "@sre"]);
  expect(commentsOn(pull)).toEqual([
    expect.stringContaining(
      "It waits for owners of `src/cart.ts` (any member of `@acme/sre`); `src/sql/cart.ts` (`@dora`).",
    ),
  ]);
  expect(summaryOn(pull)).toContain("- Line 6 of `.github/CODEOWNERS` has no effect");

  pull.review({ by: "jonas", state: "approve" });
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 more approval from a code owner"));
  expect(summaryOn(pull)).toContain("It waits for owners of `src/sql/cart.ts` (`@dora`).");
  expect(summaryOn(pull)).toContain("- `@jonas` approved, but no requirement names them");

  pull.review({ by: "dora", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @dora and @ines"));
});

test("the owners are those of the base branch: a change can't name its own", async () => {
  const pull = await shop.openPullRequest({
    author: "maria",
    files: { "docs/a.md": "# A\n", ".github/CODEOWNERS": "* @noah\n" },
  });
  await house.settled();
  // Who owns what decides on other changes too: that is never a low risk.
  expect(pull.labels).toContain("risk: high");

  const plain = await shop.openPullRequest({ author: "maria", files: { "docs/a.md": "# A\n" } });
  plain.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(checkOn(plain)).toEqual(waits);

  plain.review({ by: "jonas", state: "approve" });
  await house.settled();
  expect(checkOn(plain)).toEqual(passed("Low risk: approved by @jonas"));
});

test("CODEOWNERS costs no call of its own", async () => {
  const pull = await shop.openPullRequest({ author: "maria", files: { "docs/c.md": "# C\n" } });
  await house.settled();
  const before = countCalls();

  await pull.push({ files: { "docs/c.md": "# CC\n" } });
  await house.settled();

  expect(checkOn(pull)).toEqual(waits);
  expect(countCalls() - before).toBeLessThanOrEqual(3);
});

test("where nobody owns what changes, it waits, and says who can help", async () => {
  const pull = await shop.openPullRequest({
    author: "maria",
    files: { "src/free.ts": "export const free = 1;\n" },
  });
  pull.review({ by: "ines", state: "approve" });
  await house.settled();

  expect(checkOn(pull)).toEqual(waits);
  expect(summaryOn(pull)).toContain(
    "By `.github/CODEOWNERS` no changed file has an owner. Someone with write access can name owners there",
  );
});

test("new owners on the base branch decide on open changes at once", async () => {
  const pull = await shop.openPullRequest({ author: "maria", files: { "docs/b.md": "# B\n" } });
  pull.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(waits);

  await shop.push("main", "tom", [{ files: { ".github/CODEOWNERS": "/docs/ @noah\n" } }]);
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @noah"));
});

function countCalls(): number {
  return [...house.github.calls.values()].reduce((sum, calls) => sum + calls, 0);
}
