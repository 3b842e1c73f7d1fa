import { expect, test } from "@jest/globals";
import type { Account } from "#core/change/facts.ts";
import { runBody, type Situation } from "./command-run.ts";
import { recordedCommands } from "./commands.ts";
import { fileChange } from "./facts.ts";
import { now } from "./observed-change.ts";
import { policySource } from "./policy.ts";

/** A command by somebody, and what becomes of it: the effect as one line, a refusal's text, or how it goes on after `…`. */
type Row = readonly [name: string, giver: Account, body: string, expected: string, on?: Situation];

/** An effect as one line, or the text of a refusal. */
export function outcomeOf(giver: Account, body: string, situation?: Situation): string {
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

/** Expects an outcome; with `…` in front, that it contains the rest. */
export function expectOutcome(outcome: string, expected: string): void {
  if (expected.startsWith("…")) expect(outcome).toContain(expected.slice(1));
  else expect(outcome).toBe(expected);
}

/** A test for each row. */
export function testCommand(word: string, rows: readonly Row[]): void {
  test.each(rows.map((row) => [`/${word}: ${row[0]}`, row] as const))(
    "%s",
    (_name, [, giver, body, expected, situation]) => {
      expectOutcome(outcomeOf(giver, body, situation), expected);
    },
  );
}

export const merged: Situation = { state: "merged" };
export const pushedSince: Situation = { headPushedAtMs: now - 30_000 };
export const pushedInTheSameSecond: Situation = {
  atMs: now - 59_001,
  headPushedAtMs: now - 59_999,
};
export const pushedUnknown: Situation = { headPushedAtMs: null };
export const highRisk: Situation = {
  facts: { files: [fileChange("src/a.ts", { additions: 300 })] },
};
export const given = (...list: Parameters<typeof recordedCommands>[0]): Situation => ({
  recorded: recordedCommands(list),
});
export const policies = (...files: readonly Record<string, unknown>[]): Situation => ({
  policies: files.map((file, index) =>
    policySource(file, index === 0 && files.length > 1 ? "organisation" : "repository"),
  ),
});

export const sinceThen =
  "…The head commit `5d6e7f8` was pushed after your comment or in the same second.";
export const unknownPush = "…It is not known when the head commit `5d6e7f8` was pushed";
