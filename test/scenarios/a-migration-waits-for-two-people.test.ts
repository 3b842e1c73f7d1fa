import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, passed, summaryOn, waiting } from "../support/seen.ts";

const policy = `version: 1
risk:
  rules:
    - name: database migration
      when: { files: ['**/migrations/**'] }
      atLeast: high
approvals:
  high:
    - { name: schema, from: ['@acme/dba'] }
    - { name: reliability, from: ['@acme/sre'] }
`;

const waitsForBoth = waiting(
  "High risk: waits for 1 approval from @acme/dba (schema) and 1 approval from @acme/sre (reliability)",
);
const waitsForSre = waiting("High risk: waits for 1 approval from @acme/sre (reliability)");

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  // Public, so that outsiders can review.
  shop = await openRepository(openAcme(house.github), "shop", { policy, private: false });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

async function openMigration(
  author = "maria",
  commit: { readonly author?: string } = {},
): Promise<PullRequestScenario> {
  const sql = { "db/migrations/0007_refunds.sql": "create table refund (id bigint);\n" };
  const pull = await shop.openPullRequest({ author, commits: [{ ...commit, files: sql }] });
  await house.settled();
  return pull;
}

test("the check says whose approval is missing, asks them, and opens when both have given it", async () => {
  const migration = await openMigration();

  expect(checkOn(migration)).toEqual(waitsForBoth);
  expect(migration.labels).toEqual(["risk: high", "change: normal"]);
  expect(migration.requestedReviewers).toEqual(["@dba", "@sre"]);
  expect(commentsOn(migration)).toEqual([
    expect.stringContaining("- **1 approval from `@acme/sre` (reliability).** Any member of"),
  ]);

  migration.review({ by: "dora", state: "approve" });
  await house.settled();
  expect(checkOn(migration)).toEqual(waitsForSre);
  expect(commentsOn(migration)).toEqual([
    expect.stringContaining("waits for 1 approval from `@acme/sre` (reliability).**"),
  ]);

  migration.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(migration)).toEqual(passed("High risk: approved by @dora and @ines"));
  expect(commentsOn(migration)).toEqual([
    expect.stringContaining("**Nothing more is needed from anybody.**"),
  ]);
});

test("who is not asked approves in vain, and is told why", async () => {
  house.github.user("helper[bot]");
  const migration = await openMigration();

  for (const by of ["jonas", "eve", "helper[bot]"]) migration.review({ by, state: "approve" });
  await house.settled();

  expect(checkOn(migration)).toEqual(waitsForBoth);
  expect(summaryOn(migration)).toContain(`### Reviews that do not count

- \`@eve\` approved, but no requirement names them
- \`@helper[bot]\` is not a person: a bot's approval never counts
- \`@jonas\` approved, but no requirement names them`);
});

test("nobody approves what they opened or wrote themselves", async () => {
  const ownWork = await openMigration("ines");
  expect(() => ownWork.review({ by: "ines", state: "approve" })).toThrow("Unprocessable");

  const foreign = await openMigration("maria", { author: "ines" });
  foreign.review({ by: "ines", state: "approve" });
  await house.settled();

  expect(checkOn(foreign)).toEqual(waitsForBoth);
  expect(summaryOn(foreign)).toContain(
    `- \`@ines\` wrote commit ${shortSha(foreign)}: someone else has to approve`,
  );

  foreign.review({ by: "noah", state: "approve" });
  foreign.review({ by: "dora", state: "approve" });
  await house.settled();
  expect(checkOn(foreign)).toEqual(passed("High risk: approved by @dora and @noah"));
});

test("a push makes it wait again: nobody has seen the new commit", async () => {
  const migration = await approvedMigration();
  const seen = shortSha(migration);

  await migration.push({
    files: { "db/migrations/0008_index.sql": "create index i on refund;\n" },
  });
  await house.settled();

  expect(checkOn(migration)).toEqual(waitsForBoth);
  expect(summaryOn(migration)).toContain(
    `- \`@ines\` approved ${seen} by review, but the diff changed since: needs to approve ${shortSha(migration)}`,
  );
  expect(migration.requestedReviewers).toEqual(["@dba", "@sre"]);
});

test("a force-push back to the approved commit counts its approvals again, and only those", async () => {
  const migration = await approvedMigration();
  const approved = migration.headSha;
  await migration.push({ files: { "db/migrations/0008_drop.sql": "drop table refund;\n" } });
  // A clock would call this the newer approval; it names another commit.
  migration.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(checkOn(migration)).toEqual(
    waiting("High risk: waits for 1 approval from @acme/dba (schema)"),
  );

  await migration.reset(approved, "maria");
  await house.settled();

  expect(checkOn(migration)).toEqual(passed("High risk: approved by @dora and @ines"));
  expect(summaryOn(migration)).toMatch(
    /- `@noah` approved `\w{7}` by review, but the diff changed since/,
  );
});

test("who pushes the approved commit back is its last pusher, and may not approve it", async () => {
  const migration = await approvedMigration();
  const approved = migration.headSha;
  await migration.push({ files: { "db/migrations/0008_drop.sql": "drop table refund;\n" } });
  await house.settled();

  await migration.reset(approved, "dora");
  await house.settled();

  expect(checkOn(migration)).toEqual(
    waiting("High risk: waits for 1 approval from @acme/dba (schema)"),
  );
  expect(summaryOn(migration)).toContain("- `@dora` pushed last: someone else has to approve");
});

test("a dismissed approval no longer counts", async () => {
  const migration = await openMigration();
  migration.review({ by: "dora", state: "approve" });
  const review = migration.review({ by: "ines", state: "approve" });
  await house.settled();

  migration.dismiss(review, "tom");
  await house.settled();

  expect(checkOn(migration)).toEqual(waitsForSre);
  expect(summaryOn(migration)).toContain(
    `- \`@ines\` had their last review dismissed, and has not approved ${shortSha(migration)} since`,
  );
});

test("a request for changes takes the approval back; dismissing it does not bring it back", async () => {
  const migration = await approvedMigration();

  const objection = migration.review({ by: "ines", state: "request changes" });
  await house.settled();
  expect(checkOn(migration)).toEqual(waitsForSre);
  expect(summaryOn(migration)).toContain("- `@ines` asked for changes on");

  migration.dismiss(objection, "tom");
  await house.settled();
  expect(checkOn(migration)).toEqual(waitsForSre);

  migration.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(migration)).toEqual(passed("High risk: approved by @dora and @ines"));
});

/** As the summary shows it. */
function shortSha({ headSha }: PullRequestScenario): string {
  return `\`${headSha.slice(0, 7)}\``;
}

async function approvedMigration(): Promise<PullRequestScenario> {
  const migration = await openMigration();
  migration.review({ by: "dora", state: "approve" });
  migration.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(migration)).toEqual(passed("High risk: approved by @dora and @ines"));
  return migration;
}
