import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";
import { readChangeName, runExplainChange } from "../../src/cli/explain-change.ts";
import { shortSha } from "../../src/core/text/words.ts";
import { installationToken } from "../local-github/client.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { RecordedIo } from "../support/command.ts";
import { expectGolden } from "../support/golden.ts";
import { environmentOf } from "../support/server-process.ts";

const policy = `version: 1
approvals:
  medium: [{ from: [write] }, { name: reliability, from: ['@acme/sre'] }]
`;

const migration = {
  title: "Store refunds",
  files: { "db/migrations/0007_refunds.sql": "create table refund (id bigint primary key);\n" },
};

let github: LocalGitHub;
let acme: OrganisationScenario;
let shop: RepositoryScenario;

beforeAll(async () => {
  github = await startLocalGitHub();
  acme = openAcme(github);
  shop = await openRepository(acme, "shop", { policy });
});

afterEach(() => expect(github.unhandledRequests).toEqual([]));
afterAll(() => github.stop());

async function explain(name: string, env: NodeJS.ProcessEnv, json = false) {
  const io = new RecordedIo({ cwd: ".", env: { ...environmentOf(github), ...env } });
  const change = readChangeName(name);
  if (change === null) throw new Error(`${name} names no change`);
  const code = await runExplainChange(change, { json }, io, Date.parse("2026-11-20T12:00:00Z"));
  return { code, ...io.written };
}

test("a pull request is explained from GitHub: verdict, requirements, who counts for what, factors", async () => {
  const refunds = await shop.openPullRequest({ author: "maria", ...migration });
  refunds.review({ by: "tom", state: "approve" });
  refunds.review({ by: "dora", state: "approve" });

  const asApp = await explain(`acme/shop#${refunds.number}`, {});

  expect(asApp.stderr).toBe("");
  expect(asApp.code).toBe(0);
  const stable = asApp.stdout.replaceAll(shortSha(refunds.headSha), "5d6e7f8");
  expectGolden("cli/explain-change.txt", stable);

  const token = await installationToken(github);
  const withToken = await explain(`acme/shop#${refunds.number}`, {
    APP_ID: "",
    PRIVATE_KEY: "",
    GITHUB_TOKEN: token,
  });
  expect(withToken).toEqual(asApp);
});

test("a program gets the decision as the ledger holds it", async () => {
  const refunds = await shop.openPullRequest({ author: "maria", ...migration });
  const { stdout } = await explain(`acme/shop#${refunds.number}`, {}, true);
  expect(JSON.parse(stdout)).toMatchObject({
    repository: "acme/shop",
    controlled: true,
    decision: { verdict: "waiting", level: "medium", type: "normal", head: refunds.headSha },
    approvals: [],
  });
});

test("what no policy controls is said to be so", async () => {
  const docs = await shop.openPullRequest({ author: "maria", ...migration });
  await docs.close("maria");
  const { code, stdout } = await explain(`acme/shop#${docs.number}`, {});
  expect(code).toBe(0);
  expect(stdout).toContain("Nothing to decide: the pull request is not open.");
});

test("a policy with problems is a finding", async () => {
  const broken = await openRepository(acme, "broken", { policy: "version: 2\n" });
  const change = await broken.openPullRequest({ author: "maria", ...migration });
  const { code, stdout } = await explain(`acme/broken#${change.number}`, {});
  expect(code).toBe(1);
  expect(stdout).toContain("Critical risk");
});

test.each<[string, string, NodeJS.ProcessEnv, RegExp]>([
  ["a number that is not there", "acme/shop#999", {}, /shows no pull request acme\/shop#999/],
  ["a repository without the app", "nobody/nothing#1", {}, /not installed on nobody\/nothing/],
  ["no credentials at all", "acme/shop#1", { APP_ID: "", PRIVATE_KEY: "" }, /Set GITHUB_TOKEN/],
  [
    "a token that is not valid",
    "acme/shop#1",
    { GITHUB_TOKEN: "ghp_wrong" },
    /is valid and may read/,
  ],
])("refused with exit code 2, and how to right it: %s", async (_name, change, env, words) => {
  const { code, stderr, stdout } = await explain(change, env);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(words);
  expect(stderr).not.toContain("ghp_wrong");
});

test.each(["acme/shop#0", "acme/shop", "shop#1", "main..feature", "a/b/c#1", "acme/shop#1x"])(
  "%s names no pull request",
  (text) => expect(readChangeName(text)).toBeNull(),
);
