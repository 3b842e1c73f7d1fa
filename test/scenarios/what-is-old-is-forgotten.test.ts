import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { allRows } from "../support/all-rows.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, passed, waiting } from "../support/seen.ts";

const policy = "version: 1\napprovals: { low: [{ from: ['@acme/sre'] }] }\n";
const dayMs = 24 * 3_600_000;

let house: House;
let pull: PullRequestScenario;

beforeAll(async () => {
  house = await startHouse();
  const shop = await openRepository(openAcme(house.github), "shop", { policy });
  pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
  await pull.push({ files: { "b.txt": "b\n" } });
  await house.settled();
  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 approval from @acme/sre"));
});

afterAll(() => house.stop());

async function rowsOf(...tables: readonly string[]): Promise<readonly string[]> {
  const rows = await allRows({ databaseUrl: null, dataDir: house.dataDir });
  return tables.flatMap((table) => rows.get(table) ?? []);
}

/** The server's clock is so many days on, and it sweeps as it starts. */
async function afterDays(days: number): Promise<void> {
  house.setClock(Date.now() + days * dayMs);
  await house.restart();
}

test("deliveries are forgotten after 30 days, and nothing else; what they said goes on", async () => {
  const delivered = await rowsOf("delivery");
  const said = await rowsOf("push", "head_arrival", "change_head");
  const entries = await rowsOf("ledger_entry");
  expect(delivered.length).toBeGreaterThan(0);

  await afterDays(29);
  await house.settled();
  expect(await rowsOf("delivery")).toEqual(expect.arrayContaining([...delivered]));

  await afterDays(31);
  const isForgotten = async () =>
    (await rowsOf("delivery")).every((row) => !delivered.includes(row));
  expect(await eventually(isForgotten)).toBe(true);
  expect(await rowsOf("push", "head_arrival", "change_head")).toEqual(said);
  expect(await rowsOf("ledger_entry")).toEqual(expect.arrayContaining([...entries]));

  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});

test("who pushed what is forgotten after 180 days, the ledger never", async () => {
  const entries = await rowsOf("ledger_entry");
  const heads = await rowsOf("change_head");
  await afterDays(182);
  const isForgotten = async () =>
    (await rowsOf("push", "head_arrival")).length === 0 &&
    (await rowsOf("change_head")).every((row) => !heads.includes(row));
  expect(await eventually(isForgotten)).toBe(true);
  expect(await rowsOf("ledger_entry")).toEqual(expect.arrayContaining([...entries]));
});
