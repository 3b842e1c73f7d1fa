import { isEligible } from "#core/approval/eligibility.ts";
import { isPerson } from "#core/change/account.ts";
import { renderReasons } from "#core/change/render-reasons.ts";
import { listed } from "#core/text/words.ts";
import type { CommandContext, CommandDefinition } from "./command-definition.ts";
import { describeUsage, spellAsCode } from "./command-text.ts";
import { findCommand } from "./commands.ts";
import type { CommandEffect } from "./given-command.ts";
import type { ParsedCommand } from "./parse-commands.ts";
import { renderHelp } from "./render-help.ts";

/** What became of a command. Texts are Markdown and safe to publish. */
export type CommandOutcome =
  /** `reply` is null where the reaction says enough. */
  | { readonly kind: "done"; readonly effect: CommandEffect; readonly reply: string | null }
  /** `text` says why, and what would work; null for outsiders, whom nothing is answered. */
  | { readonly kind: "refused"; readonly text: string | null }
  /** It was not for Sluice, or no person gave it. */
  | { readonly kind: "ignored" };

/** How GitHub shows a command when it is handled: as it was delivered, otherwise, or not at all. */
export type CommandState = "intact" | "edited" | "gone";

/** Runs one command: whether it may, and what it does. Nothing is done here; the effect is the caller's to record. */
export function runCommand(
  { word, argument }: ParsedCommand,
  context: CommandContext,
  comment: CommandState,
): CommandOutcome {
  const { giver, prefix } = context;
  if (!isPerson(giver)) return { kind: "ignored" };
  const command = findCommand(word);
  if (command === undefined) return answerUnknown(context);
  if (!isOpenToAll(command) && !hasWrite(context)) return { kind: "refused", text: null };

  const name = spellAsCode(command.word, prefix);
  const why = refuseComment(comment) ?? refuseState(command, context);
  if (why !== null) return { kind: "refused", text: `${name} was not done. ${why}` };
  const result = command.run(argument, context);
  switch (result.kind) {
    case "done":
      return command.word === "help" ? { ...result, reply: renderHelp(prefix) } : result;
    case "refused":
      return { kind: "refused", text: `${name} was not done. ${result.why}` };
    case "misused":
      return {
        kind: "refused",
        text: `${name} was not done. ${result.why} ${describeUsage(command, prefix)}`,
      };
  }
}

function isOpenToAll({ word }: CommandDefinition): boolean {
  return word === "status" || word === "help";
}

function hasWrite({ giver, observed }: CommandContext): boolean {
  return isEligible({ kind: "permission", permission: "write" }, giver, observed.eligibility);
}

/** Without a prefix an unknown word is another bot's; with one it was meant for Sluice. */
function answerUnknown(context: CommandContext): CommandOutcome {
  if (context.prefix === "") return { kind: "ignored" };
  if (!hasWrite(context)) return { kind: "refused", text: null };
  const help = spellAsCode("help", context.prefix);
  return { kind: "refused", text: `That is none of the commands. ${help} lists them.` };
}

/** Why what GitHub shows of a comment keeps its commands from being run, as Markdown; null when it is as it was delivered. */
export function refuseComment(comment: CommandState): string | null {
  switch (comment) {
    case "intact":
      return null;
    case "edited":
      return "The comment was edited before it was handled, so it is not certain what you meant. Write a new comment.";
    case "gone":
      return "The comment was deleted before it was handled. Write a new one if you mean it.";
  }
}

function refuseState(
  { runsOn, needsPolicy }: CommandDefinition,
  { observed: { state }, decision }: CommandContext,
): string | null {
  if (!runsOn.includes(state)) {
    return `It works on ${listed(runsOn, { word: "or" })} changes only, and this one is ${state}.`;
  }
  return needsPolicy && decision.verdict === "invalid"
    ? `Who may do that is not known while a policy can't be used.\n\n${renderReasons(decision)}`
    : null;
}
