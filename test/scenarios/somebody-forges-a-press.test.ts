import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sign } from "@octokit/webhooks-methods";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { Delivery } from "../../local-github/webhooks/delivery.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, passed, repliesOn, waiting } from "../support/seen.ts";

const policy = "version: 1\napprovals: { low: [{ from: ['@acme/sre'] }] }\n";
const waits = waiting("Low risk: waits for 1 approval from @acme/sre");
const warning = "`@ines`: A press of the button came in your name, but GitHub's own record";

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
});

afterAll(async () => {
  await house.stop();
  expect(house.github.unhandledRequests).toEqual([]);
});

async function openPull(file: string): Promise<PullRequestScenario> {
  const pull = await shop.openPullRequest({ author: "maria", files: { [file]: `${file}\n` } });
  await house.settled();
  expect(checkOn(pull)).toEqual(waits);
  return pull;
}

/** Somebody presses (Jonas, whom no requirement names), and nobody hears of it but GitHub. */
function pressUnheard(pull: PullRequestScenario, by = "jonas"): Delivery {
  house.github.webhooks.dropNext("check_run");
  pull.pressCheckButton("approve", by);
  const press = house.github.webhooks.deliveries.at(-1);
  if (press?.event !== "check_run") throw new Error("there is no press");
  return press;
}

/** The press in Ines' name. */
function inTheNameOfInes(body: string): string {
  const ines = house.github.world.account("ines");
  return JSON.stringify({
    ...JSON.parse(body),
    sender: { id: ines?.id, login: "ines", type: "User" },
  });
}

/** Signed as GitHub would, under any id. */
async function deliver(body: string, guid: string): Promise<number> {
  const response = await fetch(`${house.url}/api/github/webhooks`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-delivery": guid,
      "x-github-event": "check_run",
      "x-hub-signature-256": await sign(house.github.app.webhookSecret, body),
    },
    body,
  });
  return response.status;
}

/** Each new title makes it look again, so that nobody has to wait for the next look. */
async function answered(pull: PullRequestScenario): Promise<boolean> {
  let looks = 0;
  return eventually(async () => {
    looks += 1;
    await pull.edit({ title: `Title ${looks}` }, "maria");
    await house.github.webhooks.settled();
    return repliesOn(pull).length > 0;
  });
}

test("a press that GitHub never delivered approves nothing, and who is named hears of it", async () => {
  const pull = await openPull("a.txt");
  const { body } = pressUnheard(pull);
  expect(await deliver(inTheNameOfInes(body), crypto.randomUUID())).toBe(202);
  expect(await answered(pull)).toBe(true);
  await house.settled();
  expect(checkOn(pull)).toEqual(waits);
  expect(repliesOn(pull)).toEqual([expect.stringContaining(warning)]);
});

test("nor does one under the id of another press", async () => {
  const pull = await openPull("b.txt");
  const { body, guid } = pressUnheard(pull);
  expect(await deliver(inTheNameOfInes(body), guid)).toBe(202);
  await house.settled();
  expect(checkOn(pull)).toEqual(waits);
  expect(repliesOn(pull)).toEqual([expect.stringContaining(warning)]);
});

test("nor does one that was overheard, and sent under another id", async () => {
  const pull = await openPull("c.txt");
  const { body } = pressUnheard(pull, "ines");
  expect(await deliver(body, crypto.randomUUID())).toBe(202);
  expect(await answered(pull)).toBe(true);
  await house.settled();
  expect(checkOn(pull)).toEqual(waits);
});

test("a press whose record comes late counts once it is there, over a restart", async () => {
  const pull = await openPull("d.txt");
  house.github.failNext({ path: "/app/hook/deliveries", status: 503, times: 3 });
  pull.pressCheckButton("approve", "ines");
  await house.github.webhooks.settled();
  await house.restart();
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});
