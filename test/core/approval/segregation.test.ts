import { describe, expect, test } from "@jest/globals";
import {
  findConflict,
  findInvolvements,
  warnOfUnknownAddresses,
} from "#core/approval/segregation.ts";
import type { Account, ChangeFacts, CommitIdentity } from "#core/change/facts.ts";
import { nothingRecorded } from "#core/change/recorded-facts.ts";
import { type Duty, duties } from "#core/policy/schema.ts";
import { alice, bob, changeFacts, commitBy, dependabot, webFlow } from "../../support/facts.ts";
import { carol } from "../../support/observed-change.ts";

function identity(account: Account | null, email = "someone@example.com"): CommitIdentity {
  return { name: "Someone", email, account };
}

const commits = [
  commitBy(alice, { sha: "a".repeat(40), committer: identity(bob) }),
  commitBy(alice, { sha: "b".repeat(40), coAuthors: [identity(carol)] }),
];

describe("who may not approve", () => {
  test.each<[string, Account, [ChangeFacts, Account | null], readonly Duty[], string | null]>([
    ["the author", alice, [changeFacts(), null], duties, "opened this change"],
    [
      "the author of a commit in another's change",
      alice,
      [changeFacts({ author: bob, commits }), null],
      duties,
      "wrote commit aaaaaaa",
    ],
    ["a committer", bob, [changeFacts({ commits }), null], duties, "committed aaaaaaa"],
    ["a co-author", carol, [changeFacts({ commits }), null], duties, "co-authored bbbbbbb"],
    ["the last pusher", bob, [changeFacts(), bob], duties, "pushed last"],
    [
      "the same account under a new login",
      { ...alice, login: "alice-new" },
      [changeFacts(), null],
      duties,
      "opened this change",
    ],
    [
      "the same login in another case, where the id is unknown",
      { ...alice, id: 0, login: "ALICE" },
      [changeFacts(), null],
      duties,
      "opened this change",
    ],
    [
      "not another account under an old login",
      { ...bob, login: "alice" },
      [changeFacts(), null],
      duties,
      null,
    ],
    ["not somebody else", carol, [changeFacts(), alice], duties, null],
    [
      "not a committer where the policy allows it",
      bob,
      [changeFacts({ commits }), null],
      ["author"],
      null,
    ],
    [
      "not web-flow, which commits for others",
      webFlow,
      [changeFacts({ commits: [commitBy(alice, { committer: identity(webFlow) })] }), webFlow],
      duties,
      null,
    ],
  ])("%s", (_name, account, [facts, lastPusher], mayNotBe, deed) => {
    const change = { facts, lastPusher, recorded: nothingRecorded };
    const conflict = findConflict(account, findInvolvements(change), mayNotBe);
    expect(conflict?.deed ?? null).toBe(deed);
  });
});

test("who ordered a change by a command counts as its author", () => {
  const order = { by: bob, atMs: 1, headSha: "", effect: { kind: "order", backsOut: 12 } } as const;
  const change = {
    facts: changeFacts(),
    lastPusher: null,
    recorded: { ...nothingRecorded, commands: [order] },
  };
  const conflict = findConflict(bob, findInvolvements(change), ["author"]);
  expect(conflict?.deed).toBe("ordered this change");
});

describe("addresses that map to no account", () => {
  test.each([
    ["none", [commitBy(alice)], null],
    ["a bot's commit is no riddle", [commitBy(dependabot)], null],
    [
      "GitHub as committer is no riddle",
      [commitBy(alice, { committer: identity(null, "noreply@github.com") })],
      null,
    ],
    [
      "GitHub as author is one",
      [commitBy(webFlow, { author: identity(webFlow, "noreply@github.com") })],
      "1 commit by addresses that map to no account (noreply@github.com)",
    ],
    [
      "an address twice is named once",
      [commitBy(null), commitBy(null)],
      "2 commits by addresses that map to no account (nobody@example.com)",
    ],
    [
      "a co-author",
      [commitBy(alice, { coAuthors: [identity(null, "z@example.com")] })],
      "1 commit by addresses that map to no account (z@example.com)",
    ],
    [
      "many",
      ["f", "e", "d", "c", "b", "a"].map((name) =>
        commitBy(alice, { author: identity(null, `${name}@example.com`) }),
      ),
      "6 commits by addresses that map to no account (a@example.com, b@example.com, c@example.com, d@example.com, e@example.com and 1 more)",
    ],
  ])("%s", (_name, commits, warning) => {
    const found = warnOfUnknownAddresses(commits);
    expect(found?.slice(0, found.indexOf(": ")) ?? null).toBe(warning);
  });
});
