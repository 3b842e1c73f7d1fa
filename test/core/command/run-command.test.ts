import { describe, expect, test } from "@jest/globals";
import type { Account } from "#core/change/facts.ts";
import { nothingRecorded } from "#core/change/recorded-facts.ts";
import { commands } from "#core/command/commands.ts";
import { commandPolicy, runBody, type Situation } from "../../support/command-run.ts";
import {
  approve,
  commandBy,
  emergency,
  hold,
  override,
  recordedCommands,
  reject,
  setRisk,
} from "../../support/commands.ts";
import { alice, bob, commitBy, dependabot, fileChange } from "../../support/facts.ts";
import { carol, codeOwnersFile, dave, erin, now, reviewBy } from "../../support/observed-change.ts";
import { invalidPolicySource, policySource } from "../../support/policy.ts";

type Row = readonly [name: string, giver: Account, body: string, expected: string, on?: Situation];

/** An effect as one line, or the text of a refusal. */
function outcomeOf(giver: Account, body: string, situation?: Situation): string {
  const outcome = runBody(giver, body, situation);
  switch (outcome.kind) {
    case "ignored":
      return "ignored";
    case "refused":
      return outcome.text ?? "refused without a word";
    case "done": {
      const { kind, ...effect } = outcome.effect;
      return [kind, ...Object.values(effect).map(String)].join(" | ");
    }
  }
}

function runs(word: string, rows: readonly Row[]): void {
  test.each(rows.map((row) => [`/${word}: ${row[0]}`, row] as const))(
    "%s",
    (_name, [, giver, body, expected, situation]) => {
      const outcome = outcomeOf(giver, body, situation);
      if (expected.startsWith("…")) expect(outcome).toContain(expected.slice(1));
      else expect(outcome).toBe(expected);
    },
  );
}

const merged: Situation = { state: "merged" };
const pushedSince: Situation = { headPushedAtMs: now - 30_000 };
const pushedInTheSameSecond: Situation = { atMs: now - 59_001, headPushedAtMs: now - 59_999 };
const pushedUnknown: Situation = { headPushedAtMs: null };
const highRisk: Situation = { facts: { files: [fileChange("src/a.ts", { additions: 300 })] } };
const given = (...list: Parameters<typeof recordedCommands>[0]): Situation => ({
  recorded: recordedCommands(list),
});
const policies = (...files: readonly Record<string, unknown>[]): Situation => ({
  policies: files.map((file, index) =>
    policySource(file, index === 0 && files.length > 1 ? "organisation" : "repository"),
  ),
});

const sinceThen = "…The head commit `5d6e7f8` was pushed after your comment or in the same second.";
const unknownPush = "…It is not known when the head commit `5d6e7f8` was pushed";

