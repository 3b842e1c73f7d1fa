import { type CommandDefinition, done } from "#core/command/command-definition.ts";

/** The answer lists every command, this one included: see `renderHelp`. */
export const help: CommandDefinition = Object.freeze({
  word: "help",
  argument: "",
  example: "",
  who: "anyone who can comment",
  help: "Lists the commands.",
  runsOn: ["open", "closed", "merged"],
  needsPolicy: false,
  run: () => done({ kind: "help" }),
} satisfies CommandDefinition);
