import { describe, expect, test } from "@jest/globals";
import type { Account } from "#core/change/facts.ts";
import { commands } from "#core/command/commands.ts";
import { commandPolicy, runBody, type Situation } from "../../support/command-run.ts";
import { expectOutcome, outcomeOf, policies } from "../../support/command-table.ts";
import { alice, bob, dependabot } from "../../support/facts.ts";
import { carol, dave, erin } from "../../support/observed-change.ts";
import { invalidPolicySource } from "../../support/policy.ts";

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
    expectOutcome(outcomeOf(giver, body, situation), expected);
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
