import { type CommandDefinition, done, misused } from "#core/command/command-definition.ts";

export const backOut: CommandDefinition = Object.freeze({
  word: "back-out",
  argument: "<reason>",
  example: "the error rate has doubled",
  who: "anyone with write access",
  help: "Opens a pull request that reverts this change.",
  runsOn: ["merged"],
  needsPolicy: false,
  run: (argument) =>
    argument === ""
      ? misused("A reason is missing.")
      : done({ kind: "back-out", reason: argument }),
} satisfies CommandDefinition);
