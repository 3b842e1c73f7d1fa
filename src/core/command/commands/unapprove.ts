import { type CommandDefinition, done, refused } from "#core/command/command-definition.ts";
import { hasApproved } from "#core/command/standing.ts";

export const unapprove: CommandDefinition = Object.freeze({
  word: "unapprove",
  argument: "",
  example: "",
  who: "who approved the change",
  help: "Takes your approval back.",
  runsOn: ["open", "merged"],
  needsPolicy: true,
  run: (_argument, { observed, giver }) =>
    hasApproved(observed, giver)
      ? done({ kind: "unapprove" })
      : refused("You have no approval of this change to take back."),
} satisfies CommandDefinition);