runs("approve", [
  ["whom a requirement names", bob, "/approve", "approve | null | false"],
  ["with a note", bob, "/approve tested", "approve | tested | false"],
  ["on a draft", bob, "/approve", "approve | null | false", { draft: true }],
  ["after the merge", bob, "/approve", "approve | null | false", merged],
  [
    "whom none names",
    dave,
    "/approve",
    "`/approve` was not done. No open requirement names you.\n\n**This change waits for 1 approval from `@acme/sre` (reliability).** Any member of `@acme/sre` who did not author, commit or push this change can give it.",
  ],
  ["the author", alice, "/approve", "…You opened this change: somebody else has to approve."],
  [
    "a committer",
    bob,
    "/approve",
    "…You wrote commit `ccccccc`: somebody else has to approve.",
    { facts: { commits: [commitBy(bob)] } },
  ],
  [
    "the declarer of the emergency",
    bob,
    "/approve",
    "…You declared the emergency: somebody else has to approve.",
    given(commandBy(bob, emergency)),
  ],
  [
    "a duty that the policy allows",
    alice,
    "/approve",
    "approve | null | true",
    policies({ ...commandPolicy, approvers: { mayNotBe: [] } }),
  ],
  ["a head pushed since", bob, "/approve", sinceThen, pushedSince],
  ["a head pushed in the same second", bob, "/approve", sinceThen, pushedInTheSameSecond],
  ["a head pushed nobody knows when", bob, "/approve", "…Approve with a review", pushedUnknown],
  [
    "who approved already",
    bob,
    "/approve",
    "`/approve` was not done. Your approval of the head commit counts already.",
    given(commandBy(bob, approve)),
  ],
  [
    "nothing missing",
    carol,
    "/approve",
    "`/approve` was not done. No approval is missing.",
    { reviews: [reviewBy(bob)] },
  ],
  [
    "a change-manager lifts a rejection",
    carol,
    "/approve",
    "approve | null | true",
    given(commandBy(bob, reject)),
  ],
  [
    "who rejected lifts it",
    dave,
    "/approve",
    "approve | null | false",
    given(commandBy(dave, reject)),
  ],
  [
    "another does not lift it",
    dave,
    "/approve",
    "…No open requirement names you.",
    given(commandBy(bob, reject)),
  ],
  [
    "a change-manager who wrote the change lifts no rejection",
    alice,
    "/approve",
    "…You opened this change",
    given(commandBy(bob, reject)),
  ],
  [
    "an owner of a file",
    dave,
    "/approve",
    "approve | null | false",
    {
      ...policies({ approvals: { low: [{ from: ["code-owners"] }] } }),
      codeOwners: codeOwnersFile("src/ @dave"),
    },
  ],
  [
    "an owner of another file",
    carol,
    "/approve",
    "…No open requirement names you.",
    {
      ...policies({ approvals: { low: [{ from: ["code-owners"] }] } }),
      codeOwners: codeOwnersFile("src/ @dave\ndocs/ @carol"),
    },
  ],
  [
    "whom only a policy that observes names",
    dave,
    "/approve",
    "…No open requirement names you.",
    policies(
      { mode: "observe", approvals: { low: [{ from: ["@dave"] }] } },
      { approvals: { low: [{ from: ["@bob"] }] } },
    ),
  ],
]);

runs("unapprove", [
  ["who approved by review", bob, "/unapprove", "unapprove", { reviews: [reviewBy(bob)] }],
  ["who approved by command", bob, "/unapprove", "unapprove", given(commandBy(bob, approve))],
  [
    "who did not",
    dave,
    "/unapprove",
    "`/unapprove` was not done. You have no approval of this change to take back.",
    { reviews: [reviewBy(bob)] },
  ],
]);

runs("reject", [
  ["whom a requirement names", bob, "/reject it leaks", "reject | it leaks"],
  ["a change-manager", carol, "/reject it leaks", "reject | it leaks"],
  [
    "whom a requirement names that is met",
    bob,
    "/reject it leaks",
    "reject | it leaks",
    { reviews: [reviewBy(bob)] },
  ],
  [
    "no reason",
    bob,
    "/reject",
    "`/reject` was not done. A reason is missing. Write `/reject <reason>`, for example `/reject it drops a column that reports still read`.",
  ],
  [
    "whom nothing names",
    dave,
    "/reject it leaks",
    "`/reject` was not done. No requirement of this change names you. It can be rejected by: any member of `@acme/sre`; a change-manager (any member of `@acme/cab`).",
  ],
  ["after the merge", bob, "/reject it leaks", "…open changes only", merged],
]);

runs("hold", [
  ["anyone with write access", dave, "/hold", "hold | null"],
  ["with a reason", dave, "/hold the load test runs", "hold | the load test runs"],
  [
    "after the merge",
    dave,
    "/hold",
    "…It works on open changes only, and this one is merged.",
    merged,
  ],
]);

runs("unhold", [
  ["who held", bob, "/unhold", "unhold | own", given(commandBy(bob, hold))],
  ["a change-manager", carol, "/unhold", "unhold | all", given(commandBy(bob, hold))],
  [
    "another",
    dave,
    "/unhold",
    "`/unhold` was not done. The hold is lifted by who gave it (`@bob`) or by a change-manager: any member of `@acme/cab`.",
    given(commandBy(bob, hold)),
  ],
  ["no hold", carol, "/unhold", "`/unhold` was not done. Nobody holds this change."],
]);

