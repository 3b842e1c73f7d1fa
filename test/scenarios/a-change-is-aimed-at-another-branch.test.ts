import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, passed, waiting } from "../support/seen.ts";

const policy = `version: 1
branches: [main, 'release/*']
risk:
  rules:
    - name: into a release
      when: { branches: ['release/*'] }
      atLeast: high
approvals:
  low: [{ from: [write] }]
  high: [{ from: ['@acme/sre'] }]
`;

const waitsForWriter = waiting("Low risk: waits for 1 approval from someone with write access");
const waitsForSre = waiting("High risk: waits for 1 approval from @acme/sre", "release/1");

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
  for (const branch of ["release/1", "experiment"]) {
    await shop.push(branch, "tom", [{ files: { "branch.txt": `${branch}\n` } }]);
  }
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

async function openSmall(base: string) {
  const files = { "src/a.ts": "export const a = 1;\n" };
  const pull = await shop.openPullRequest({ author: "maria", base, files });
  await house.settled();
  return pull;
}

test("what was approved for one branch is not approved for another: the check carries the branch", async () => {
  const pull = await openSmall("main");
  expect(checkOn(pull)).toEqual(waitsForWriter);
  pull.review({ by: "jonas", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @jonas"));

  await pull.edit({ base: "release/1" }, "maria");
  await house.settled();

  expect(checkOn(pull)).toEqual(waitsForSre);
  expect(pull.labels).toEqual(["change: normal", "risk: high"]);
  expect(commentsOn(pull)).toHaveLength(1);
  const names = (await shop.checkRuns(pull.headSha)).map(({ name }) => name);
  expect(names).toEqual(["change control: main", "change control: release/1"]);
});

test("aimed back at the first branch, its check is decided anew", async () => {
  const pull = await openSmall("main");
  const approval = pull.review({ by: "jonas", state: "approve" });
  await house.settled();
  await pull.edit({ base: "release/1" }, "maria");
  await house.settled();
  pull.dismiss(approval, "tom");
  await house.settled();
  const stale = (await shop.checkRuns(pull.headSha)).find(({ name }) => name.endsWith("main"));
  expect(stale?.conclusion).toBe("success");

  await pull.edit({ base: "main" }, "maria");
  await house.settled();

  const current = (await shop.checkRuns(pull.headSha)).find(({ name }) => name.endsWith("main"));
  expect(current).toMatchObject({ status: "in_progress", conclusion: null });
});

test("a branch that is not controlled gets nothing", async () => {
  const { writes } = house.github.traffic;
  const before = writes.length;

  const pull = await openSmall("experiment");

  expect(checkOn(pull)).toBeNull();
  expect(writes.slice(before)).toEqual([]);

  await pull.edit({ base: "main" }, "maria");
  await house.settled();
  expect(checkOn(pull)).toEqual(waitsForWriter);
});

test("a release branch is controlled by its pattern from the first push on", async () => {
  await shop.push("release/2", "tom", [{ files: { "branch.txt": "2\n" } }]);

  const pull = await openSmall("release/2");

  expect(checkOn(pull)).toEqual(
    waiting("High risk: waits for 1 approval from @acme/sre", "release/2"),
  );
});

test("when the default branch gets another name, the policy that names none follows it", async () => {
  const till = await openRepository(openAcme(house.github, "globex"), "till", {
    policy: "version: 1\napprovals: { low: [{ from: [write] }] }\n",
  });
  await till.push("trunk", "tom", [{ files: { "trunk.txt": "trunk\n" } }]);
  const files = { "src/a.ts": "export const a = 1;\n" };
  const pull = await till.openPullRequest({ author: "maria", base: "trunk", files });
  await house.settled();
  expect(checkOn(pull)).toBeNull();

  till.changeDefaultBranch("trunk", "tom");
  await house.settled();

  expect(checkOn(pull)).toEqual(
    waiting("Low risk: waits for 1 approval from someone with write access", "trunk"),
  );
});
