import type { ChangeDecision, NotControlled } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import { decideMerged } from "#core/change/decide-merged.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import { type Answer, answerComment } from "./answer-comment.ts";
import { prefixOf } from "./find-prefix.ts";
import { parseCommands } from "./parse-commands.ts";
import { isRecorded, recordCommand } from "./record-command.ts";
import { type CommandState, runCommand } from "./run-command.ts";

/** A comment whose commands have not been run. */
export type PendingComment = {
  readonly giver: Account;
  /** From the signed delivery of its creation. */
  readonly body: string;
  /** When it was created, by GitHub's clock; milliseconds since the epoch. */
  readonly atMs: number;
  readonly state: CommandState;
};

/** What a comment's commands are run against, beside the change. */
export type CommandCircumstances = {
  /** When the head commit was pushed, milliseconds since the epoch; null when that is not known. */
  readonly headPushedAtMs: number | null;
  readonly nowMs: number;
};

/** What became of a comment. */
export type RunComment = ReturnType<typeof answerComment> & {
  /** What became of each command in it, in their order. */
  readonly answers: readonly Answer[];
  /** The change with what took effect. */
  readonly after: ObservedChange;
};

/**
 * Runs the commands of a comment, each on what the ones before it left. Where no policy controls the change none is run.
 *
 * Comments are run in the order of their ids, whatever the order in which they came.
 */
export function runComment(
  comment: PendingComment,
  observed: ObservedChange,
  circumstances: CommandCircumstances,
): RunComment {
  const prefix = prefixOf(observed);
  const { giver, atMs } = comment;
  const answers: Answer[] = [];
  let after = observed;
  for (const parsed of parseCommands(comment.body, prefix)) {
    const decision = decideForCommand(after, circumstances.nowMs);
    if (decision.kind === "not-controlled") break;
    const context = { observed: after, decision, giver, atMs, prefix, ...circumstances };
    const outcome = runCommand(parsed, context, comment.state);
    answers.push({ word: parsed.word, outcome });
    if (outcome.kind !== "done" || !isRecorded(outcome.effect)) continue;
    const command = { by: giver, atMs, headSha: observed.headSha, effect: outcome.effect };
    after = { ...after, recorded: recordCommand(after.recorded, command, observed.number) };
  }
  return { answers, after, ...answerComment(answers, prefix) };
}

/** What is closed is decided as though it were open: who may do what does not end with it. */
function decideForCommand(observed: ObservedChange, nowMs: number): ChangeDecision | NotControlled {
  return observed.state === "merged"
    ? decideMerged(observed, nowMs)
    : decideChange({ ...observed, state: "open" }, nowMs);
}