runs("risk", [
  ["raised", dave, "/risk high new protocol", "set-risk | high | raise | new protocol"],
  ["in capitals", dave, "/risk HIGH new", "set-risk | high | raise | new"],
  ["raised on a stale head", dave, "/risk high x", "set-risk | high | raise | x", pushedSince],
  [
    "lowered by a change-manager",
    carol,
    "/risk low typo",
    "set-risk | low | lower | typo",
    highRisk,
  ],
  [
    "lowered by another",
    dave,
    "/risk low typo",
    "`/risk` was not done. The risk is high, and anyone with write access can only raise it. To lower it: It takes a change-manager: any member of `@acme/cab`.",
    highRisk,
  ],
  ["lowered by its author", alice, "/risk low typo", "…You opened this change", highRisk],
  ["lowered on a stale head", carol, "/risk low typo", sinceThen, { ...highRisk, ...pushedSince }],
  [
    "lowered on a head pushed nobody knows when",
    carol,
    "/risk low typo",
    "…After another push (an empty commit will do) it is known: comment again then.",
    { ...highRisk, ...pushedUnknown },
  ],
  [
    "lowered where nobody knows who pushed",
    carol,
    "/risk low typo",
    "…It is not known who pushed last, so it may have been you.",
    { ...highRisk, lastPusher: null },
  ],
  ["the level that it has", dave, "/risk low x", "`/risk` was not done. The risk is low already."],
  [
    "the level that it was raised to",
    dave,
    "/risk high x",
    "`/risk` was not done. The risk is high already.",
    given(commandBy(bob, setRisk("raise", "high"))),
  ],
  [
    "no level",
    dave,
    "/risk",
    "…A level comes first: low, medium, high or critical. Write `/risk <level> <reason>`",
  ],
  ["an unknown level", dave, "/risk higher x", "…A level comes first"],
  ["no reason", dave, "/risk high", "…A reason is missing."],
]);

runs("emergency", [
  ["whom the policy names", bob, "/emergency it burns", "declare-emergency | it burns"],
  ["no reason", bob, "/emergency", "…A reason is missing."],
  [
    "another",
    dave,
    "/emergency it burns",
    "`/emergency` was not done. It takes one of those who may declare one: any member of `@acme/oncall`.",
  ],
  [
    "one that is declared",
    bob,
    "/emergency it burns",
    "`/emergency` was not done. This change is an emergency already.",
    given(commandBy(bob, emergency)),
  ],
  [
    "a policy without any",
    bob,
    "/emergency it burns",
    "…can add to `.github/sluice.yml`:",
    policies({}),
  ],
  [
    "whom only one of two policies names",
    bob,
    "/emergency it burns",
    "…It takes one of those who may declare one: whoever is each of these: any member of `@acme/oncall` (organisation's policy); any member of `@acme/cab` (repository's policy).",
    policies(commandPolicy, {
      emergency: { declare: ["@acme/cab"], approvals: [{ from: ["write"] }] },
    }),
  ],
  [
    "a second policy without any",
    bob,
    "/emergency it burns",
    "declare-emergency | it burns",
    policies(commandPolicy, {}),
  ],
]);

runs("normal", [
  ["who declared", bob, "/normal", "declare-normal", given(commandBy(bob, emergency))],
  ["a change-manager", carol, "/normal", "declare-normal", given(commandBy(bob, emergency))],
  [
    "another",
    dave,
    "/normal",
    "`/normal` was not done. It is taken back by who declared it (`@bob`) or by a change-manager: any member of `@acme/cab`.",
    given(commandBy(bob, emergency)),
  ],
  [
    "no emergency",
    bob,
    "/normal",
    "`/normal` was not done. This change is not declared an emergency.",
  ],
]);

