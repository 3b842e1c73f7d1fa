import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { z } from "zod";
import { LedgerEntry } from "#core/ledger/entry.ts";
import { openStore } from "#store/store.ts";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { Delivery } from "../../local-github/webhooks/delivery.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { eventually } from "../support/eventually.ts";
import { type House, startHouse } from "../support/house.ts";
import { answerTo, checkOn, done, refused, waiting } from "../support/seen.ts";

let house: House;
let shop: RepositoryScenario;

beforeAll(async () => {
  house = await startHouse();
  house.github.user("helper[bot]");
  const policy = "version: 1\napprovals: { low: [] }\n";
  // Public, so that outsiders can comment.
  shop = await openRepository(openAcme(house.github), "shop", { policy, private: false });
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

let pulls = 0;
async function openPull(): Promise<PullRequestScenario> {
  pulls += 1;
  const files = { "a.txt": `${pulls}\n` };
  const pull = await shop.openPullRequest({ author: "maria", files });
  await house.settled();
  return pull;
}

const Data = z.object({ word: z.string() });

/** What the ledger has of a pull request's commands: who, what, and whether it was done. */
async function commandsInLedger({ number }: PullRequestScenario): Promise<readonly string[]> {
  const store = await openStore({ databaseUrl: null, dataDir: house.dataDir, readOnly: true });
  try {
    const entries = await store.ledger.entriesOf(`acme/shop#${number}`);
    return entries
      .filter(({ kind }) => kind.startsWith("command."))
      .map((entry) => {
        const { actor, data, kind } = LedgerEntry.parse(entry);
        return `${actor?.login}: ${Data.parse(data).word}: ${kind.replace("command.", "")}`;
      });
  } finally {
    await store.close();
  }
}

test("a command that is delivered twice, and again later, is carried out and answered once", async () => {
  const pull = await openPull();
  house.github.webhooks.duplicateNext("issue_comment");
  const hold = pull.comment("jonas", "/hold wait for the audit");
  await house.settled();
  redeliver(lastComment());
  await house.settled();

  expect(answerTo(pull, hold)).toEqual(done);
  expect(await commandsInLedger(pull)).toEqual(["jonas: hold: done"]);
});

test("commands that are delivered in any order are carried out in the order in which they were given", async () => {
  const pull = await openPull();
  house.github.webhooks.hold();
  const comments = ["/hold", "/unhold", "/hold once more"].map((body) =>
    pull.comment("jonas", body),
  );
  house.github.webhooks.release((held) => [...held].reverse());
  await house.settled();

  for (const comment of comments) expect(answerTo(pull, comment)).toEqual(done);
  expect(await commandsInLedger(pull)).toEqual([
    "jonas: hold: done",
    "jonas: unhold: done",
    "jonas: hold: done",
  ]);
  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for @jonas to lift the hold"));
});

test("a command whose delivery is lost without a trace is heard at the next look", async () => {
  const pull = await openPull();
  house.github.webhooks.loseNext("issue_comment");
  const hold = pull.comment("jonas", "/hold");
  await house.settled();
  expect(answerTo(pull, hold)).toEqual({ reactions: [], replies: [] });

  await pull.edit({ title: "Something else" }, "maria");
  await house.settled();
  expect(answerTo(pull, hold)).toEqual(done);
  expect(await commandsInLedger(pull)).toEqual(["jonas: hold: done"]);
});

test("one that is lost with everything before it is heard when its pull request is", async () => {
  await openPull();
  await house.settled();
  // GitHub's clock tells seconds only.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  house.github.webhooks.hold();
  const pull = await openPull();
  const hold = pull.comment("jonas", "/hold");
  house.github.webhooks.release(() => []);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await pull.push({ files: { "b.txt": "b\n" } });
  await house.settled();

  expect(answerTo(pull, hold)).toEqual(done);
  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for @jonas to lift the hold"));
});

test("a lost one that was edited is not carried out, and says so", async () => {
  const pull = await openPull();
  house.github.webhooks.loseNext("issue_comment");
  const hold = pull.comment("jonas", "/hold");
  pull.editComment(hold, "/hold it", "jonas");
  await pull.edit({ title: "Something else" }, "maria");
  await house.settled();
  expect(answerTo(pull, hold)).toEqual(refused("edited before it was handled"));
});

test("what stood there before Sluice came was not meant for it", async () => {
  const before = openAcme(house.github, "before", { appInstalled: false });
  const policy = "version: 1\napprovals: { low: [] }\n";
  const old = await openRepository(before, "shop", { policy });
  const pull = await old.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
  const hold = pull.comment("jonas", "/hold");
  // GitHub's clock tells seconds only.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  before.installApp();
  await house.settled();
  await pull.edit({ title: "Something else" }, "maria");
  await house.settled();

  expect(answerTo(pull, hold)).toEqual({ reactions: [], replies: [] });
  expect(checkOn(pull)?.conclusion).toBe("success");
});

test("several commands of one comment are answered together", async () => {
  const pull = await openPull();
  const comment = pull.comment("jonas", "/hold\n/unhold");
  await house.settled();
  expect(answerTo(pull, comment)).toEqual(done);
  expect(await commandsInLedger(pull)).toEqual(["jonas: hold: done", "jonas: unhold: done"]);
});

test("a comment that was edited before it was heard is not carried out, and says so", async () => {
  const pull = await openPull();
  house.github.webhooks.hold();
  const comment = pull.comment("jonas", "/unhold");
  pull.editComment(comment, "/hold", "jonas");
  house.github.webhooks.release();
  await house.settled();

  expect(answerTo(pull, comment)).toEqual(refused("edited before it was handled"));
  expect(await commandsInLedger(pull)).toEqual(["jonas: unhold: refused"]);
});

test("what is edited or deleted afterwards stays as it was carried out", async () => {
  const pull = await openPull();
  const hold = pull.comment("jonas", "/hold");
  await house.settled();
  pull.editComment(hold, "/unhold", "jonas");
  await house.settled();
  pull.deleteComment(hold, "jonas");
  await house.settled();
  expect(await commandsInLedger(pull)).toEqual(["jonas: hold: done"]);
});

test("a comment that was deleted before it was heard is not carried out, and nobody is answered", async () => {
  const pull = await openPull();
  house.github.webhooks.hold();
  pull.deleteComment(pull.comment("jonas", "/hold"), "jonas");
  house.github.webhooks.release();
  await eventually(async () => (await commandsInLedger(pull)).length > 0);
  await house.settled();

  expect(await commandsInLedger(pull)).toEqual(["jonas: hold: refused"]);
  expect(pull.comments).toEqual([]);
});

test("a bot's command, another bot's word and what only looks like a command are left alone", async () => {
  const pull = await openPull();
  const comments = [
    pull.comment("helper[bot]", "/hold"),
    pull.comment("jonas", "/deploy staging"),
    pull.comment("jonas", "> /hold"),
    pull.comment("jonas", "```\n/hold\n```"),
    pull.comment("jonas", "Should we /hold this?"),
  ];
  await house.settled();

  for (const comment of comments) {
    expect(answerTo(pull, comment)).toEqual({ reactions: [], replies: [] });
  }
  expect(await commandsInLedger(pull)).toEqual([]);
});

test("an outsider is refused without a word", async () => {
  const pull = await openPull();
  const comment = pull.comment("eve", "/hold");
  await house.settled();
  expect(answerTo(pull, comment)).toEqual({ reactions: ["-1", "eyes"], replies: [] });
});

test("a command on a merged pull request is heard too", async () => {
  const pull = await openPull();
  await pull.merge({ by: "tom" });
  await house.settled();
  const comment = pull.comment("eve", "/hold");
  await house.settled();
  expect(answerTo(pull, comment).reactions).toEqual(["-1", "eyes"]);
});

test("when the answer was given but its receipt was lost, it is not given again", async () => {
  const pull = await openPull();
  house.github.failNext({ path: "addReaction", loseAnswer: true });
  house.github.webhooks.hold();
  const comment = pull.comment("jonas", "/unhold");
  pull.editComment(comment, "/hold", "jonas");
  house.github.webhooks.release();
  await eventually(() => answerTo(pull, comment).replies.length > 0);
  await house.settled();

  expect(answerTo(pull, comment)).toEqual(refused("edited before it was handled"));
});

test("when the answer could not be given, it is given later, and the command not carried out again", async () => {
  const pull = await openPull();
  house.github.failNext({ path: "addReaction", status: 502 });
  const hold = pull.comment("jonas", "/hold");
  await eventually(() => answerTo(pull, hold).reactions.length > 0);
  await house.settled();
  expect(answerTo(pull, hold)).toEqual(done);
  expect(await commandsInLedger(pull)).toEqual(["jonas: hold: done"]);
});

test("where no policy controls, nothing is said", async () => {
  const free = await openRepository(openAcme(house.github, "free"), "shop", { policy: null });
  const pull = await free.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
  const comment = pull.comment("jonas", "/hold");
  await house.settled();
  expect(answerTo(pull, comment)).toEqual({ reactions: [], replies: [] });
  expect(pull.comments).toEqual([comment]);
});

test("a comment without a command costs nothing, one with a command three calls", async () => {
  const pull = await openPull();
  const { requests } = house.github.traffic;
  const before = requests.length;
  pull.comment("dora", "Looks good to me, see docs/a.md and https://example.com/a.");
  await house.settled();
  expect(requests.slice(before)).toEqual([]);

  const hold = pull.comment("dora", "/hold");
  await house.settled();
  expect(answerTo(pull, hold)).toEqual(done);
  expect(requests.slice(before).map(({ route }) => route)).toEqual([
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    "graphql ObserveChange",
    "graphql ActOnChange",
  ]);
});

function lastComment(): Delivery {
  const delivery = house.github.webhooks.deliveries.findLast(
    ({ event }) => event === "issue_comment",
  );
  if (delivery === undefined) throw new Error("no comment was delivered");
  return delivery;
}

function redeliver(delivery: Delivery): void {
  house.github.webhooks.redeliver(delivery);
}
