import type { Account } from "#core/change/facts.ts";
import { nothingRecorded, type RecordedFacts } from "#core/change/recorded-facts.ts";
import type { CommandEffect, GivenCommand } from "#core/command/given-command.ts";
import { headSha } from "./observed-change.ts";

let commands = 0;

/** A command on the head commit; each is given later than the one made before it, and than every review of a test. */
export function commandBy(
  by: Account,
  effect: CommandEffect,
  overrides: Partial<GivenCommand> = {},
): GivenCommand {
  commands += 1;
  return {
    by,
    atMs: Date.parse("2026-11-20T09:00:00Z") + commands * 1_000,
    headSha,
    effect,
    ...overrides,
  };
}

/** What is recorded of a change on which these commands were given. */
export function recordedCommands(
  given: readonly GivenCommand[],
  others: Partial<RecordedFacts> = {},
): RecordedFacts {
  return { ...nothingRecorded, commands: given, ...others };
}

export const approve: CommandEffect = { kind: "approve", note: null, liftsRejections: false };
export const approveAsManager: CommandEffect = { ...approve, liftsRejections: true };
export const unapprove: CommandEffect = { kind: "unapprove" };
export const hold: CommandEffect = { kind: "hold", reason: "the load test is running" };
export const unhold: CommandEffect = { kind: "unhold", whose: "own" };
export const unholdAll: CommandEffect = { kind: "unhold", whose: "all" };
export const reject: CommandEffect = { kind: "reject", reason: "it drops the orders table" };
export const override: CommandEffect = { kind: "override", reason: "the shop is down" };
export const emergency: CommandEffect = {
  kind: "declare-emergency",
  reason: "nobody can pay",
};
export const normal: CommandEffect = { kind: "declare-normal" };

/** Sets the risk. */
export function setRisk(
  direction: "raise" | "lower",
  level: "low" | "medium" | "high" | "critical",
): CommandEffect {
  return { kind: "set-risk", direction, level, reason: `it is ${level}` };
}
