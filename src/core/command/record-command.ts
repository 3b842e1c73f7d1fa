import type { RecordedFacts } from "#core/change/recorded-facts.ts";
import type { CommandEffect, GivenCommand } from "./given-command.ts";

/** Whether an effect is to be kept: a question has none. */
export function isRecorded({ kind }: CommandEffect): boolean {
  return kind !== "status" && kind !== "help";
}

/** What is recorded once a command took effect on the change with this number. */
export function recordCommand(
  recorded: RecordedFacts,
  command: GivenCommand,
  number: number,
): RecordedFacts {
  const { effect, by, atMs } = command;
  const after = { ...recorded, commands: [...recorded.commands, command] };
  const { adHocFreezes, owedReviews } = recorded;
  switch (effect.kind) {
    case "freeze": {
      const { target, untilMs, reason } = effect;
      return {
        ...after,
        adHocFreezes: [...adHocFreezes, { target, fromMs: atMs, untilMs, reason, by }],
      };
    }
    case "unfreeze":
      return {
        ...after,
        adHocFreezes: adHocFreezes.filter(({ target }) => target !== effect.target),
      };
    case "review":
      return { ...after, owedReviews: owedReviews.filter((owed) => owed.number !== number) };
    case "approve":
    case "unapprove":
    case "reject":
    case "set-risk":
    case "declare-emergency":
    case "declare-normal":
    case "hold":
    case "unhold":
    case "override":
    case "release":
    case "back-out":
    case "order":
    case "status":
    case "help":
      return after;
  }
}