runs("override", [
  ["a change-manager", carol, "/override agreed", "override | agreed"],
  ["after the merge", carol, "/override agreed", "override | agreed", merged],
  ["no reason", carol, "/override", "…A reason is missing."],
  [
    "another",
    bob,
    "/override agreed",
    "`/override` was not done. It takes a change-manager: any member of `@acme/cab`.",
  ],
  [
    "the author",
    alice,
    "/override agreed",
    "…You opened this change: somebody else has to do this.",
  ],
  [
    "the author, whatever duties the policy allows",
    alice,
    "/override agreed",
    "…You opened this change",
    policies({ ...commandPolicy, approvers: { mayNotBe: [] } }),
  ],
  [
    "a committer",
    carol,
    "/override agreed",
    "…You wrote commit `ccccccc`",
    { facts: { commits: [commitBy(carol)] } },
  ],
  ["who pushed last", carol, "/override agreed", "…You pushed last", { lastPusher: carol }],
  ["a head pushed since", carol, "/override agreed", sinceThen, pushedSince],
  ["a head pushed nobody knows when", carol, "/override agreed", unknownPush, pushedUnknown],
  [
    "a change-manager of one policy only",
    carol,
    "/override agreed",
    "…whoever is each of these: any member of `@acme/cab` (organisation's policy); anyone with admin access (repository's policy).",
    policies(commandPolicy, {}),
  ],
  [
    "what is approved",
    carol,
    "/override agreed",
    "`/override` was not done. No approval is missing, and an override stands for nothing else.",
    { reviews: [reviewBy(bob)] },
  ],
  [
    "what only a hold keeps waiting",
    carol,
    "/override agreed",
    "…No approval is missing",
    { reviews: [reviewBy(bob)], ...given(commandBy(bob, hold)) },
  ],
  [
    "a rejection",
    carol,
    "/override agreed",
    "override | agreed",
    { reviews: [reviewBy(bob)], ...given(commandBy(dave, reject)) },
  ],
  [
    "what is overridden already",
    carol,
    "/override agreed",
    "…No approval is missing",
    given(commandBy(carol, override)),
  ],
]);

const inTwoHours = String(now - 60_000 + 7_200_000);

runs("freeze", [
  ["a duration", dave, "/freeze main 2h we move", `freeze | main | ${inTwoHours} | we move`],
  [
    "a time in UTC",
    dave,
    "/freeze production 2026-11-21T08:00Z we move",
    `freeze | production | ${Date.parse("2026-11-21T08:00Z")} | we move`,
  ],
  [
    "a time with an offset",
    dave,
    "/freeze main 2026-11-21T08:00:30+01:00 we move",
    `freeze | main | ${Date.parse("2026-11-21T07:00:30Z")} | we move`,
  ],
  ["after the merge", dave, "/freeze main 2h x", `freeze | main | ${inTwoHours} | x`, merged],
  [
    "a time without a zone",
    dave,
    "/freeze main 2026-11-21T08:00 x",
    "…is neither a duration (30m, 2h, 3d) nor a time with its zone",
  ],
  ["a day that is not there", dave, "/freeze main 2026-02-30T08:00Z x", "…is neither a duration"],
  ["another unit", dave, "/freeze main 2w x", "…`2w` is neither a duration"],
  [
    "a time in the past",
    dave,
    "/freeze main 2026-11-20T11:00Z x",
    "…The end, 2026-11-20 11:00 UTC, is past.",
  ],
  ["a duration over before it is handled", dave, "/freeze main 30s x", "…is past."],
  [
    "ninety days",
    dave,
    "/freeze main 90d x",
    `freeze | main | ${now - 60_000 + 90 * 86_400_000} | x`,
  ],
  [
    "more than ninety days",
    dave,
    "/freeze main 91d x",
    "…is more than 90 days away: a longer freeze belongs in the policy.",
  ],
  [
    "nothing",
    dave,
    "/freeze",
    "…What is frozen comes first, then until when. Write `/freeze <environment or branch> <duration or time> <reason>`",
  ],
  ["no time", dave, "/freeze main", "…What is frozen comes first"],
  ["no reason", dave, "/freeze main 2h", "…A reason is missing."],
  [
    "another",
    carol,
    "/freeze main 2h x",
    "`/freeze` was not done. It takes a release-manager: any member of `@acme/releng`.",
  ],
]);

