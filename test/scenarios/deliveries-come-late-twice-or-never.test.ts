import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { Delivery } from "../../local-github/webhooks/delivery.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { checkOn, commentsOn, summaryOn, waiting } from "../support/seen.ts";

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

/** Where the story ends, in whatever order it was heard. */
const ending = {
  check: waiting("High risk: waits for 1 approval from @acme/dba (schema)"),
  labels: ["change: normal", "risk: high"],
  comments: [expect.stringContaining("waits for 1 approval from `@acme/dba` (schema).**")],
  reviewers: ["@dba"],
  pushedLast: true,
};

let house: House;
let acme: OrganisationScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

let shops = 0;

/** Maria opens a migration; people approve, push and object; in the end only the reliability team has agreed to the head. */
async function play(): Promise<PullRequestScenario> {
  shops += 1;
  return playIn(await openRepository(acme, `shop-${shops}`, { policy }));
}

async function playIn(shop: RepositoryScenario): Promise<PullRequestScenario> {
  const files = (name: string) => ({ [`db/migrations/${name}.sql`]: `create table ${name} ();\n` });
  const pull = await shop.openPullRequest({ author: "maria", files: files("refund") });
  pull.review({ by: "dora", state: "approve" });
  await pull.label(["risk: low", "urgent"], "maria");
  await pull.push({ by: "noah", author: "maria", files: files("voucher") });
  const objection = pull.review({ by: "ines", state: "request changes" });
  pull.review({ by: "noah", state: "approve" });
  await pull.edit({ title: "Store refunds and vouchers" }, "maria");
  pull.dismiss(objection, "tom");
  pull.review({ by: "ines", state: "approve" });
  await pull.unlabel(["urgent"], "jonas");
  return pull;
}

function seen(pull: PullRequestScenario) {
  return {
    check: checkOn(pull),
    labels: pull.labels.toSorted(),
    comments: commentsOn(pull),
    reviewers: pull.requestedReviewers,
    pushedLast: summaryOn(pull).includes("- `@noah` pushed last: someone else has to approve"),
  };
}

/** The story, with its deliveries as they are put. */
async function playWith(put: (deliveries: readonly Delivery[]) => readonly Delivery[]) {
  house.github.webhooks.hold();
  const pull = await play();
  house.github.webhooks.release(put);
  await house.settled();
  return pull;
}

test("told in order, step by step", async () => {
  const pull = await play();
  await house.settled();

  expect(seen(pull)).toEqual(ending);
});

test("told all at once", async () => {
  expect(seen(await playWith((held) => held))).toEqual(ending);
});

test("told backwards", async () => {
  expect(seen(await playWith((held) => held.toReversed()))).toEqual(ending);
});

test("told twice over", async () => {
  const pull = await playWith((held) => [...held, ...held.map((delivery) => ({ ...delivery }))]);

  expect(seen(pull)).toEqual(ending);
});

test.each([1, 2, 3])("told out of order, and some of it again (%i)", async (seed) => {
  const random = seededRandom(seed);
  const shuffled = (held: readonly Delivery[]) =>
    held
      .flatMap((delivery) => (random.below(3) === 0 ? [delivery, { ...delivery }] : [delivery]))
      .map((delivery) => ({ delivery, place: random.below(1_000_000) }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ delivery }) => delivery);

  expect(seen(await playWith(shuffled))).toEqual(ending);
});

test("several deliveries at a time", async () => {
  house.github.webhooks.concurrency = 8;
  const pull = await play();
  await house.settled();
  house.github.webhooks.concurrency = 1;

  // A team may have been asked in the moment in which one of its members answered.
  expect(seen(pull)).toEqual({ ...ending, reviewers: expect.arrayContaining(["@dba"]) });
});

test("what GitHub could not hand over is asked for again", async () => {
  const shop = await openRepository(acme, "shop-unheard", { policy });
  await house.settled();
  const { webhooks } = house.github;
  for (let index = 0; index < 6; index += 1) webhooks.dropNext("pull_request");
  for (let index = 0; index < 5; index += 1) webhooks.dropNext("pull_request_review");
  const pull = await playIn(shop);
  await house.settled();
  expect(checkOn(pull)).toBeNull();

  await house.restart();
  await eventually(() => checkOn(pull)?.title === ending.check.title);
  await house.settled();

  expect(seen(pull)).toEqual(ending);
});

test("what vanished without a trace is found by looking", async () => {
  const pull = await playWith(() => []);
  expect(checkOn(pull)).toBeNull();

  await house.restart();
  await eventually(() => checkOn(pull)?.title === ending.check.title);
  await house.settled();

  expect(seen(pull)).toEqual(ending);
});

test("an approval that vanished is found, though nothing else happened", async () => {
  const pull = await play();
  await house.settled();
  house.github.webhooks.loseNext("pull_request_review");
  pull.review({ by: "dora", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(ending.check);

  await house.restart();
  await eventually(() => checkOn(pull)?.conclusion === "success");

  expect(checkOn(pull)?.title).toBe("High risk: approved by @dora and @ines");
});
