import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";

const hourMs = 3_600_000;
const policy = `version: 1
environments: { 'prod*': { firstDeployment: accept }, staging: {} }
`;

let house: House;
let shop: RepositoryScenario;

beforeEach(async () => {
  house = await startHouse();
});

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

/** A repository with the app's rule in these environments; then its policy arrives. */
async function open(rules: readonly string[], text = policy): Promise<void> {
  shop = await openRepository(openAcme(house.github), "shop", { policy: "version: 1\n" });
  for (const name of rules) shop.environment(name).enableRule();
  await house.settled();
  await pushPolicy(text);
}

async function pushPolicy(text: string): Promise<void> {
  await shop.push("main", "maria", [{ message: "Policy", files: { ".github/sluice.yml": text } }]);
  await house.settled();
}

/** How often the environments were listed. */
function looks(): number {
  return house.github.calls.get("GET /repos/{owner}/{repo}/environments") ?? 0;
}

/** The first sweep of the next hour has looked at the rules. */
async function anHourLater(hours = 1): Promise<void> {
  const before = looks();
  house.setClock(Date.now() + hours * hourMs);
  await house.restart();
  await eventually(() => looks() > before);
  await house.settled();
}

/** Which environments issues say to have lost their rule. */
function accused(): readonly string[] {
  return shop
    .issues("unauthorised-change")
    .flatMap(({ title }) => /the protection rule of (.+) is gone/.exec(title)?.[1] ?? []);
}

test("a rule that is taken off is reported, once; and once more when it comes back and goes again", async () => {
  await open(["production", "prod-eu", "staging"]);
  await anHourLater();
  expect(accused()).toEqual([]);

  shop.environment("production").disableRule();
  await anHourLater(2);
  expect(accused()).toEqual(["production"]);
  await anHourLater(3);
  expect(accused()).toEqual(["production"]);

  shop.environment("production").enableRule();
  await anHourLater(4);
  shop.environment("production").disableRule();
  await anHourLater(5);
  expect(accused()).toEqual(["production", "production"]);
});

test("a rule that was there only while a job asked is known too", async () => {
  await open([]);
  shop.environment("production").enableRule();
  await shop.startRun({ by: "jonas", jobs: [{ environment: "production" }] });
  await house.settled();
  shop.environment("production").disableRule();
  await anHourLater();
  expect(accused()).toEqual(["production"]);
});

test.each<[string, () => Promise<void>]>([
  [
    "never had the rule: it is deployed to through the API",
    async () => {
      await open([]);
      house.github.user("spinnaker[bot]");
      await shop.deploy("spinnaker[bot]", { ref: "main", environment: "production" });
      await house.settled();
    },
  ],
  [
    "lost it before a policy named it",
    async () => {
      await open(["production"], "version: 1\n# nothing else\n");
      await shop.startRun({ by: "jonas", jobs: [{ environment: "production" }] });
      await house.settled();
      shop.environment("production").disableRule();
      // Another moment than that of the job, by the server's clock.
      house.setClock(Date.now() + 60_000);
      await pushPolicy(policy);
    },
  ],
  [
    "has the rules of another app only",
    async () => {
      await open([]);
      shop.environment("production").enableRule("guardian");
    },
  ],
  [
    "is not named any more",
    async () => {
      await open(["production"]);
      await pushPolicy("version: 1\nenvironments: { staging: {} }\n");
      shop.environment("production").disableRule();
    },
  ],
])("nobody is accused where an environment %s", async (_name, prepare) => {
  await prepare();
  await anHourLater();
  await anHourLater(2);
  expect(accused()).toEqual([]);
});