const frozen: Situation = {
  recorded: {
    ...nothingRecorded,
    adHocFreezes: [
      { target: "main", fromMs: 0, untilMs: now + 60_000, reason: "x", by: dave },
      { target: "staging", fromMs: 0, untilMs: now - 60_000, reason: "x", by: dave },
    ],
  },
};

runs("unfreeze", [
  ["what is frozen", dave, "/unfreeze main", "unfreeze | main", frozen],
  [
    "what is not",
    dave,
    "/unfreeze production",
    "`/unfreeze` was not done. No freeze of `production` stands that a command began. What stands: `main` until 2026-11-20 12:01 UTC.",
    frozen,
  ],
  ["what has ended", dave, "/unfreeze staging", "…No freeze of `staging` stands", frozen],
  [
    "nothing frozen",
    dave,
    "/unfreeze main",
    "`/unfreeze` was not done. No freeze stands that a command began.",
  ],
  [
    "no name",
    dave,
    "/unfreeze",
    "…It takes the one name that is frozen. Write `/unfreeze <environment or branch>`",
  ],
  ["two names", dave, "/unfreeze main staging", "…It takes the one name"],
  ["another", bob, "/unfreeze main", "…It takes a release-manager", frozen],
]);

runs("release", [
  ["whom the environment names", bob, "/release prod-eu fine", "release | prod-eu | fine", merged],
  ["a release-manager", dave, "/release prod-eu", "release | prod-eu | null", merged],
  [
    "a release-manager, where nobody is named",
    dave,
    "/release staging",
    "release | staging | null",
    merged,
  ],
  [
    "another",
    carol,
    "/release prod-eu",
    "`/release` was not done. Deployments to `prod-eu` are approved by: any member of `@acme/qa`; a release-manager (any member of `@acme/releng`).",
    merged,
  ],
  [
    "a release-manager, where no policy names the environment: a first commit has to be accepted there too",
    dave,
    "/release test",
    "release | test | null",
    merged,
  ],
  [
    "somebody else, where no policy names the environment",
    bob,
    "/release test",
    "`/release` was not done. Deployments to `test` are approved by: a release-manager (any member of `@acme/releng`).",
    merged,
  ],
  ["no environment", dave, "/release", "…The environment is missing.", merged],
]);

runs("back-out", [
  ["anyone with write access", dave, "/back-out it leaks", "back-out | it leaks", merged],
  ["no reason", dave, "/back-out", "…A reason is missing.", merged],
  [
    "before the merge",
    dave,
    "/back-out it leaks",
    "`/back-out` was not done. It works on merged changes only, and this one is open.",
  ],
  [
    "under a policy that can't be used",
    dave,
    "/back-out it leaks",
    "back-out | it leaks",
    { ...merged, policies: [invalidPolicySource([])] },
  ],
]);

const owed: Situation = {
  ...merged,
  recorded: {
    ...nothingRecorded,
    owedReviews: [{ number: 7, because: "emergency", dueMs: now, issueNumber: 9 }],
  },
};

runs("review", [
  ["a change-manager", carol, "/review failed it broke", "review | failed | it broke", owed],
  ["backed out", carol, "/review Backed-Out x", "review | backed-out | x", owed],
  [
    "the author",
    alice,
    "/review failed it broke",
    "…You opened this change: another change-manager has to review it.",
    owed,
  ],
  ["another", bob, "/review failed it broke", "…It takes a change-manager", owed],
  ["no notes", carol, "/review failed", "…Notes are missing.", owed],
  [
    "an unknown outcome",
    carol,
    "/review good x",
    "…An outcome comes first: successful, failed or backed-out.",
    owed,
  ],
  [
    "no review owed",
    carol,
    "/review failed x",
    "`/review` was not done. This change owes no retrospective review.",
    merged,
  ],
]);

