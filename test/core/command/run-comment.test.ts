import { describe, expect, test } from "@jest/globals";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { nothingRecorded } from "#core/change/recorded-facts.ts";
import { type PendingComment, type RunComment, runComment } from "#core/command/run-comment.ts";
import { commandEligibility, commandPolicy } from "../../support/command-run.ts";
import { alice, bob, dependabot } from "../../support/facts.ts";
import { expectGolden } from "../../support/golden.ts";
import { carol, dave, erin, headSha, now, observedChange } from "../../support/observed-change.ts";
import { policySource } from "../../support/policy.ts";

const atMs = now - 60_000;

function run(
  giver: Account,
  body: string,
  observed: ObservedChange = commanded(),
  state: PendingComment["state"] = "intact",
): RunComment {
  const circumstances = { headPushedAtMs: now - 3_600_000, nowMs: now };
  return runComment({ giver, body, atMs, state }, observed, circumstances);
}

function commanded(overrides: Parameters<typeof observedChange>[0] = {}): ObservedChange {
  return observedChange({
    policies: [policySource(commandPolicy)],
    eligibility: commandEligibility,
    ...overrides,
  });
}

const kindsOf = ({ after }: RunComment) => after.recorded.commands.map(({ effect }) => effect.kind);

describe("a comment with one command", () => {
  test("what took effect is recorded with its giver, its time and the head", () => {
    const { after, reaction, reply } = run(bob, "/approve tested");
    expect(after.recorded.commands).toEqual([
      {
        by: bob,
        atMs,
        headSha,
        effect: { kind: "approve", note: "tested", liftsRejections: false },
      },
    ]);
    expect({ reaction, reply }).toEqual({ reaction: "done", reply: null });
  });

  test.each<[string, Account, string, "done" | "refused" | null, RegExp | null]>([
    ["done", bob, "/hold", "done", null],
    ["done, with an answer", bob, "/status", "done", /^\*\*Waiting\./],
    [
      "refused",
      bob,
      "/unhold",
      "refused",
      /^`\/unhold` was not done\. Nobody holds this change\.$/,
    ],
    ["an outsider", erin, "/hold", "refused", null],
    ["another bot's word", bob, "/lgtm", null, null],
    ["a bot", dependabot, "/hold", null, null],
    ["no command", bob, "Looks good.", null, null],
  ])("%s", (_name, giver, body, reaction, reply) => {
    const answer = run(giver, body);
    expect(answer.reaction).toBe(reaction);
    if (reply === null) expect(answer.reply).toBeNull();
    else expect(answer.reply).toMatch(reply);
  });

  test("a question leaves nothing behind", () => {
    expect(run(bob, "/status\n/help").after).toEqual(commanded());
  });

  test("an edited comment leaves nothing behind", () => {
    expect(run(bob, "/hold", commanded(), "edited").after).toEqual(commanded());
  });

  test("where no policy controls the branch nothing is heard", () => {
    const elsewhere = commanded({ defaultBranch: "trunk" });
    expect(run(bob, "/hold\n/status", elsewhere)).toEqual({
      answers: [],
      after: elsewhere,
      reaction: null,
      reply: null,
    });
  });
});

describe("a comment with several commands", () => {
  test("each is run on what the ones before it left", () => {
    expect(kindsOf(run(bob, "/hold\n/unhold\n/unhold"))).toEqual(["hold", "unhold"]);
    expect(kindsOf(run(bob, "/approve\n/unapprove"))).toEqual(["approve", "unapprove"]);
    expect(kindsOf(run(bob, "/emergency it burns\n/normal"))).toEqual([
      "declare-emergency",
      "declare-normal",
    ]);
    expect(kindsOf(run(carol, "/risk high x\n/risk low y"))).toEqual(["set-risk", "set-risk"]);
  });

  test("a freeze can be ended at once, and ending it ends every one of its target", () => {
    const { after } = run(dave, "/freeze main 2h a\n/freeze main 3h b\n/freeze staging 1h c");
    expect(after.recorded.adHocFreezes.map(({ target, fromMs }) => [target, fromMs])).toEqual([
      ["main", atMs],
      ["main", atMs],
      ["staging", atMs],
    ]);
    const ended = run(dave, "/unfreeze main", after);
    expect(ended.after.recorded.adHocFreezes.map(({ target }) => target)).toEqual(["staging"]);
  });

  test("a review that was closed is not owed any more", () => {
    const owed = { because: "override", dueMs: now, issueNumber: null } as const;
    const merged = commanded({
      state: "merged",
      recorded: {
        ...nothingRecorded,
        owedReviews: [
          { ...owed, number: 7 },
          { ...owed, number: 8 },
        ],
      },
    });
    const { after, reply } = run(carol, "/review successful a\n/review failed b", merged);
    expect(after.recorded.owedReviews.map(({ number }) => number)).toEqual([8]);
    expect(reply).toContain("This change owes no retrospective review.");
  });

  test("one reply says what was done and what was not", () => {
    const { reaction, reply } = run(dave, "/hold\n/lgtm\n/approve\n/risk");
    expect(reaction).toBe("refused");
    expect(reply).toMatch(
      /^Done: `\/hold`\.\n\n`\/approve` was not done\..*`\/risk` was not done\./s,
    );
  });

  test("what is said once is not said again", () => {
    expect(run(bob, "/unhold\n/unhold").reply).toBe(
      "`/unhold` was not done. Nobody holds this change.",
    );
  });
});

describe("the words", () => {
  test("/help lists every command", () => {
    expectGolden("command/help.md", `${run(erin, "/help").reply}\n`);
  });

  test("/help writes commands with their prefix", () => {
    const prefixed = policySource({ ...commandPolicy, commands: { prefix: "sluice" } });
    const { reply } = run(erin, "/sluice help", commanded({ policies: [prefixed] }));
    expect(reply).toContain("| `/sluice approve [note]` |");
    expect(reply).not.toContain("`/approve");
  });

  test("the prefix of a policy that does not control the branch is none", () => {
    const elsewhere = policySource(
      { branches: ["legacy"], commands: { prefix: "sluice" } },
      "organisation",
    );
    const observed = commanded({ policies: [elsewhere, policySource(commandPolicy)] });
    expect(run(bob, "/hold", observed).reaction).toBe("done");
    expect(run(bob, "/sluice hold", observed).reaction).toBeNull();
  });

  test("/status says what is missing and who can give it", () => {
    const situations = [
      ["waiting", commanded()],
      ["held and rejected", run(bob, "/reject it leaks @acme/sre\n/hold").after],
      ["approved", run(bob, "/approve").after],
      ["an emergency", run(alice, "/emergency it burns").after],
      [
        "observed only",
        commanded({ policies: [policySource({ ...commandPolicy, mode: "observe" })] }),
      ],
      ["merged", commanded({ state: "merged" })],
    ] as const;
    const texts = situations.map(
      ([name, observed]) => `## ${name}\n\n${run(erin, "/status", observed).reply}\n`,
    );
    expectGolden("command/status.md", texts.join("\n"));
  });
});
