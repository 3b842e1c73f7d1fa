import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { WorkflowRunScenario } from "../../local-github/scenario/workflow-run.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";

const policy = `version: 1
roles: { release-manager: ['@acme/sre'] }
approvals: { low: [{ from: ['@acme/sre'] }] }
environments: { production: {} }
`;

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
  shop.environment("production").enableRule();
  shop.environment("preview").enableRule();
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

let pulls = 0;
async function merged({ approved = true } = {}): Promise<PullRequestScenario> {
  pulls += 1;
  const files = { [`src/${pulls}.ts`]: `${pulls}\n` };
  const pull = await shop.openPullRequest({ author: "maria", files });
  if (approved) pull.review({ by: "ines", state: "approve" });
  await house.settled();
  await pull.merge({ by: "tom", bypass: !approved });
  await house.settled();
  return pull;
}

async function deploy(environment = "production", commit?: string): Promise<WorkflowRunScenario> {
  const sha = commit ?? (await shop.sha());
  const run = await shop.startRun({ by: "jonas", sha, jobs: [{ environment }] });
  await house.settled();
  return run;
}

/** What the pull request's comment says of its deployments, without commits. */
function toldOf(pull: PullRequestScenario): readonly string[] {
  const comments = pull.comments.filter(({ body }) =>
    body.startsWith("<!-- sluice:deployments -->"),
  );
  expect(comments.length).toBeLessThanOrEqual(1);
  const lines = comments.flatMap(({ body }) => body.split("\n"));
  return lines
    .filter((line) => line.startsWith("- "))
    .map((line) =>
      line
        .replace(/^- /, "")
        .replace(/ <!-- .*/, "")
        .replaceAll(/`[0-9a-f]{7}`/g, "sha"),
    );
}

async function release(run: WorkflowRunScenario, pull: PullRequestScenario): Promise<void> {
  pull.comment("ines", "/release production it may be the first");
  await house.settled();
  await finish(run);
}

async function finish(run: WorkflowRunScenario, outcome?: "failure"): Promise<void> {
  await run.finish("production", outcome);
  await house.settled();
}

test("one comment follows a change through its deployments", async () => {
  const first = await merged();
  await release(await deploy(), first);

  const change = await merged({ approved: false });
  const run = await deploy();
  expect(toldOf(change)).toEqual([
    `**Deployment to \`production\` waits** for \`#${change.number}\` to be approved (1 approval from \`@acme/sre\`). (sha)`,
  ]);
  change.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(toldOf(change)).toEqual(["**Deployment to `production` is released.** (sha)"]);
  await finish(run);
  expect(toldOf(change)).toEqual(["**Deployment to `production` succeeded.** (sha)"]);
});

test("a change is told that its deployment failed, or was rolled back", async () => {
  const good = await merged();
  const goodSha = await shop.sha();
  await finish(await deploy());
  const bad = await merged();
  await finish(await deploy());
  await finish(await deploy("production", goodSha));
  expect(toldOf(bad)).toEqual(["**Deployment to `production` was rolled back** to sha. (sha)"]);
  expect(toldOf(good)).toEqual(["**Deployment to `production` succeeded.** (sha)"]);
  await finish(await deploy(), "failure");
  expect(toldOf(bad)).toEqual(["**Deployment to `production` failed.** (sha)"]);
});

test("nobody is told of an environment that no policy names", async () => {
  const first = await merged();
  const baseline = await deploy("preview");
  first.comment("ines", "/release preview it may be the first");
  await house.settled();
  await baseline.finish("preview");
  await house.settled();
  const change = await merged();
  const run = await deploy("preview");
  expect(run.answers("preview").map(({ state }) => state)).toEqual(["approved"]);
  expect(toldOf(change)).toEqual([]);
});
