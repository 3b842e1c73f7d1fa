import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { PullRequest } from "../../local-github/world/model.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { answerTo, checkOn, refused, summaryOn } from "../support/seen.ts";

const policy = `version: 1
approvals: { low: [{ from: ['@acme/sre'] }] }
emergency: { declare: ['@acme/sre'], approvals: [{ from: ['@acme/sre'] }] }
`;

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

let pulls = 0;
async function mergedPull(): Promise<PullRequestScenario> {
  pulls += 1;
  const files = { [`${pulls}.txt`]: "a\n" };
  const pull = await shop.openPullRequest({ author: "maria", files });
  await house.settled();
  await pull.merge({ by: "tom" });
  await house.settled();
  return pull;
}

function revertsOf(pull: PullRequestScenario): readonly PullRequest[] {
  const marker = `<!-- sluice:back-out acme/shop#${pull.number} -->`;
  return [...shop.state.issues.values()].flatMap((issue) =>
    issue.kind === "pull-request" && issue.body?.includes(marker) ? [issue] : [],
  );
}

/** The pull request that takes it back, as people see it. */
function revertOf(pull: PullRequestScenario): PullRequestScenario {
  const [revert] = revertsOf(pull);
  if (revert === undefined) throw new Error(`#${pull.number} was not backed out`);
  return new PullRequestScenario(house.github.world, revert);
}

test("who may write has a merged change taken back with a pull request of its own", async () => {
  const pull = await mergedPull();
  const comment = pull.comment("jonas", "/back-out the error rate doubled, see @maria");
  await house.settled();

  const revert = revertOf(pull);
  expect(revert.state.body).toBe(
    `Backs out #${pull.number}, as \`@jonas\` asked: the error rate doubled, see \`@maria\`\n\n<!-- sluice:back-out acme/shop#${pull.number} -->`,
  );
  expect(answerTo(pull, comment)).toEqual({
    reactions: ["+1", "eyes"],
    replies: [expect.stringContaining(`#${revert.number} backs this change out.`)],
  });
  expect(revert.labels).toContain("change: normal");
  expect(checkOn(revert)?.conclusion).toBeNull();
});

test("who ordered it is its author: somebody else has to approve it", async () => {
  const pull = await mergedPull();
  pull.comment("noah", "/back-out the error rate doubled");
  await house.settled();

  const revert = revertOf(pull);
  revert.review({ by: "noah", state: "approve" });
  await house.settled();
  expect(checkOn(revert)?.conclusion).toBeNull();
  expect(summaryOn(revert)).toContain("`@noah` ordered this change");
});

test("ordered by who may declare an emergency, it is one", async () => {
  const pull = await mergedPull();
  pull.comment("ines", "/back-out the shop is down");
  await house.settled();

  const revert = revertOf(pull);
  await eventually(() => revert.labels.includes("change: emergency"));
  expect(checkOn(revert)?.conclusion).toBeNull();
  // Who ordered it is not independent of it.
  revert.comment("ines", "/approve");
  await house.settled();
  expect(checkOn(revert)?.conclusion).toBeNull();
  revert.comment("noah", "/approve");
  await house.settled();
  expect(checkOn(revert)?.conclusion).toBe("success");
});

test("it is opened once, however often it is ordered and whatever is lost on the way", async () => {
  const pull = await mergedPull();
  house.github.failNext({ path: "revertPullRequest", loseAnswer: true });
  const first = pull.comment("jonas", "/back-out the error rate doubled");
  await eventually(() => answerTo(pull, first).replies.length > 0);
  await house.settled();
  const second = pull.comment("dora", "/back-out me too");
  await house.settled();

  expect(revertsOf(pull)).toHaveLength(1);
  const { number } = revertOf(pull);
  for (const comment of [first, second]) {
    expect(answerTo(pull, comment).replies).toEqual([expect.stringContaining(`#${number} backs`)]);
  }
});

test("what GitHub can't revert is told", async () => {
  const pull = await mergedPull();
  await shop.push("main", "tom", [{ files: { [`${pulls}.txt`]: "something else\n" } }]);
  await house.settled();
  const comment = pull.comment("jonas", "/back-out it is wrong");
  await house.settled();

  expect(answerTo(pull, comment)).toEqual(refused("GitHub could not revert it", "yourself"));
  expect(revertsOf(pull)).toEqual([]);
});

test("a change that was not merged is not backed out", async () => {
  const pull = await shop.openPullRequest({ author: "maria", files: { "open.txt": "a\n" } });
  await house.settled();
  const comment = pull.comment("jonas", "/back-out it is wrong");
  await house.settled();
  expect(answerTo(pull, comment)).toEqual(refused("merged changes only"));
});
