import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, passed, summaryOn, waiting } from "../support/seen.ts";

const policy = `version: 1
standard:
  - name: documentation only
    when: { onlyFiles: ['docs/**'] }
approvals:
  critical: [{ from: ['@acme/sre'] }]
`;

let house: House;
let acme: OrganisationScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

const pages = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`docs/page-${index}.md`, `# ${index}\n`]),
  );

test("more files than one comparison lists are read page by page", async () => {
  const shop = await openRepository(acme, "shop-301", { policy });

  const pull = await shop.openPullRequest({ author: "maria", files: pages(301) });
  await house.settled();

  expect(checkOn(pull)).toEqual(passed("Low risk: standard change, nothing to approve"));
});

test("more files than GitHub lists at all: the risk is critical, whatever the rest looks like", async () => {
  const shop = await openRepository(acme, "shop-3000", { policy });

  const pull = await shop.openPullRequest({
    author: "maria",
    files: { ...pages(3_000), "src/zzz.ts": "export const hidden = 1;\n" },
  });
  await house.settled();

  expect(checkOn(pull)).toEqual(waiting("Critical risk: waits for 1 approval from @acme/sre"));
  expect(pull.labels).toEqual(["risk: critical", "change: normal"]);
  expect(summaryOn(pull)).toContain("3,001 changed files stated, 3,000 listed");
  expect(summaryOn(pull)).toContain("Split the change into smaller ones");

  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Critical risk: approved by @ines"));
});

test("among more commits than REST lists nobody hides: the first one's author can't approve", async () => {
  const shop = await openRepository(acme, "shop-commits", {
    policy: `${policy}  low: [{ from: ['@acme/sre'] }]\nrisk: { factors: { commits: 0 } }\n`,
  });
  const commits = Array.from({ length: 251 }, (_, index) => ({
    author: index === 0 ? "ines" : "maria",
    files: { "notes.txt": `${index}\n` },
  }));

  const pull = await shop.openPullRequest({ author: "maria", commits });
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 approval from @acme/sre"));
  expect(summaryOn(pull)).toMatch(/- `@ines` wrote commit `\w{7}`: someone else has to approve/);

  pull.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @noah"));
});
