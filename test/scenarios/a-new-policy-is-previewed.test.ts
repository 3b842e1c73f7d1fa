import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, summaryOn, waiting } from "../support/seen.ts";

const path = ".github/sluice.yml";
const today = "version: 1\napprovals: { high: [{ from: ['@acme/sre'] }] }\n";
const waitsForSre = waiting("Critical risk: waits for 1 approval from @acme/sre");

let house: House;
let acme: OrganisationScenario;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
  shop = await openRepository(acme, "shop", { policy: today });
  for (const size of [3, 400, 5]) {
    const code = Array.from({ length: size }, (_, line) => `export const a${line} = ${size};\n`);
    const pull = await shop.openPullRequest({
      author: "maria",
      title: `Add ${size} lines`,
      files: { [`src/of-${size}.ts`]: code.join("") },
    });
    await house.settled();
    await pull.merge({ by: "jonas" });
    await house.settled();
  }
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

async function propose(
  repository: RepositoryScenario,
  files: Readonly<Record<string, string | null>>,
  sketch: Partial<Parameters<RepositoryScenario["openPullRequest"]>[0]> = {},
): Promise<PullRequestScenario> {
  const pull = await repository.openPullRequest({ author: "maria", files, ...sketch });
  await house.settled();
  return pull;
}

const reads = () => house.github.calls.get("graphql ReadPolicy") ?? 0;

test("the check says what the new policy would do to the last changes; the verdict is the old one's", async () => {
  const policy = `${today}risk: { levels: { high: 100, critical: 101 } }\n`;
  const pull = await propose(shop, { [path]: policy });
  expect(checkOn(pull)).toEqual(waitsForSre);
  const summary = summaryOn(pull);
  expect(summary).toContain(
    "The level high would begin at a score of 100 (today: at a score of 30).",
  );
  expect(summary).toContain("**The last 3 changes**");
  expect(summary).toContain("| High risk | 1 | 0 |");
  expect(summary).toMatch(
    /No longer held \(1\):\n\n- \[#2\]\(.*\/acme\/shop\/pull\/2\) Add 400 lines: high → medium\n/,
  );
});

test("a file with problems is noted on its lines, and decides nothing", async () => {
  const pull = await propose(shop, { [path]: `${today}mode: sometimes\n` });
  expect(checkOn(pull)).toEqual(waitsForSre);
  expect(pull.checkRun?.annotations).toMatchObject([{ path, startLine: 3, title: "mode" }]);

  await pull.push({ files: { [path]: `${today}mode: observe\n` } });
  await house.settled();
  expect(checkOn(pull)).toEqual(waitsForSre);
  expect(pull.checkRun?.annotations).toEqual([]);
  expect(summaryOn(pull)).toContain("The policy would only observe");
});

test("the file is read once for a head, and never for other changes", async () => {
  const before = reads();
  const pull = await propose(shop, { [path]: `# A remark\n${today}` });
  pull.review({ by: "jonas", state: "approve" });
  await pull.label(["policy"], "jonas");
  await propose(shop, { "src/b.ts": "export const b = 1;\n" });
  expect(summaryOn(pull)).toContain("It says the same as the policy of today.");
  expect(reads() - before).toBe(1);
});

test("a file that GitHub does not give keeps no verdict back, and is asked for again", async () => {
  house.github.failNext({ path: "ReadPolicy", status: 502 });
  const pull = await propose(shop, { [path]: "version: 1\n" });
  expect(checkOn(pull)).toEqual(waitsForSre);
  expect(summaryOn(pull)).toContain("There is none: GitHub can't be reached");

  await pull.label(["policy"], "jonas");
  await house.settled();
  expect(summaryOn(pull)).toContain("A change of high risk would ask for no approval");
});

test("a fork's policy is read like any other", async () => {
  const from = shop.fork("eve");
  const pull = await propose(shop, { [path]: "version: 1\n" }, { author: "eve", from });
  expect(summaryOn(pull)).toContain("A change of high risk would ask for no approval");
});

test("the organisation's new policy is tried on the changes of all its repositories", async () => {
  const policies = await openRepository(acme, ".github", { policy: null });
  await policies.push("main", "tom", [{ files: { [path]: "version: 1\nmode: observe\n" } }]);
  await house.settled();
  const strict = "version: 1\napprovals: { low: [{ from: [admin] }] }\n";
  const pull = await propose(policies, { [path]: strict });
  const summary = summaryOn(pull);
  expect(summary).toContain("### What the organisation's new policy would do");
  expect(summary).toContain("**The last 3 changes of the organisation**");
  expect(summary).toContain("| Approvals asked | 0 | 3 |");
});
