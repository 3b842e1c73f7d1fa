import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { reviewsIn, unauthorisedIn } from "../support/issues.ts";
import { checkOn, passed, waiting } from "../support/seen.ts";

const policy = `version: 1
roles: { change-manager: ['@tom', '@ada'] }
approvals:
  low: &both [{ name: reliability, from: ['@acme/sre'], count: 2 }]
  medium: *both
  high: *both
  critical: *both
  also:
    - name: DBA signs off on schema
      when: { files: ['db/**'] }
      require: [{ from: ['@acme/dba'] }]
emergency:
  declare: [write]
  approvals: [{ name: on call, from: ['@acme/sre'] }]
  reviewWithin: 4h
  overdue: hold-normal
`;

const hourMs = 3_600_000;
const longestTestMs = 90_000;

let house: House;
let acme: OrganisationScenario;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  acme = openAcme(house.github);
});

let shops = 0;

beforeEach(async () => {
  house.setClock(Date.now());
  shops += 1;
  shop = await openRepository(acme, `shop-${shops}`, { policy });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** Maria repairs the schema at night; Ines alone agrees, and it is merged. */
async function mergeEmergency(): Promise<PullRequestScenario> {
  const files = { "db/charge.sql": "alter table charge add unique (payment);\n" };
  const pull = await shop.openPullRequest({ author: "maria", title: "Stop charging twice", files });
  await house.settled();
  pull.comment("maria", "/emergency Customers are charged twice");
  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)?.conclusion).toBe("success");
  await pull.merge({ by: "jonas" });
  await house.settled();
  return pull;
}

function reviewIssue() {
  const issues = reviewsIn(shop);
  expect(issues).toHaveLength(1);
  const [issue] = issues;
  if (issue === undefined) throw new Error("there is no issue");
  return issue;
}

/** What was said on the issue, by the markers. */
function said(): readonly (string | undefined)[] {
  return reviewIssue().comments.map(({ body }) => /sluice:review:(\w+)/.exec(body)?.[1]);
}

/** Lets hours go by after the merge, and waits until somebody heard of it. */
async function wait(hours: number, until: () => boolean): Promise<void> {
  house.setClock(Date.now() + hours * hourMs);
  await eventually(until);
  await house.settled();
}

test("the merge opens one issue, which says what was left out and how to settle it", async () => {
  const pull = await mergeEmergency();

  const issue = reviewIssue();
  expect(issue.body).toMatch(
    new RegExp(`^<!-- sluice:review acme/shop-${shops}#${pull.number} -->`),
  );
  expect(issue.body).toContain("`@maria` declared it an emergency on");
  expect(issue.body).toContain("> Customers are charged twice");
  expect(issue.body).toContain("- `@ines`, commit");
  expect(issue.body).toContain("- 1 approval from `@acme/dba` (DBA signs off on schema)");
  expect(issue.body).toContain("they comment `/review <outcome> <notes>` on");
  expect(unauthorisedIn(shop)).toEqual([]);
});

test(
  "who forgets it is reminded once, then told that it is overdue, and normal changes wait until it is given",
  async () => {
    const pull = await mergeEmergency();
    const files = { "src/tea.ts": "export {};\n" };
    const normal = await shop.openPullRequest({ author: "maria", files });
    for (const by of ["ines", "noah"]) normal.review({ by, state: "approve" });
    await house.settled();
    expect(checkOn(normal)).toEqual(passed("Low risk: approved by @ines and @noah"));

    await wait(3.1, () => said().length > 0);
    expect(said()).toEqual(["reminder"]);
    await wait(4.1, () => said().length > 1 && checkOn(normal)?.conclusion === null);
    expect(said()).toEqual(["reminder", "overdue"]);
    expect(checkOn(normal)?.title).toContain(`the review of #${pull.number}, overdue since`);

    pull.comment("tom", "/review successful No money was lost; cc @eve");
    await house.settled();
    expect(said()).toEqual(["reminder", "overdue", "done"]);
    expect(reviewIssue().isOpen).toBe(false);
    expect(reviewIssue().comments.at(-1)?.body).toContain("**Successful**, says `@tom` on");
    expect(reviewIssue().comments.at(-1)?.body).toContain("> No money was lost; cc `@eve`");
    expect(checkOn(normal)).toEqual(passed("Low risk: approved by @ines and @noah"));
  },
  longestTestMs,
);

test("closing the issue by hand settles nothing: it is opened again", async () => {
  await mergeEmergency();
  reviewIssue().close("maria");
  await house.settled();

  expect(reviewIssue().isOpen).toBe(true);
  expect(said()).toEqual(["reopened"]);
});

test("an override that is given after the merge owes a review from then on, once", async () => {
  const files = { "src/tea.ts": "export {};\n" };
  const pull = await shop.openPullRequest({ author: "maria", files });
  await house.settled();
  await pull.merge({ by: "tom", bypass: true });
  await house.settled();
  expect(unauthorisedIn(shop)).toHaveLength(1);
  expect(reviewsIn(shop)).toEqual([]);

  pull.comment("tom", "/override The deadline was last night");
  await house.settled();
  pull.comment("tom", "/status");
  await house.settled();
  expect(reviewIssue().title).toContain("an override");
  expect(reviewIssue().body).toContain("> The deadline was last night");

  pull.comment("ada", "/review successful It was small");
  await house.settled();
  expect(reviewIssue().isOpen).toBe(false);
});

test("an override owes a review too; whoever wrote the change can't give it", async () => {
  const files = { "src/tea.ts": "export {};\n" };
  const pull = await shop.openPullRequest({ author: "ada", files });
  await house.settled();
  expect(checkOn(pull)).toEqual(
    waiting("Low risk: waits for 2 approvals from @acme/sre (reliability)"),
  );
  pull.comment("tom", "/override The deadline is tonight");
  await house.settled();
  await pull.merge({ by: "jonas" });
  await house.settled();
  expect(reviewIssue().title).toContain("an override");
  expect(reviewIssue().body).toContain("`@tom` overrode what was missing");

  pull.comment("ada", "/review successful I like it");
  await house.settled();
  expect(reviewIssue().isOpen).toBe(true);

  pull.comment("tom", "/review backed-out It was reverted");
  await house.settled();
  expect(reviewIssue().isOpen).toBe(false);
  expect(said()).toEqual(["done"]);
});

test("deliveries that come thrice and backwards make one issue, and one outcome", async () => {
  const pull = await mergeEmergency();
  house.github.webhooks.hold();
  pull.comment("tom", "/review failed It happened again");
  house.github.webhooks.release((held) =>
    [...held, ...held].map((delivery) => ({ ...delivery })).toReversed(),
  );
  await house.settled();
  await house.restart();
  await pull.label(["late"], "maria");
  await house.settled();

  expect(said()).toEqual(["done"]);
  expect(reviewIssue().isOpen).toBe(false);
});
