import { formatMoment } from "#core/calendar/wall-time.ts";
import {
  type CommandDefinition,
  done,
  misused,
  refused,
} from "#core/command/command-definition.ts";
import { takeWord } from "#core/command/command-text.ts";
import { refuseWithoutRole } from "#core/command/grounds.ts";
import { asCode } from "#core/text/markdown.ts";
import { listed } from "#core/text/words.ts";

export const unfreeze: CommandDefinition = Object.freeze({
  word: "unfreeze",
  argument: "<environment or branch>",
  example: "main",
  who: "a release-manager",
  help: "Ends what `freeze` began. Freezes of the policy stay.",
  runsOn: ["open", "closed", "merged"],
  needsPolicy: true,
  run: (argument, context) => {
    const { first: target, rest } = takeWord(argument);
    if (target === "" || rest !== "") return misused("It takes the one name that is frozen.");
    const why = refuseWithoutRole(context, "release-manager");
    if (why !== null) return refused(why);
    const standing = context.observed.recorded.adHocFreezes.filter(
      ({ untilMs }) => untilMs > context.nowMs,
    );
    if (standing.some((freeze) => freeze.target === target)) {
      return done({ kind: "unfreeze", target });
    }
    const others = standing.map(
      (freeze) => `${asCode(freeze.target)} until ${formatMoment(freeze.untilMs, "UTC")}`,
    );
    return refused(
      others.length === 0
        ? "No freeze stands that a command began."
        : `No freeze of ${asCode(target)} stands that a command began. What stands: ${listed(others)}.`,
    );
  },
} satisfies CommandDefinition);
