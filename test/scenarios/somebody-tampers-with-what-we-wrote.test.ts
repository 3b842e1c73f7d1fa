import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentMarker, commentsOn, passed, waiting } from "../support/seen.ts";

const policy = `version: 1
approvals:
  low: [{ from: [write] }]
`;

const waitsForWriter = waiting("Low risk: waits for 1 approval from someone with write access");

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

async function openSmall(): Promise<PullRequestScenario> {
  const files = { "src/a.ts": "export const a = 1;\n" };
  const pull = await shop.openPullRequest({ author: "maria", files });
  await house.settled();
  expect(checkOn(pull)).toEqual(waitsForWriter);
  return pull;
}

/** GitHub gives up on a check that has been open for 14 days. */
function goStale({ checkRun }: PullRequestScenario): void {
  if (checkRun === null) throw new Error("there is no check");
  checkRun.status = "completed";
  checkRun.conclusion = "stale";
}

test.each([
  { button: "re-run", press: async (pull: PullRequestScenario) => pull.rerequestCheck("jonas") },
  {
    button: "re-run all checks",
    press: (pull: PullRequestScenario) => shop.rerequestChecks(pull.headSha, "jonas"),
  },
])("$button brings a check back that GitHub called stale", async ({ press }) => {
  const pull = await openSmall();
  goStale(pull);

  await press(pull);
  await house.settled();

  expect(checkOn(pull)).toEqual(waitsForWriter);
});

test("re-run of a check that stands as it should is answered with a new one, once", async () => {
  const pull = await openSmall();
  pull.review({ by: "jonas", state: "approve" });
  await house.settled();
  const before = pull.checkRun;

  pull.rerequestCheck("maria");
  await house.settled();
  const after = pull.checkRun;
  expect(after?.id).not.toBe(before?.id);
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @jonas"));
  expect(after?.externalId).toBe(before?.externalId);
  expect(after?.suite.isRerequested).toBe(false);

  pull.review({ by: "noah", state: "comment", body: "Nice." });
  await house.settled();
  expect(pull.checkRun?.id).toBe(after?.id);
});

test("re-run on a change from a fork brings its check back, though GitHub names no pull request", async () => {
  house.github.user("felix");
  shop.grant("felix", "read");
  const fork = shop.fork("felix");
  const pull = await shop.openPullRequest({
    author: "felix",
    from: fork,
    files: { "b.ts": "1\n" },
  });
  await house.settled();
  goStale(pull);

  pull.rerequestCheck("jonas");
  await house.settled();

  expect(checkOn(pull)).toEqual(waitsForWriter);
});

test("re-run opens nothing by itself", async () => {
  const pull = await openSmall();

  pull.rerequestCheck("maria");
  await house.settled();

  expect(checkOn(pull)).toEqual(waitsForWriter);
});

test("a label of ours that somebody takes off comes back, one that somebody puts on goes", async () => {
  const pull = await openSmall();

  await pull.unlabel(["risk: low"], "maria");
  await house.settled();
  expect(pull.labels).toEqual(["change: normal", "risk: low"]);

  await pull.label(["risk: critical", "change: standard", "bug"], "maria");
  await house.settled();
  expect(pull.labels).toEqual(["change: normal", "risk: low", "bug"]);
});

test("our comment that somebody changes is put right", async () => {
  const pull = await openSmall();
  const [before] = commentsOn(pull);
  const [comment] = pull.comments;
  if (comment === undefined) throw new Error("there is no comment");

  pull.editComment(comment, `${commentMarker}\n\nApproved, merge at will.`, "maria");
  await house.settled();

  expect(commentsOn(pull)).toEqual([before]);
});

test("our comment is written again only where somebody still must act, and never twice", async () => {
  const pull = await openSmall();
  const [comment] = pull.comments;
  if (comment === undefined) throw new Error("there is no comment");

  pull.deleteComment(comment, "maria");
  await house.settled();
  expect(commentsOn(pull)).toHaveLength(1);

  pull.review({ by: "jonas", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @jonas"));
  const [second] = pull.comments;
  if (second === undefined) throw new Error("there is no comment");
  pull.deleteComment(second, "maria");
  await house.settled();
  expect(commentsOn(pull)).toEqual([]);
});

test("a comment by somebody else with our marker is not taken for ours", async () => {
  const pull = await openSmall();
  const forged = pull.comment("maria", `${commentMarker}\n\nApproved.`);

  pull.review({ by: "jonas", state: "approve" });
  await house.settled();

  expect(forged.body).toBe(`${commentMarker}\n\nApproved.`);
  expect(commentsOn(pull)).toEqual([
    expect.stringContaining("**Nothing more is needed from anybody.**"),
    forged.body,
  ]);
});

test("among hundreds of comments ours is found again", async () => {
  const pull = await openSmall();
  for (let index = 0; index < 120; index += 1) pull.comment("jonas", `Thought ${index}`);
  pull.review({ by: "jonas", state: "approve" });
  await house.settled();

  expect(commentsOn(pull)).toEqual([
    expect.stringContaining("**Nothing more is needed from anybody.**"),
  ]);
});
