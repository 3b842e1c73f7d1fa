import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import { expectGolden } from "../support/golden.ts";
import { type House, startHouse } from "../support/house.ts";
import { finish, type GatedShop, openGatedShop } from "../support/shop-with-gates.ts";
import { pushesJudged, releasesDrafted } from "../support/worked-off.ts";

const policy = `version: 1
roles: { change-manager: ['@tom', '@ada'], release-manager: ['@acme/sre'] }
releases: [{ tags: 'v*' }]
approvals:
  low: &sre [{ name: reliability, from: ['@acme/sre'] }]
  medium: *sre
  high: *sre
  critical: *sre
emergency:
  declare: [write]
  approvals: [{ name: on call, from: ['@acme/sre'] }]
  reviewWithin: 4h
environments: { production: {}, staging: {} }
`;

let house: House;
let gated: GatedShop;

beforeAll(async () => {
  house = await startHouse();
  gated = await openGatedShop(house, { policy, rules: ["production", "staging"] });
});

afterAll(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

/** Maria's change of one file, or of one file a commit. */
async function open(title: string, ...files: readonly string[]): Promise<PullRequestScenario> {
  const commits = files.map((file) => ({
    message: `Write ${file}`,
    files: { [file]: `${title}\n` },
  }));
  const pull = await gated.shop.openPullRequest({ author: "maria", title, commits });
  await house.settled();
  return pull;
}

async function approve(pull: PullRequestScenario): Promise<void> {
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
}

async function merge(
  pull: PullRequestScenario,
  method: "merge" | "squash" | "rebase" = "squash",
): Promise<void> {
  await pull.merge({ by: "jonas", method });
  await house.settled();
}

async function mergeEmergencyAndReviewIt(): Promise<void> {
  const pull = await open("fix: stop charging twice", "src/charge.ts");
  pull.comment("maria", "/emergency Customers are charged twice");
  await approve(pull);
  await merge(pull);
  pull.comment("tom", "/review successful It held");
  await house.settled();
}

async function mergeOverridden(): Promise<void> {
  const pull = await open("fix: refund what was charged twice", "src/refund.ts");
  pull.comment("ada", "/override Everybody of reliability is ill");
  await house.settled();
  await merge(pull);
}

async function mergeByQueue(): Promise<void> {
  for (const part of ["count", "sort"]) {
    const pull = await open(`feat(cart): ${part} items`, `src/${part}.ts`);
    await approve(pull);
    await pull.enqueue("maria");
    await house.settled();
  }
  const group = await gated.shop.formMergeGroup({ size: 2 });
  await house.settled();
  await gated.shop.mergeGroup(group);
  await house.settled();
}

async function mergeCommitByCommit(): Promise<void> {
  for (const method of ["rebase", "merge"] as const) {
    const pull = await open(
      `feat: arrive by ${method}`,
      `src/${method}-1.ts`,
      `src/${method}-2.ts`,
    );
    await approve(pull);
    await merge(pull, method);
  }
}

async function deployToStaging(): Promise<void> {
  const pull = await open("docs: explain carts", "docs/carts.md");
  await approve(pull);
  await merge(pull);
  const run = await gated.deploy("staging");
  pull.comment("noah", "/release staging");
  await house.settled();
  await finish(house, run, "staging");
}

/** The draft without what differs from run to run: SHAs, days, the ledger's numbers. */
function steady(body: string): string {
  const names = new Map<string, string>();
  const nameOf = (sha: string) => {
    const known = names.get(sha) ?? `${names.size + 1}`.padStart(7, "0");
    names.set(sha, known);
    return known;
  };
  return body
    .replaceAll(/\b[0-9a-f]{64}\b/g, "hash")
    .replaceAll(/\b[0-9a-f]{40}\b/g, (sha) => nameOf(sha.slice(0, 7)).padEnd(40, "f"))
    .replaceAll(/`([0-9a-f]{7})`/g, (_all, sha) => `\`${nameOf(sha)}\``)
    .replaceAll(/\d{4}-\d\d-\d\d/g, "2026-11-01")
    .replaceAll(/Ledger entry \d+/g, "Ledger entry 100")
    .replaceAll(house.github.url, "https://github.example");
}

test("a draft tells emergencies, overrides, what came past the rules, and where each environment can go back to", async () => {
  const { shop } = gated;
  await gated.deployFirst("production");
  await shop.tags.push("v1.0.0", "tom");
  await releasesDrafted(house);

  await mergeEmergencyAndReviewIt();
  await mergeOverridden();
  await mergeByQueue();
  await mergeCommitByCommit();
  await deployToStaging();
  await gated.merge("unapproved");
  await shop.push("main", "tom", [{ message: "Patch by hand @all", files: { "src/x.ts": "1\n" } }]);
  await pushesJudged(house);
  await shop.tags.push("v1.1.0", "tom");
  await releasesDrafted(house);

  const [draft, ...others] = shop.releases("v1.1.0");
  expect(others).toEqual([]);
  expectGolden("release/drafted-by-the-server.md", `${steady(draft?.body ?? "")}\n`);
}, 180_000);