describe("whoever gives it, and whatever became of the comment", () => {
  test.each<[string, Account, string, string, Situation?]>([
    ["a bot is not heard", dependabot, "/status", "ignored"],
    ["an unknown word is another bot's", bob, "/lgtm", "ignored"],
    ["a property of all objects is no word", bob, "/constructor", "ignored"],
    ["an outsider may ask for the status", erin, "/status", "status"],
    ["an outsider may ask for help", erin, "/help", "help"],
    ["an outsider is refused without a word", erin, "/hold", "refused without a word"],
    [
      "an outsider is refused without a word whatever they write",
      erin,
      "/freeze",
      "refused without a word",
    ],
    [
      "who is unknown is an outsider",
      { id: 99, login: "mallory", kind: "user" },
      "/hold",
      "refused without a word",
    ],
    [
      "an edited comment commands nothing",
      bob,
      "/hold",
      "`/hold` was not done. The comment was edited before it was handled, so it is not certain what you meant. Write a new comment.",
      { comment: "edited" },
    ],
    [
      "nor does a deleted one",
      bob,
      "/hold",
      "…The comment was deleted before it was handled.",
      { comment: "gone" },
    ],
    [
      "an outsider's edited comment is not answered",
      erin,
      "/hold",
      "refused without a word",
      { comment: "edited" },
    ],
    [
      "a closed change is not approved",
      bob,
      "/approve",
      "`/approve` was not done. It works on open or merged changes only, and this one is closed.",
      { state: "closed" },
    ],
    [
      "a policy that can't be used gives nobody a right",
      bob,
      "/hold",
      "…Who may do that is not known while a policy can't be used.",
      { policies: [invalidPolicySource([])] },
    ],
    ["but the status is told", bob, "/status", "status", { policies: [invalidPolicySource([])] }],
  ])("%s", (_name, giver, body, expected, situation = {}) => {
    const outcome = outcomeOf(giver, body, situation);
    if (expected.startsWith("…")) expect(outcome).toContain(expected.slice(1));
    else expect(outcome).toBe(expected);
  });

  test("with a prefix an unknown word is answered", () => {
    const prefixed = policies({ ...commandPolicy, commands: { prefix: "sluice" } });
    expect(outcomeOf(bob, "/sluice aprove", prefixed)).toBe(
      "That is none of the commands. `/sluice help` lists them.",
    );
    expect(outcomeOf(bob, "/sluice constructor", prefixed)).toContain("none of the commands");
    expect(outcomeOf(erin, "/sluice aprove", prefixed)).toBe("refused without a word");
    expect(outcomeOf(bob, "/sluice reject", prefixed)).toContain("Write `/sluice reject <reason>`");
  });
});

describe("what is published", () => {
  const hostile = "@acme/sre<img src=x>[a](https://evil.example)#12`";

  test.each(commands.map(({ word }) => word))("/%s repeats nothing of its comment live", (word) => {
    for (const giver of [alice, bob, carol, dave]) {
      for (const state of ["open", "merged"] as const) {
        const outcome = runBody(giver, `/${word} ${hostile} 2h ${hostile}`, { state });
        const text = outcome.kind === "done" ? outcome.reply : (outcome as { text?: string }).text;
        const live = (text ?? "").replace(/(`+)(?!`).+?(?<!`)\1(?!`)/gs, "");
        expect(live).not.toMatch(/[@<[#]/);
      }
    }
  });

  test("every command has an example that its own grammar takes", () => {
    for (const { word, argument, example } of commands) {
      expect(example === "").toBe(argument === "");
      for (const giver of [alice, bob, carol, dave]) {
        for (const state of ["open", "merged"] as const) {
          const outcome = runBody(giver, `/${word} ${example}`, { state });
          if (outcome.kind === "refused") expect(outcome.text).not.toContain("for example");
        }
      }
    }
  });

  test("the definitions are frozen, and each word stands once", () => {
    expect(commands.every(Object.isFrozen)).toBe(true);
    expect(new Set(commands.map(({ word }) => word)).size).toBe(commands.length);
    expect(commands.every(({ word }) => /^[a-z][a-z-]*$/.test(word))).toBe(true);
  });
});
