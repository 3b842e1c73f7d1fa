import {
  type CommandContext,
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
  help: "Stands for every approval that the head commit lacks, and lifts rejections; it owes a retrospective review.",
  runsOn: ["open", "merged"],
  needsPolicy: true,
  run: (argument, context) => {
    if (argument === "") return misused("A reason is missing.");
    const why =
      refuseWithoutRole(context, "change-manager") ??
      refuseInvolved(context) ??
      refuseStaleHead(context, pushAgain);
    if (why !== null) return refused(why);
    return lacksApproval(context)
      ? done({ kind: "override", reason: argument })
      : refused("No approval is missing, and an override stands for nothing else.");
  },
} satisfies CommandDefinition);

/** After the merge an override also answers for what nobody was asked about. */
function lacksApproval({ observed, decision }: CommandContext): boolean {
  return (
    observed.state === "merged" ||
    decision.reasons.some(({ kind }) => ["approvals", "obstacle", "rejection"].includes(kind))
  );
}
