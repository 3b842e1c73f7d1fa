import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { summaryOn } from "../support/seen.ts";

const policy = "version: 1\napprovals: { critical: [{ from: [write] }] }\n";
const noHistory = "no history of this repository yet";

let house: House;
let shop: RepositoryScenario;
let edits = 0;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", {
    policy,
    files: { "src/price.ts": "export const price = 0;\n" },
  });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

async function open(author: string, title: string): Promise<PullRequestScenario> {
  edits += 1;
  const files = { "src/price.ts": `export const price = ${edits};\n` };
  const pull = await shop.openPullRequest({ author, title, files });
  await house.settled();
  return pull;
}

/** What the factor table says of a factor, with its points where it has some. */
function factor(pull: PullRequestScenario, name: string): string | undefined {
  const row = summaryOn(pull)
    .split("\n")
    .find((line) => line.includes(`| \`${name}\` |`));
  return row?.replaceAll("|", " ").replaceAll("`", "").replace(/\s+/g, " ").trim();
}

/** How many repairs of the file are known, as a change sees that is opened now. */
async function knownRepairs(): Promise<string | undefined> {
  return factor(await open("ines", "Change the price"), "hotspot");
}

test("while nothing is known of the past, the check says which factors are not there", async () => {
  const pull = await open("maria", "fix: the price");
  for (const name of ["hotspot", "contention", "newcomer", "unfamiliar"]) {
    expect(factor(pull, name)).toBe(`${name} ${noHistory}`);
  }
  await pull.merge({ by: "jonas" });
  await house.settled();
});

test("merged pull requests make the history: who worked where, and what was repaired", async () => {
  for (let merged = 1; merged < 10; merged++) {
    const fix = await open("maria", "fix: the price again");
    await fix.merge({ by: "jonas", method: merged % 2 === 0 ? "squash" : "rebase" });
    await house.settled();
  }
  const byJonas = await open("jonas", "Change the price");
  expect(factor(byJonas, "hotspot")).toBe(
    "+12 hotspot 10 fixes or reverts of src/price.ts in 180 days",
  );
  expect(factor(byJonas, "contention")).toBe(
    "+3 contention 1 other author in these source files in 90 days",
  );
  expect(factor(byJonas, "newcomer")).toBe("+4 newcomer no merged change of jonas here before");
  expect(factor(byJonas, "unfamiliar")).toBe(
    "+6 unfamiliar jonas touched 0 of 1 existing source file before",
  );
  const byMaria = await open("maria", "Change the price");
  expect(factor(byMaria, "newcomer")).toBe("newcomer 10 merged changes of maria here before");
  expect(factor(byMaria, "contention")).toBe(
    "contention no other author in these source files in 90 days",
  );
});

test("a merge counts once, whatever is delivered again and however often the server starts", async () => {
  const fix = await open("maria", "fix: once and for all");
  await fix.merge({ by: "jonas" });
  await house.settled();
  await house.restart();
  await fix.label(["done"], "maria");
  await fix.unlabel(["done"], "maria");
  await house.settled();
  expect(await knownRepairs()).toBe("+12 hotspot 11 fixes or reverts of src/price.ts in 180 days");
});

test("a push without a pull request counts too; what a pull request's merge pushed does not count again", async () => {
  await shop.push("main", "tom", [
    { message: "Prepare", files: { "src/price.ts": "export const price = -1;\n" } },
    { message: "hotfix: the price", files: { "src/price.ts": "export const price = -2;\n" } },
  ]);
  const known = "+12 hotspot 12 fixes or reverts of src/price.ts in 180 days";
  // A push waits a while for the news of a pull request that it may have merged.
  expect(await eventually(async () => (await knownRepairs()) === known)).toBe(true);
  expect(house.github.calls.get("GET /repos/{owner}/{repo}/commits/{ref}")).toBeUndefined();
});

test("a push to a pull request costs no more calls with a history than without", async () => {
  const pull = await open("ines", "Change the price");
  house.github.traffic.forget();
  await pull.push({ files: { "src/price.ts": "export const price = -3;\n" } });
  await house.settled();
  const calls = [...house.github.calls].filter(([route]) => !route.includes("access_tokens"));
  expect(calls).toEqual([
    ["GET /repos/{owner}/{repo}/compare/{basehead}", 1],
    ["graphql ObserveChange", 1],
    ["graphql ActOnChange", 1],
  ]);
});

test("a merged pull request costs no more calls than an open one", async () => {
  const pull = await open("ines", "Change the price");
  await shop.push("main", "tom", [{ files: { "docs/a.md": "# A\n" } }]);
  await house.settled();
  house.github.traffic.forget();
  await pull.merge({ by: "jonas" });
  await house.settled();
  const calls = [...house.github.calls].filter(([route]) => !route.includes("access_tokens"));
  const total = calls.reduce((sum, [, count]) => sum + count, 0);
  expect(total).toBeLessThanOrEqual(3);
  expect(house.github.traffic.writes).toEqual([]);
});
