import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { WorkflowRunScenario } from "../../local-github/scenario/workflow-run.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";

const policy = `version: 1
roles: { release-manager: ['@acme/sre'] }
risk: { rules: [{ name: everything, when: { files: ['**'] }, atLeast: high }] }
approvals: { high: [{ from: ['@acme/sre'] }] }
environments: { production: {} }
`;

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
  shop.environment("production").enableRule();
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

let pulls = 0;
async function openPull(): Promise<PullRequestScenario> {
  pulls += 1;
  const files = { [`src/${pulls}.ts`]: `${pulls}\n` };
  const pull = await shop.openPullRequest({ author: "maria", files });
  await house.settled();
  return pull;
}

async function deploy(): Promise<WorkflowRunScenario> {
  const run = await shop.startRun({ by: "jonas", jobs: [{ environment: "production" }] });
  await house.settled();
  return run;
}

function saidOf(run: WorkflowRunScenario) {
  return run.answers("production").map(({ state, comment }) => ({ state, comment }));
}

test("a job waits until its change is approved", async () => {
  const first = await openPull();
  first.review({ by: "ines", state: "approve" });
  await house.settled();
  await first.merge({ by: "jonas" });
  await house.settled();

  const baseline = await deploy();
  expect(saidOf(baseline)).toEqual([
    { state: "pending", comment: expect.stringContaining("a release-manager to accept") },
  ]);
  first.comment("ines", "/release production the first one");
  await house.settled();
  expect(saidOf(baseline).at(-1)?.state).toBe("approved");
  await baseline.finish("production");
  await house.settled();

  const second = await openPull();
  await second.merge({ by: "tom", bypass: true });
  await house.settled();
  const run = await deploy();
  expect(saidOf(run)).toEqual([
    { state: "pending", comment: expect.stringContaining(`\`#${second.number}\` to be approved`) },
  ]);
  second.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(saidOf(run).at(-1)?.state).toBe("approved");
  expect(run.job("production").state).toBe("in_progress");
  expect(run.answers("production")).toHaveLength(2);
});
