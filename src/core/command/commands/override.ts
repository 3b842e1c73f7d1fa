import {
  type CommandDefinition,
  done,
  misused,
  refused,
} from "#core/command/command-definition.ts";
import {
  pushAgain,
  refuseInvolved,
  refuseStaleHead,
  refuseWithoutRole,
} from "#core/command/grounds.ts";

export const override: CommandDefinition = Object.freeze({
  word: "override",
  argument: "<reason>",
  example: "agreed with the board by telephone",
  who: "a change-manager who is independent of the change",
  help: "Approves the head commit whatever is missing, and owes a retrospective review.",
  runsOn: ["open", "merged"],
  needsPolicy: true,
  run: (argument, context) => {
    if (argument === "") return misused("A reason is missing.");
    const why =
      refuseWithoutRole(context, "change-manager") ??
      refuseInvolved(context) ??
      refuseStaleHead(context, pushAgain);
    if (why !== null) return refused(why);
    return context.observed.state === "open" && context.decision.verdict === "approved"
      ? refused("This change is approved already: there is nothing to override.")
      : done({ kind: "override", reason: argument });
  },
} satisfies CommandDefinition);
