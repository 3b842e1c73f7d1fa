import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { answerTo, checkOn, done, passed, refused, summaryOn, waiting } from "../support/seen.ts";

const policy = `version: 1
roles:
  change-manager: ['@ada']
approvals:
  low: [{ from: ['@acme/sre'] }]
  high: [{ from: ['@acme/sre'], count: 2 }]
emergency:
  declare: ['@maria', '@acme/sre']
  approvals: [{ from: ['@acme/dba'] }]
`;
const waitsForSre = waiting("Low risk: waits for 1 approval from @acme/sre");

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  shop = await openRepository(openAcme(house.github), "shop", { policy });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

let pulls = 0;
async function openPull(): Promise<PullRequestScenario> {
  pulls += 1;
  const files = { "a.txt": `${pulls}\n` };
  const pull = await shop.openPullRequest({ author: "maria", files });
  await house.settled();
  expect(checkOn(pull)).toEqual(waitsForSre);
  return pull;
}

/** Somebody comments; gives how it is answered. */
async function say(pull: PullRequestScenario, by: string, body: string) {
  const comment = pull.comment(by, body);
  await house.settled();
  return answerTo(pull, comment);
}

test("whom a requirement names approves by command, and takes it back", async () => {
  const pull = await openPull();

  expect(await say(pull, "ines", "/approve tested on staging")).toEqual(done);
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));

  expect(await say(pull, "ines", "/unapprove")).toEqual(done);
  expect(checkOn(pull)).toEqual(waitsForSre);
});

test("whom none names approves in vain, and is told who can", async () => {
  const pull = await openPull();

  expect(await say(pull, "jonas", "/approve")).toEqual(
    refused("`@jonas`", "No open requirement names you", "`@acme/sre`"),
  );
  expect(checkOn(pull)).toEqual(waitsForSre);
});

test("nobody approves their own change by command", async () => {
  const pull = await shop.openPullRequest({ author: "ines", files: { "own.txt": "own\n" } });
  await house.settled();
  expect(await say(pull, "ines", "/approve")).toEqual(refused("somebody else"));
  expect(checkOn(pull)).toEqual(waitsForSre);
});

test("who holds a change lifts the hold, or a change-manager does", async () => {
  const pull = await openPull();
  await say(pull, "ines", "/approve");

  expect(await say(pull, "jonas", "/hold until the audit")).toEqual(done);
  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for @jonas to lift the hold"));
  expect(summaryOn(pull)).toContain("until the audit");

  expect(await say(pull, "dora", "/unhold")).toEqual(refused("/unhold"));
  expect(checkOn(pull)?.status).toBe("in_progress");

  expect(await say(pull, "ada", "/unhold")).toEqual(done);
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});

test("a rejection fails the check until who gave it approves", async () => {
  const pull = await openPull();

  expect(await say(pull, "noah", "/reject it drops a table")).toEqual(done);
  expect(checkOn(pull)).toMatchObject({ status: "completed", conclusion: "failure" });
  await say(pull, "ines", "/approve");
  expect(checkOn(pull)?.conclusion).toBe("failure");

  expect(await say(pull, "noah", "/approve")).toEqual(done);
  expect(checkOn(pull)?.conclusion).toBe("success");
});

test("a change-manager lifts another's rejection with an override, which holds for that commit", async () => {
  const pull = await openPull();
  await say(pull, "noah", "/reject it drops a table");

  expect(await say(pull, "jonas", "/override we need it")).toEqual(refused("change-manager"));
  expect(checkOn(pull)?.conclusion).toBe("failure");
  expect(await say(pull, "ada", "/override the table is empty")).toEqual(done);
  expect(checkOn(pull)?.conclusion).toBe("success");

  await pull.push({ files: { "more.txt": "more\n" } });
  await house.settled();
  expect(checkOn(pull)?.conclusion).not.toBe("success");
});

test("anyone with write access raises the risk, and a change-manager lowers it", async () => {
  const pull = await openPull();

  expect(await say(pull, "jonas", "/risk high it touches billing")).toEqual(done);
  expect(checkOn(pull)?.title).toMatch(/^High risk: waits for .*2 approvals from @acme\/sre/);
  expect(pull.labels).toContain("risk: high");
  expect(await say(pull, "jonas", "/risk low it does not")).toEqual(refused("change-manager"));
  expect(await say(pull, "ada", "/risk low it does not")).toEqual(done);
  expect(checkOn(pull)).toEqual(waitsForSre);
});

test("an emergency asks others, until it is taken back", async () => {
  const pull = await openPull();

  expect(await say(pull, "jonas", "/emergency the shop is down")).toEqual(refused("/emergency"));
  expect(await say(pull, "maria", "/emergency the shop is down")).toEqual(done);
  expect(pull.labels).toContain("change: emergency");
  expect(await say(pull, "dora", "/approve")).toEqual(done);
  expect(checkOn(pull)?.conclusion).toBe("success");

  expect(await say(pull, "maria", "/normal")).toEqual(done);
  expect(checkOn(pull)).toEqual(waitsForSre);
});

test("a push after the comment and before it is heard: what was approved is another commit", async () => {
  const pull = await openPull();
  house.github.webhooks.hold();
  const approval = pull.comment("ines", "/approve");
  await pull.push({ files: { "late.txt": "late\n" } });
  house.github.webhooks.release();
  await house.settled();

  expect(answerTo(pull, approval)).toEqual(refused("pushed after your comment"));
  expect(checkOn(pull)).toEqual(waitsForSre);
  expect(await say(pull, "ines", "/approve")).toEqual(done);
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});

test("what is asked is answered with a comment, without calling anybody", async () => {
  const pull = await openPull();
  const { reactions, replies } = await say(pull, "jonas", "/status\n/help");
  expect(reactions).toEqual(["+1", "eyes"]);
  expect(replies).toEqual([expect.stringContaining("Waiting")]);
  expect(replies.join().replaceAll(/`[^`]*`/g, "")).not.toMatch(/@\w/);
});

test("a policy's prefix makes the commands Sluice's own", async () => {
  const prefixed = `${policy}commands: { prefix: sluice }\n`;
  const api = await openRepository(openAcme(house.github, "pre"), "api", {
    policy: prefixed.replaceAll("@acme", "@pre"),
  });
  const pull = await api.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
  await house.settled();

  expect(await say(pull, "ines", "/approve")).toEqual({ reactions: [], replies: [] });
  expect(await say(pull, "ines", "/sluice approve")).toEqual(done);
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});
