import { decideChange } from "#core/change/decide-change.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { type Answer, answerComment } from "./answer-comment.ts";
import { findPrefix } from "./find-prefix.ts";
import type { GivenCommand } from "./given-command.ts";
import { parseCommands } from "./parse-commands.ts";
import { isRecorded, recordCommand } from "./record-command.ts";
import { type CommentState, runCommand } from "./run-command.ts";

/** A comment whose commands have not been run. */
export type PendingComment = {
  /** GitHub's: a later comment has a higher one. */
  readonly id: number;
  readonly giver: Account;
  /** From the signed delivery of its creation. */
  readonly body: string;
  /** When it was created, by GitHub's clock; milliseconds since the epoch. */
  readonly atMs: number;
  readonly state: CommentState;
};

/** What became of a comment's commands, and how it is answered. */
export type HandledComment = {
  readonly id: number;
  /** What became of each command in it, in their order. */
  readonly answers: readonly Answer[];
  /** The commands that took effect, in their order; `/status` and `/help` have none. */
  readonly given: readonly GivenCommand[];
  /** Null when the comment holds nothing for Sluice. */
  readonly reaction: "+1" | "-1" | null;
  /** The one reply, Markdown; null when the reaction says enough. */
  readonly reply: string | null;
};

/** What the commands of a change's comments are run against, beside the change. */
export type CommandCircumstances = {
  /** When the head commit was pushed, milliseconds since the epoch; null when that is not known. */
  readonly headPushedAtMs: number | null;
  readonly nowMs: number;
};

/**
 * Runs the commands of pending comments in the order of the comments' ids, whatever the order in which they came. Each is run on what
 * the ones before it left. Where no policy controls the change all are ignored.
 */
export function runCommands(
  observed: ObservedChange,
  pending: readonly PendingComment[],
  circumstances: CommandCircumstances,
): readonly HandledComment[] {
  let current = observed;
  return pending
    .toSorted((a, b) => a.id - b.id)
    .map((comment) => {
      const { handled, after } = runComment(comment, current, circumstances);
      current = after;
      return handled;
    });
}

/** Runs the commands of one comment, each on what the ones before it left; gives the change with what took effect. */
export function runComment(
  comment: PendingComment,
  observed: ObservedChange,
  circumstances: CommandCircumstances,
): { readonly handled: HandledComment; readonly after: ObservedChange } {
  const prefix = findPrefix(observed.policies);
  const { giver, atMs } = comment;
  const given: GivenCommand[] = [];
  const answers: Answer[] = [];
  let after = observed;
  for (const parsed of parseCommands(comment.body, prefix)) {
    const decision = decideChange({ ...after, state: "open" }, circumstances.nowMs);
    if (decision.kind === "not-controlled") break;
    const context = { observed: after, decision, giver, atMs, prefix, ...circumstances };
    const outcome = runCommand(parsed, context, comment.state);
    answers.push({ word: parsed.word, outcome });
    if (outcome.kind !== "done" || !isRecorded(outcome.effect)) continue;
    const command = { by: giver, atMs, headSha: observed.headSha, effect: outcome.effect };
    given.push(command);
    after = { ...after, recorded: recordCommand(after.recorded, command, observed.number) };
  }
  const handled = { id: comment.id, answers, given, ...answerComment(answers, prefix) };
  return { handled, after };
}
