import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, passed, summaryOn, waiting } from "../support/seen.ts";

const policy = "version: 1\napprovals: { low: [{ from: ['@acme/sre'] }] }\n";
const waitsForSre = waiting("Low risk: waits for 1 approval from @acme/sre");
const files = (name: string) => ({ [`src/${name}.ts`]: `export const ${name} = 1;\n` });

let house: House;
let acme: OrganisationScenario;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
  shop = await openRepository(acme, "shop", { policy });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** Ines approves in vain, Noah's approval counts. */
async function expectInesRefused(pull: PullRequestScenario, deed: RegExp): Promise<void> {
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(waitsForSre);
  expect(summaryOn(pull)).toMatch(deed);

  pull.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @noah"));
}

test.each([
  {
    name: "wrote one of its commits",
    commits: [{ files: files("a") }, { author: "ines", files: files("b") }],
    deed: /- `@ines` wrote commit `\w{7}`: someone else has to approve/,
  },
  {
    name: "committed what Maria wrote",
    commits: [{ committer: "ines", files: files("a") }],
    deed: /- `@ines` committed `\w{7}`: someone else has to approve/,
  },
  {
    name: "is named as a co-author",
    commits: [
      {
        message: "Add a\n\nCo-authored-by: Ines Duarte <ines@example.com>",
        files: files("a"),
      },
    ],
    deed: /- `@ines` co-authored `\w{7}`: someone else has to approve/,
  },
  {
    name: "made a suggestion that Maria applied",
    commits: [
      { files: files("a") },
      {
        committer: "web-flow",
        message: "Update src/a.ts\n\nCo-authored-by: ines <INES@example.com>",
        files: { "src/a.ts": "export const a = 2;\n" },
      },
    ],
    deed: /- `@ines` co-authored `\w{7}`: someone else has to approve/,
  },
])("who $name does not approve it", async ({ commits, deed }) => {
  const pull = await shop.openPullRequest({ author: "maria", commits });

  await expectInesRefused(pull, deed);
});

test("who pushed last does not approve it, whoever wrote the commit", async () => {
  const pull = await shop.openPullRequest({ author: "maria", files: files("a") });
  await pull.push({ by: "ines", author: "maria", files: files("b") });

  await expectInesRefused(pull, /- `@ines` pushed last: someone else has to approve/);
});

test("pushing the commit to another branch in somebody's name does not hide who pushed it", async () => {
  house.github.user("helper[bot]");
  const pull = await shop.openPullRequest({ author: "maria", files: files("a") });
  const head = await pull.push({ by: "ines", author: "maria", files: files("b") });
  await shop.pushCommit("elsewhere", head, "helper[bot]");

  await expectInesRefused(pull, /- `@ines` pushed last: someone else has to approve/);
});

test("who pushed earlier may approve what somebody else pushed since", async () => {
  const pull = await shop.openPullRequest({ author: "maria", files: files("a") });
  await pull.push({ by: "ines", author: "maria", files: files("b") });
  await pull.push({ by: "jonas", author: "maria", files: files("c") });
  pull.review({ by: "ines", state: "approve" });
  await house.settled();

  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});

test("a branch that is merged in brings its authors along", async () => {
  const side = await shop.push("side", "ines", [{ files: files("side") }]);
  const pull = await shop.openPullRequest({ author: "maria", files: files("a") });
  await pull.push({ author: "maria", merge: side, files: files("side") });

  await expectInesRefused(pull, /- `@ines` wrote commit `\w{7}`: someone else has to approve/);
});

test("bringing the branch up to date makes nobody of main an author, but its pusher a pusher", async () => {
  const first = await shop.openPullRequest({ author: "maria", files: files("a") });
  const second = await shop.openPullRequest({ author: "maria", files: files("b") });
  await shop.push("main", "ines", [{ files: files("main") }]);
  await first.updateBranch("maria");
  await second.updateBranch("ines");

  first.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(first)).toEqual(passed("Low risk: approved by @ines"));

  await expectInesRefused(second, /- `@ines` wrote commit `\w{7}`: someone else has to approve/);
});

test("an address that maps to nobody is shown, and keeps nobody from approving", async () => {
  const stranger = { name: "Ines", email: "ines@old-laptop.local" };
  const pull = await shop.openPullRequest({
    author: "maria",
    commits: [{ author: stranger, files: files("a") }],
  });
  pull.review({ by: "ines", state: "approve" });
  await house.settled();

  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
  expect(summaryOn(pull)).toContain("### Worth knowing");
  expect(summaryOn(pull)).toMatch(
    /- 1 commit by addresses that map to no account \(.*old-laptop.*\): Sluice can't tell who that is/,
  );
});

test("a policy may allow what this one forbids", async () => {
  const lab = await openRepository(acme, "lab", {
    policy: `${policy}approvers: { mayNotBe: [author] }\n`,
  });
  const pull = await lab.openPullRequest({
    author: "maria",
    commits: [{ committer: "ines", files: files("a") }],
  });
  pull.review({ by: "ines", state: "approve" });
  await house.settled();

  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});
