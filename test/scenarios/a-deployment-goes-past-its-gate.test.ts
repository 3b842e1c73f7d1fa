import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";

const policy = `version: 1
approvals: { low: [{ from: ['@acme/sre'] }] }
environments: { production: { firstDeployment: accept } }
`;

let house: House;
let shop: RepositoryScenario;

beforeEach(async () => {
  house = await startHouse();
});

afterEach(async () => {
  const unhandled = [...house.github.unhandledRequests];
  await house.stop();
  expect(unhandled).toEqual([]);
});

async function openShop(): Promise<void> {
  const acme = openAcme(house.github);
  house.github.user("spinnaker[bot]");
  shop = await openRepository(acme, "shop", { policy: "version: 1\n" });
}

/** The policy arrives, a minute ago by the server's clock: GitHub's has seconds only. */
async function control(text = policy): Promise<void> {
  house.setClock(Date.now() - 60_000);
  await pushPolicy(text);
}

async function pushPolicy(text: string): Promise<void> {
  await shop.push("main", "maria", [{ message: "Policy", files: { ".github/sluice.yml": text } }]);
  await house.settled();
}

/** A change that nobody approved is on main. */
async function mergeUnapproved(): Promise<void> {
  const pull = await shop.openPullRequest({ author: "maria", files: { "src/a.ts": "1\n" } });
  await house.settled();
  await pull.merge({ by: "tom", bypass: true });
  await house.settled();
}

async function startRun() {
  const run = await shop.startRun({ by: "jonas", jobs: [{ environment: "production" }] });
  await house.settled();
  return run;
}

/** The titles of the issues about deployments. */
function accused(): readonly string[] {
  return shop
    .issues("unauthorised-change")
    .map(({ title }) => title)
    .filter((title) => title.includes("deployed"));
}

/** What the one issue about a deployment says of who deployed, and how it got past. */
function story(): string {
  const [issue] = shop
    .issues("unauthorised-change")
    .filter(({ title }) => title.includes("deployed"));
  const [, who = "", , how = ""] = issue?.body.split("\n\n") ?? [];
  return `${who.replace(/^.*UTC\. | See .*$/g, "")} ${how}`.replaceAll("`", "");
}

async function expectedTitle(environment = "production"): Promise<string> {
  const commit = (await shop.sha()).slice(0, 7);
  return `Unauthorised change: \`${commit}\` was deployed to ${environment} without a released gate`;
}

test("an administrator who starts a waiting job is on record, once", async () => {
  await openShop();
  await control();
  shop.environment("production").enableRule();
  const first = await startRun();
  await first.finish("production");
  await house.settled();
  expect(accused()).toEqual([]);

  await mergeUnapproved();
  const run = await startRun();
  expect(run.job("production").state).toBe("waiting");
  await run.bypass("production", "tom");
  await house.settled();
  expect(accused()).toEqual([await expectedTitle()]);
  expect(story()).toBe(
    "@jonas started the run that deployed it. The job started past Sluice's protection rule. By GitHub's list of approvals @tom let it deploy there. Its gate was still waiting when it started.",
  );
  await run.finish("production");
  await house.settled();
  await house.restart();
  await house.settled();
  expect(accused()).toHaveLength(1);
});

test("a job in an environment without our rule is on record", async () => {
  await openShop();
  await control();
  const run = await startRun();
  expect(run.job("production").state).toBe("in_progress");
  expect(accused()).toEqual([await expectedTitle()]);
  expect(story()).toBe(
    "@jonas started the run that deployed it. Sluice is not among the deployment protection rules of production, so that the job asked nobody.",
  );
});

test("a deployment of the API that starts past its status is on record", async () => {
  await openShop();
  await control();
  const waits = await shop.deploy("spinnaker[bot]", { ref: "main", environment: "production" });
  await house.settled();
  waits?.say("success", "spinnaker[bot]");
  await house.settled();
  expect(accused()).toEqual([]);

  const { url } = await shop.startRun({ by: "maria", jobs: [{ name: "tests" }] });
  await mergeUnapproved();
  const made = await shop.deploy("spinnaker[bot]", { ref: "main", environment: "production" });
  await house.settled();
  expect(accused()).toEqual([]);
  // Somebody else's run, of another commit.
  made?.say("in_progress", "spinnaker[bot]", { logUrl: `${url}/job/1` });
  await house.settled();
  expect(accused()).toEqual([await expectedTitle()]);
  expect(story()).toBe(
    "@spinnaker[bot] made the deployment through GitHub's API. It did not wait for its status sluice/deploy: production. Its gate was still waiting when it started.",
  );
});

test.each([
  ["no policy names the environment", "version: 1\n# nothing else\n"],
  ["the policy only observes", `${policy}mode: observe\n`],
])("nobody is accused where %s", async (_name, policyText) => {
  await openShop();
  await control(policyText);
  await startRun();
  expect(accused()).toEqual([]);
});

test("what started before the policy named the environment is the known past", async () => {
  await openShop();
  const before = await startRun();
  await pushPolicy(policy);
  await before.finish("production");
  await house.settled();
  expect(accused()).toEqual([]);
});
