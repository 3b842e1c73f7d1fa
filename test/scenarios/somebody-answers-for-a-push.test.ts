import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { IssueScenario } from "../../local-github/scenario/issue.ts";
import { type House, startHouse } from "../support/house.ts";
import { unauthorisedIn } from "../support/issues.ts";
import { type GatedShop, gatePolicy, openGatedShop, toldTo } from "../support/shop-with-gates.ts";
import { pushesJudged } from "../support/worked-off.ts";

let house: House;
let gated: GatedShop;

beforeEach(async () => {
  house = await startHouse();
  gated = await openGatedShop(house, { policy: gatePolicy("{ production: {} }") });
  await gated.deployFirst();
});

afterEach(async () => {
  expect(house.github.unhandledRequests).toEqual([]);
  await house.stop();
});

let pushes = 0;

/** A commit of Jonas' that Tom pushes past everybody, and the issue about it. */
async function push(): Promise<IssueScenario> {
  pushes += 1;
  const files = { "hot.txt": `${pushes}\n` };
  await gated.shop.push("main", "tom", [{ author: "jonas", message: "Fix", files }]);
  await pushesJudged(house);
  const [issue] = unauthorisedIn(gated.shop).toSorted((a, b) => b.number - a.number);
  if (issue === undefined) throw new Error("nobody reported the push");
  return issue;
}

/** What was said to a comment: reactions, and the reply's last line. */
async function say(issue: IssueScenario, by: string, body: string) {
  const before = issue.comments.length;
  const comment = issue.comment(by, body);
  await house.settled();
  const replies = issue.comments.slice(before + 1).map((reply) => reply.body?.split("\n").at(-1));
  return { reactions: comment.reactions.map(({ content }) => content).sort(), replies };
}

const waits = /^Waits for a change-manager to answer for [0-9a-f]{7}, pushed/;

test("where nothing else is deployed, a change-manager takes responsibility on the push's issue", async () => {
  const issue = await push();
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual([expect.stringMatching(waits)]);
  const [report] = run.answers("production");
  expect(report?.comment).toContain("on its issue");

  expect(await say(issue, "maria", "/override it had to be quick")).toEqual({
    reactions: ["-1", "eyes"],
    replies: [
      expect.stringMatching(/`@maria`: `\/override` was not done\. It takes a change-manager/),
    ],
  });
  expect(await say(issue, "tom", "/override it had to be quick")).toEqual({
    reactions: ["-1", "eyes"],
    replies: [expect.stringMatching(/You pushed or wrote a part of it: somebody else/)],
  });
  expect((await say(issue, "ada", "/override")).replies).toEqual([
    expect.stringMatching(/A reason is missing/),
  ]);
  expect((await say(issue, "ada", "/approve")).replies).toEqual([
    expect.stringMatching(/Here only `\/override <reason>` works/),
  ]);
  expect(run.status).toBe("waiting");

  expect(await say(issue, "ada", "/override I read it with Jonas")).toEqual({
    reactions: ["+1", "eyes"],
    replies: [expect.stringMatching(/You answer for the 1 commit that came with this push/)],
  });
  expect(toldTo(run).at(-1)).toBe("approved");
  const [, answer] = run.answers("production");
  expect(answer?.comment).toContain("`@ada`");
});

test("it can be taken before anybody deploys, and covers nothing that comes later", async () => {
  await say(await push(), "ada", "/override I read it with Jonas");
  const run = await gated.deploy();
  expect(toldTo(run)).toEqual(["approved"]);

  await push();
  const later = await gated.deploy();
  expect(toldTo(later)).toEqual([expect.stringMatching(waits)]);
});

test("a comment that was edited before it was read is not carried out", async () => {
  const issue = await push();
  const run = await gated.deploy();
  house.github.webhooks.hold();
  const comment = issue.comment("ada", "/override I read it with Jonas");
  issue.editComment(comment, "/override Something else", "ada");
  house.github.webhooks.release();
  await house.settled();
  expect(run.status).toBe("waiting");
});

test("no issue of somebody else's is listened to, whatever it says", async () => {
  const { body } = await push();
  const run = await gated.deploy();
  const copy = gated.shop.openIssue("maria", "Unauthorised change", body);
  expect(await say(copy, "ada", "/override I read it with Jonas")).toEqual({
    reactions: [],
    replies: [],
  });
  expect(run.status).toBe("waiting");
});
