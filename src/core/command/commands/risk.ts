import {
  type CommandContext,
  type CommandDefinition,
  done,
  misused,
  refused,
} from "#core/command/command-definition.ts";
import { takeWord } from "#core/command/command-text.ts";
import {
  pushAgain,
  refuseInvolved,
  refuseStaleHead,
  refuseWithoutRole,
} from "#core/command/grounds.ts";
import { isAtLeast, riskLevels } from "#core/risk/level.ts";
import { listed } from "#core/text/words.ts";

export const risk: CommandDefinition = Object.freeze({
  word: "risk",
  argument: "<level> <reason>",
  example: "high it changes how sessions are kept",
  who: "to raise it, anyone with write access; to lower it, a change-manager who is independent of the change",
  help: "Sets the risk level: low, medium, high or critical. Lowered, it holds for the head commit only.",
  runsOn: ["open"],
  needsPolicy: true,
  run: (argument, context) => {
    const { first, rest: reason } = takeWord(argument);
    const level = riskLevels.find((name) => name === first.toLowerCase());
    if (level === undefined) {
      return misused(`A level comes first: ${listed(riskLevels, { word: "or" })}.`);
    }
    if (reason === "") return misused("A reason is missing.");
    const now = context.decision.level;
    if (level === now) return refused(`The risk is ${level} already.`);
    const direction = isAtLeast(level, now) ? "raise" : "lower";
    const why = direction === "lower" ? refuseLowering(context) : null;
    return why === null ? done({ kind: "set-risk", level, direction, reason }) : refused(why);
  },
} satisfies CommandDefinition);

function refuseLowering(context: CommandContext): string | null {
  const role = refuseWithoutRole(context, "change-manager");
  if (role !== null) {
    return `The risk is ${context.decision.level}, and anyone with write access can only raise it. To lower it: ${role}`;
  }
  return refuseInvolved(context) ?? refuseStaleHead(context, pushAgain);
}
