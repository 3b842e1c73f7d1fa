import { createHash } from "node:crypto";
import { mayDeclareEmergency } from "#core/approval/role-holders.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import type { JsonValue } from "#core/ledger/json.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import { asCode } from "#core/text/markdown.ts";
import { clipped, shortSha } from "#core/text/words.ts";
import type { Answer } from "./answer-comment.ts";
import { spell, spellAsCode } from "./command-text.ts";
import { prefixOf } from "./find-prefix.ts";
import type { BackOut, CommandAnswer, CommandResult, HandledCommand } from "./handled-command.ts";
import type { PendingCommand } from "./received-command.ts";
import { isRecorded } from "./record-command.ts";
import type { CommandState } from "./run-command.ts";
import { type CommandCircumstances, runComment } from "./run-comment.ts";

/** What a command meets when it is handled. */
export type HandlingContext = CommandCircumstances & {
  readonly observed: ObservedChange;
  readonly state: CommandState;
};

/** Handles what a person gave: runs the commands in it, and tells what to keep and what to answer. Gives the change with what took effect. */
export function handleCommand(
  command: PendingCommand,
  { observed, state, ...circumstances }: HandlingContext,
): { readonly handled: HandledCommand; readonly after: ObservedChange } {
  const { source, giver, givenAtMs: atMs } = command;
  const prefix = prefixOf(observed);
  if (source.kind === "button" && controllingPolicies(observed).length > 0) {
    const why = refusePress(source.headSha, state, { observed, prefix });
    if (why !== null) return { handled: refusedPress(command, why, observed), after: observed };
  }
  const body = source.kind === "comment" ? source.body : wordsOfButton(source.identifier, prefix);
  const ran = runComment({ giver, body, atMs, state }, observed, circumstances);
  const results = ran.answers.flatMap((answer) => resultOf(answer, command, observed.headSha));
  // Whose comment is gone hears nothing.
  const answer =
    ran.reaction === null || state === "gone"
      ? null
      : answerOf(command, ran.reaction, ran.reply, {
          backOut: backOutOf(results, giver, observed),
        });
  return { handled: { command, results, answer }, after: ran.after };
}

/** A button says what a comment could say. */
function wordsOfButton(identifier: string, prefix: string): string {
  return identifier === "approve" ? spell("approve", prefix) : "";
}

/** Why a press counts for nothing, whoever may have given it; null: it is theirs, and on the head. */
function refusePress(
  pressedSha: string,
  state: CommandState,
  { observed, prefix }: { readonly observed: ObservedChange; readonly prefix: string },
): string | null {
  const instead = spellAsCode("approve", prefix);
  if (state !== "intact") {
    return `A press of the button came in your name, but GitHub's own record of deliveries does not have it: nothing was done. If you pressed it, press it again or write ${instead}. If you did not, tell whoever runs Sluice: somebody may know the App's webhook secret.`;
  }
  if (pressedSha === observed.headSha) return null;
  return `You pressed a button on the check of ${asCode(shortSha(pressedSha))}, but the head is now ${asCode(shortSha(observed.headSha))}: nothing was done. Look at the head commit, then press the button of its check, or write ${instead}.`;
}

function refusedPress(
  command: PendingCommand,
  text: string,
  { headSha }: ObservedChange,
): HandledCommand {
  const refusal: Answer = { word: "approve", outcome: { kind: "refused", text } };
  const results = resultOf(refusal, command, headSha);
  return { command, results, answer: answerOf(command, "refused", text) };
}

/** Long enough to tell why. */
const longestWhy = 500;

/** What the ledger keeps. A question that was answered is not among it. */
export function resultOf(
  { word, outcome }: Answer,
  { source }: PendingCommand,
  headSha: string,
): readonly CommandResult[] {
  const data = { word, ...describeSource(source), headSha };
  switch (outcome.kind) {
    case "done": {
      const { effect } = outcome;
      if (!isRecorded(effect)) return [];
      return [{ kind: "command.done", effect, data: { ...data, effect: { ...effect } } }];
    }
    case "refused": {
      const why = outcome.text === null ? "no write access" : clipped(outcome.text, longestWhy);
      return [{ kind: "command.refused", effect: null, data: { ...data, why } }];
    }
    case "ignored":
      return [];
  }
}

/** A comment by its number and the digest of its body: the body may hold what is nobody's business. */
function describeSource(source: PendingCommand["source"]): Readonly<Record<string, JsonValue>> {
  if (source.kind === "button") return { button: source.identifier };
  const bodyDigest = createHash("sha256").update(source.body).digest("hex");
  return { comment: source.id, bodyDigest };
}

/** GitHub's comments answer nobody in particular: a reply says whom, without calling them. */
export function answerOf(
  { source, giver }: PendingCommand,
  reaction: CommandAnswer["reaction"],
  text: string | null,
  { backOut }: Pick<CommandAnswer, "backOut"> = { backOut: null },
): CommandAnswer | null {
  const reply = text === null ? null : `${asCode(`@${giver.login}`)}: ${text}`;
  if (source.kind === "comment") return { commentNodeId: source.nodeId, reaction, reply, backOut };
  return reply === null ? null : { commentNodeId: null, reaction, reply, backOut };
}

function backOutOf(
  results: readonly CommandResult[],
  by: Account,
  observed: ObservedChange,
): BackOut | null {
  const order = results.flatMap(({ effect }) => (effect?.kind === "back-out" ? [effect] : []))[0];
  if (order === undefined) return null;
  const isEmergency = controllingPolicies(observed).some(({ policy }) =>
    mayDeclareEmergency(policy, by, observed.eligibility),
  );
  return { by, reason: order.reason, isEmergency };
}
