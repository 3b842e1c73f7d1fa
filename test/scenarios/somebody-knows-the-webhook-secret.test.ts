import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sign } from "@octokit/webhooks-methods";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { Comment } from "../../local-github/world/model.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { answerTo, checkOn, done, passed, waiting } from "../support/seen.ts";

const policy = `version: 1
approvals: { low: [{ from: ['@acme/sre'] }] }
`;
const waits = waiting("Low risk: waits for 1 approval from @acme/sre");

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
});

afterAll(async () => {
  await house.stop();
  expect(house.github.unhandledRequests).toEqual([]);
});

async function openPull(file: string): Promise<PullRequestScenario> {
  const pull = await shop.openPullRequest({ author: "maria", files: { [file]: `${file}\n` } });
  await house.settled();
  expect(checkOn(pull)).toEqual(waits);
  return pull;
}

/** A delivery that GitHub never sent, with a signature that is right. */
async function forge(
  pull: PullRequestScenario,
  by: string,
  comment: Partial<Pick<Comment, "id" | "nodeId" | "body">>,
): Promise<number> {
  const { world, app } = house.github;
  const account = world.account(by);
  const user = { id: account?.id, login: by, type: "User" };
  const body = JSON.stringify({
    action: "created",
    installation: { id: app.installationId },
    sender: user,
    repository: {
      id: shop.state.id,
      name: "shop",
      owner: { login: "acme" },
      full_name: "acme/shop",
    },
    issue: { number: pull.number, pull_request: { url: "" } },
    comment: {
      id: comment.id ?? 999_999_999,
      node_id: comment.nodeId ?? "IC_forged",
      body: comment.body ?? "/approve",
      user,
      created_at: new Date().toISOString(),
    },
  });
  const response = await fetch(`${house.url}/api/github/webhooks`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-delivery": crypto.randomUUID(),
      "x-github-event": "issue_comment",
      "x-hub-signature-256": await sign(app.webhookSecret, body),
    },
    body,
  });
  return response.status;
}

test.each<[string, (comment: Comment) => Partial<Comment>]>([
  ["nobody wrote", () => ({})],
  ["somebody else wrote", ({ id, nodeId }) => ({ id, nodeId })],
  ["somebody else wrote, under another number", ({ nodeId }) => ({ nodeId })],
])("a comment that %s approves nothing", async (name, forged) => {
  const pull = await openPull(name);
  // It would count for nothing, since the change is hers; the forged delivery comes first.
  house.github.webhooks.loseNext("issue_comment");
  const own = pull.comment("maria", "/approve");
  expect(await forge(pull, "ines", forged(own))).toBe(202);
  await house.settled();
  expect(checkOn(pull)).toEqual(waits);
});

test("a comment on another change approves nothing here", async () => {
  const [one, other] = [await openPull("one"), await openPull("other")];
  const comment = one.comment("ines", "/approve");
  await house.settled();
  expect(answerTo(one, comment)).toEqual(done);
  expect(await forge(other, "ines", { id: 888_888_888, nodeId: comment.nodeId })).toBe(202);
  await house.settled();
  expect(checkOn(one)).toEqual(passed("Low risk: approved by @ines"));
  expect(checkOn(other)).toEqual(waits);
});
