import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { Fault } from "../../local-github/http/faults.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, passed } from "../support/seen.ts";

const policy = `version: 1
standard:
  - { name: documentation, when: { onlyFiles: ['docs/**'] } }
`;

const failedAttempts = 'sluice_reconciles_total{kind="change",outcome="failed"}';
const doneAttempts = 'sluice_reconciles_total{kind="change",outcome="done"}';

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
  await house.settled();
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

test.each<[string, Fault]>([
  ["answers 502", { status: 502, times: 2 }],
  [
    "asks for patience",
    {
      status: 403,
      message: "You have exceeded a secondary rate limit.",
      headers: { "retry-after": "1" },
    },
  ],
  ["breaks off in the middle of a write", { path: "createCheckRun", loseAnswer: true }],
])("GitHub %s: the change waits, and is decided when GitHub is back", async (name, fault) => {
  const isPast = async (name: string, before: number) =>
    eventually(async () => (await house.metric(name)) > before);
  const failedBefore = await house.metric(failedAttempts);
  const doneBefore = await house.metric(doneAttempts);
  house.github.failNext(fault);
  const docs = await shop.openPullRequest({
    author: "maria",
    files: { [`docs/${name}.md`]: `# ${name}\n` },
  });

  expect(await isPast(failedAttempts, failedBefore)).toBe(true);
  expect(await isPast(doneAttempts, doneBefore)).toBe(true);
  await house.settled();

  expect(checkOn(docs)).toEqual(passed("Low risk: standard change, nothing to approve"));
  expect(await shop.checkRuns(docs.headSha)).toHaveLength(1);
  expect(commentsOn(docs)).toEqual([]);
  expect(docs.labels).toEqual(["risk: low", "change: standard"]);
  expect(await house.metric('sluice_queue_keys{state="dead"}')).toBe(0);
});

test("what is left of the hour's calls can be watched", async () => {
  await shop.openPullRequest({ author: "maria", files: { "docs/budget.md": "# Budget\n" } });
  await house.settled();
  const { installationId } = house.github.app;
  const left = await house.metric(
    `sluice_github_budget_left{installation="${installationId}",resource="graphql"}`,
  );
  expect(left).toBeGreaterThan(0.9);
  expect(left).toBeLessThan(1);
});
