import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, passed, waiting } from "../support/seen.ts";

const policy = "version: 1\napprovals: { low: [{ from: ['@acme/sre'] }] }\n";
const held = 'sluice_reconciles_total{kind="history",outcome="held"}';
const hourMs = 3_600_000;

let house: House;
let acme: OrganisationScenario;
let pull: PullRequestScenario;

beforeEach(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
  const shop = await openRepository(acme, "shop", { policy });
  pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
  await house.settled();
});

afterEach(async () => {
  await house.stop();
  expect(house.github.unhandledRequests).toEqual([]);
});

const looks = () => house.github.calls.get("graphql LookAtPast") ?? 0;

test("an approval still opens the merge; the past of a new repository is read in the next hour", async () => {
  house.github.rateLimit.leave(house.github.app.installationId, 900);
  await pull.edit({ title: "Now GitHub says how little is left" }, "maria");
  await house.settled();
  const before = looks();

  const till = await openRepository(acme, "till", { policy });
  const other = await till.openPullRequest({ author: "maria", files: { "b.txt": "b\n" } });
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
  expect(checkOn(other)).toEqual(waiting("Low risk: waits for 1 approval from @acme/sre"));
  expect(await eventually(async () => (await house.metric(held)) > 0)).toBe(true);
  expect(looks()).toBe(before);

  house.setClock(Date.now() + hourMs + 60_000);
  expect(await eventually(() => looks() > before)).toBe(true);
});

test("what is urgent, and how long it waits, can be seen", async () => {
  for (const rank of ["first", "usual", "background"]) {
    const name = `sluice_queue_oldest_ready_seconds{rank="${rank}"}`;
    expect(await house.metric(name)).toBe(0);
  }
  const { installationId } = house.github.app;
  const left = `sluice_github_budget_left{installation="${installationId}",resource="core"}`;
  expect(await house.metric(left)).toBeGreaterThan(0.9);
});
